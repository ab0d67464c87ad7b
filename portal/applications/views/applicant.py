"""Writing an application: start, task list, steps, files."""

from dataclasses import dataclass

from flask import redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.access.roles import TeamRole
from portal.applications import queries
from portal.applications.models import Application, Extension
from portal.applications.operations import note_saved, start
from portal.applications.policy import (
    EDIT_APPLICATION,
    LIST_APPLICATIONS,
    READ_APPLICATION,
    START_APPLICATION,
)
from portal.applications.queries.partners import partnerships_of
from portal.applications.queries.together import (
    assignees_of,
    carried_into,
    certifiers_of,
    latest_sign_off,
    open_comments,
)
from portal.applications.rules import applicant_label, closing_words, may_send_at, may_write_at, too_late
from portal.applications.rules.partnership import name_of
from portal.applications.rules.promise import promise_to
from portal.applications.states import ApplicationState
from portal.applications.views.beside import beside_step, notes_on_tasks
from portal.applications.views.loading import (
    FilePage,
    StepPage,
    file_of_application,
    step_of_application,
    wizard_of,
)
from portal.applications.views.passport import holdings_of
from portal.core.clock import now, today
from portal.core.refusal import Refused
from portal.documents.views import send
from portal.formkit.journey import effort_of
from portal.formkit.operations import FROZEN
from portal.formkit.queries import form_of
from portal.formkit.tasks import tasks
from portal.formkit.wizard import show_step, take_step
from portal.funds.eligibility import questions_of, tidied
from portal.funds.models import Round
from portal.funds.pack import drafts_kept
from portal.funds.queries import public_round
from portal.funds.rules import closing_words as closing_words_of
from portal.organisations.models import Organisation
from portal.web.context import current_actor, current_session, from_slot
from portal.web.guard import Guarded
from portal.web.pages import allowed, page

bp = Guarded("applications", __name__)


@bp.page("/applications", needs=LIST_APPLICATIONS)
def mine() -> ResponseReturnValue:
    """Every application of my organisations."""
    session, mine = current_session(), list(current_actor().memberships)
    return page(
        "applications/mine.html",
        applications=queries.applications_of(session, mine),
        partnerships=partnerships_of(session, mine),
        label=applicant_label,
        closing_words=closing_words,
        promise=lambda one: promise_to(one, today()),
    )


@dataclass(frozen=True)
class StartPage:
    """A round, the organisations for which I may start, and the extra time that some of them have."""

    round: Round
    organisations: list[Organisation]
    extensions: dict[int, Extension]


def round_to_start(session: Session, slug: str) -> StartPage | None:
    """The round that the address names, and for whom I may apply to it."""
    found = public_round(session, slug)
    actor = current_actor()
    writing = [one for one in actor.memberships if actor.in_team(one, TeamRole.LEAD, TeamRole.EDITOR)]
    if found is None:
        return None
    ours = list(queries.my_organisations(session, writing))
    return StartPage(found, ours, queries.extensions_for(session, found, writing))


@bp.page("/funds/<slug>/apply", methods=("GET", "POST"), needs=START_APPLICATION, load=round_to_start)
def apply(found: StartPage) -> ResponseReturnValue:
    """Before you start; then one application for each organisation and round, however often Start is pressed."""
    chosen = request.form.get("organisation", "")
    ours = {one.reference: one for one in found.organisations}
    organisation = ours.get(chosen) or (found.organisations[0] if len(ours) == 1 else None)
    problem = None
    if request.method == "POST" and organisation:
        questions = [question["key"] for question in questions_of(found.round.content)]
        eligibility = {key: tidied(request.form.getlist(key)) for key in questions if key in request.form}
        application = start(
            current_session(),
            round_=found.round,
            organisation=organisation,
            eligibility=eligibility,
            actor=current_actor(),
        )
        return redirect(f"/applications/{application.reference}", code=303)
    if request.method == "POST" and ours:
        problem = "Select the organisation that is applying"
    return page(
        "applications/start.html",
        round=found.round,
        organisations=found.organisations,
        problem=problem,
        errors=[("organisation", problem)] if problem else [],
        closes=closing_words_of(found.round),
        open=any(may_send_at(found.round, extension, now()) for extension in (None, *found.extensions.values())),
        more_time=[(one, found.extensions[one.id]) for one in found.organisations if one.id in found.extensions],
        effort=effort_of(form_of(found.round.form_version)),
        drafts_kept=drafts_kept(),
        past=from_slot("fund:past-rounds", current_session(), found.round.fund_id),
    )


@bp.page("/applications/<reference>", needs=READ_APPLICATION, load=queries.application_by_reference)
def home(application: Application) -> ResponseReturnValue:
    """The task list of a draft; where it stands, once it was sent."""
    if application.state != ApplicationState.DRAFT:
        return redirect(f"/applications/{application.reference}/submitted")
    session, wizard = current_session(), wizard_of(application)
    copied = carried_into(session, application)
    return page(
        "applications/task_list.html",
        application=application,
        tasks=tasks(wizard),
        team=queries.team_of(session, application.organisation_id),
        done_by=assignees_of(session, application),
        comments=open_comments(session, application),
        since_last=notes_on_tasks(application, copied),
        copied=copied,
        partner_names=[name_of(one) for one in application.partners],
        holdings=holdings_of(application) if allowed("application:passport", application) else None,
        last_time=from_slot("application:last-time-task", session, application) if copied else None,
        certified=bool(certifiers_of(session, application.organisation_id)),
        sign_off=latest_sign_off(session, application),
        closes=closing_words(application),
        open=may_send_at(application.round, application.extension, now()),
    )


@bp.page(
    "/applications/<reference>/tasks/<section>/<step>",
    methods=("GET", "POST"),
    needs=EDIT_APPLICATION,
    load=step_of_application,
)
def step(found: StepPage) -> ResponseReturnValue:
    """One page of the form. Saving never asks that it be right."""
    application = found.application
    wizard = wizard_of(application, to_save=request.method == "POST", beside=beside_step(application))
    if request.method == "POST":
        from_slot("application:last-time-kept", current_session(), application, request.form, current_actor())
        return take_step(
            wizard,
            found.section,
            found.step,
            lambda saved, answers: note_saved(
                current_session(), application=application, saved=saved, answers=answers, actor=current_actor()
            ),
        )
    if application.state != ApplicationState.DRAFT:
        raise Refused(FROZEN, title="This application has been sent")
    if not may_write_at(application.round, application.extension, now()):
        raise too_late(application.round, application.extension)
    return show_step(wizard, found.section, found.step)


@bp.page("/applications/<reference>/files/<public_id>", needs=READ_APPLICATION, load=file_of_application)
def file(found: FilePage) -> ResponseReturnValue:
    """A file of the application, as a download for its own team."""
    return send(found.file)
