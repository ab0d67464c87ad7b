"""The officer's page for telling a group early that its application cannot be considered."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.access.roles import TeamRole
from portal.applications.models import Application
from portal.applications.operations import tell_early
from portal.applications.operations.early import message_to_read
from portal.applications.policy import TELL_EARLY
from portal.applications.queries import application_by_reference
from portal.applications.queries.together import colleagues
from portal.applications.rules.early import early_words, helps_chosen, helps_to_offer, may_tell_early
from portal.outbox.wording import complete
from portal.web.context import current_actor, current_portal, current_session
from portal.web.guard import Guarded
from portal.web.kept import posted
from portal.web.pages import page

bp = Guarded("telling_early", __name__)


@bp.page(
    "/manage/applications/<reference>/tell-early",
    methods=("GET", "POST"),
    needs=TELL_EARLY,
    load=application_by_reference,
)
def tell(application: Application) -> ResponseReturnValue:
    """Choose what else could help; read the message as they will; send it."""
    typed = posted()
    chosen = typed.getlist("helps") if typed else []
    helps = helps_chosen(chosen, application.round.slug)
    action = request.form.get("action", "")
    if request.method == "POST" and action == "send":
        return _send(application, chosen)
    problem = may_tell_early(application)
    if request.method == "POST" and action != "change" and helps and not problem:
        return _preview(application, chosen, helps)
    asks = request.method == "POST" and action != "change" and not helps
    message = "Choose at least one thing that could help them" if asks else None
    return page(
        "applications/tell_early.html",
        application=application,
        problem=problem,
        words=early_words(application),
        offered=helps_to_offer(),
        chosen=chosen,
        message=message,
        errors=[("helps", message)] if message and not problem else [],
    )


def _preview(application: Application, chosen: list[str], helps: list[dict[str, str]]) -> ResponseReturnValue:
    people = colleagues(current_session(), application.organisation_id, TeamRole.LEAD, TeamRole.EDITOR)
    settings = current_portal().settings
    ends = {"base": settings.base_url, "support_email": settings.support.email, "support_phone": settings.support.phone}
    subject, body = message_to_read(application, helps, people[0].name if people else application.organisation.name)
    return page(
        "applications/tell_early_read.html",
        application=application,
        people=people,
        subject=subject,
        body=complete(body, ends),
        words=early_words(application),
        helps=helps,
        chosen=chosen,
    )


def _send(application: Application, chosen: list[str]) -> ResponseReturnValue:
    seen = request.form.get("seen", "").replace("\r\n", "\n")
    tell_early(current_session(), application=application, helps=chosen, seen=seen, actor=current_actor())
    flash(f"{application.organisation.name} has been told.", "success")
    return redirect(f"/manage/applications/{application.reference}", code=303)
