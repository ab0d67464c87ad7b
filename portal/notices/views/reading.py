"""Members' people read notices, choose what comes by mail, and stop it."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.core.clock import today
from portal.core.paging import page_number
from portal.notices import queries
from portal.notices.forms import ChoiceForm, reach_in, values_of
from portal.notices.models import NoticeChoice
from portal.notices.operations import choose, stop
from portal.notices.policy import CHOOSE_NOTICES, READ_NOTICES, STOP_NOTICES
from portal.notices.rules import OFTEN_LABELS, Often, concerns
from portal.organisations.models import ReachKind
from portal.organisations.rules import named
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("notices", __name__)


@bp.page("/notices", needs=READ_NOTICES)
def notices() -> ResponseReturnValue:
    """What the office has told members, newest first; those for one's own areas and themes are marked."""
    session, actor = current_session(), current_actor()
    members = queries.members_of_network(session, actor.memberships, today())
    choice = queries.choice_of(session, actor.account_id)
    if not members:
        return page("notices/not_a_member.html")
    wanted = queries.reaches(choice.reach) if choice else frozenset()
    paging = page_number(request.args.get("page"), queries.count_notices(session))
    found = [(one, concerns(queries.reaches(one.reach), wanted)) for one in queries.notices(session, paging)]
    return page(
        "notices/notices.html",
        notices=found,
        paging=paging,
        often=OFTEN_LABELS[Often(choice.often) if choice else Often.NONE],
        names=named("districts") | named("themes"),
    )


@bp.page("/notices/choose", needs=CHOOSE_NOTICES, methods=("GET", "POST"))
def choosing() -> ResponseReturnValue:
    """How often, and about what. Until somebody has chosen, their organisations' areas and themes are ticked."""
    session, actor = current_session(), current_actor()
    choice = queries.choice_of(session, actor.account_id)
    places = queries.members_of_network(session, actor.memberships, today())
    if choice:
        known = queries.reaches(choice.reach)
    else:
        kinds = (ReachKind.DISTRICT, ReachKind.THEME)
        known = frozenset((row.kind, row.value) for place in places for row in place.reach if row.kind in kinds)
    form = ChoiceForm(data={"often": choice.often if choice else Often.NONE, **values_of(known)})
    if request.method == "POST" and form.validate():
        choose(session, often=Often(form.often.data), reach=reach_in(form), actor=actor)
        flash("We have kept your choice.", "success")
        return redirect("/notices" if places else "/account", code=303)
    return page("notices/choose.html", form=form, errors=form.summary)


@bp.page(
    "/notices/stop/<key>", methods=("GET", "POST"), needs=STOP_NOTICES, load=queries.choice_by_key, by_address=True
)
def stopping(found: NoticeChoice) -> ResponseReturnValue:
    """The link of every mail that stops them. Mail programs press its button themselves, and follow no redirect."""
    if request.method == "POST":
        stop(current_session(), choice=found)
        if "List-Unsubscribe" not in request.form:
            return redirect(f"/notices/stop/{found.key}", code=303)
    return page("notices/stop.html", choice=found, stopped=found.often == Often.NONE)
