"""Giving out applications: one application's assessors, and a round's load."""

from collections.abc import Sequence

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.applications.models import Application
from portal.applications.states import APPLICATION, ApplicationState
from portal.assessment import queries
from portal.assessment.models import Assignment
from portal.assessment.operations import assign, take_off
from portal.assessment.policy import ASSIGN, OVERSEE, is_linked, team_of
from portal.assessment.queries.conflicts import conflicts_of
from portal.assessment.queries.people import changes_to
from portal.assessment.rules import CANNOT, CONFLICT_KINDS, may_assign
from portal.assessment.states import ASSIGNMENT, AssignmentState
from portal.core.text import in_words
from portal.funds.models import Round
from portal.funds.queries import round_by_slug
from portal.funds.states import RoundState
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("assessors", __name__)


@bp.page(
    "/manage/applications/<reference>/assessors",
    methods=("GET", "POST"),
    needs=ASSIGN,
    load=queries.application_to_assess,
)
def assessors(application: Application) -> ResponseReturnValue:
    """Who scores an application: give it to more people, or take it off those who have not sent scores."""
    session = current_session()
    given = queries.assignments_to(session, application.id)
    if request.method == "GET":
        return _page(application, given)
    wanted = request.form.getlist("assessor")
    off = request.form.get("take-off", "")
    if off:
        return _take_off(application, given, off)
    people = {person.email: person for person in queries.assessors(session)}
    chosen = [people[email] for email in dict.fromkeys(wanted) if email in people]
    if not chosen:
        return _page(application, given, errors=[("assessor", "Select at least one assessor")])
    for person in chosen:
        assign(session, application=application, assessor=person, actor=current_actor())
    flash(f"Given to {in_words([person.name for person in chosen])}.", "success")
    return redirect(f"/manage/applications/{application.reference}/assessors", code=303)


@bp.page("/manage/rounds/<slug>/assessors", needs=OVERSEE, load=round_by_slug)
def loads(round_: Round) -> ResponseReturnValue:
    """How much each assessor has to do, and how far each application is."""
    session = current_session()
    return page(
        "assessment/loads.html",
        round=round_,
        loads=queries.loads(session, round_.id),
        progress=queries.progress_of(session, round_.id),
        labels=APPLICATION.labels,
    )


def _page(
    application: Application, given: Sequence[Assignment], errors: list[tuple[str, str]] | None = None
) -> ResponseReturnValue:
    session = current_session()
    taken = {a.assessor_id for a in given if a.state != AssignmentState.REMOVED}
    team = team_of(application)
    load = {one.assessor.id: one for one in queries.loads(session, application.round_id)}
    people = [one for one in load.values() if one.assessor.id not in taken]
    return page(
        "assessment/assessors.html",
        application=application,
        given=[a for a in given if a.state != AssignmentState.REMOVED],
        labels=ASSIGNMENT.labels,
        kinds=CONFLICT_KINDS,
        conflicts={one.account_id: one for one in conflicts_of(session, application.id)},
        free=[one for one in people if not is_linked(one.assessor.id, one.assessor.email, team)],
        linked=[one.assessor.name for one in people if is_linked(one.assessor.id, one.assessor.email, team)],
        without_score=[
            (a.assessor.name, score.criterion.short_name, CANNOT[score.cannot], score.reason)
            for a in given
            if a.state == AssignmentState.SUBMITTED
            for score in a.scores
            if score.cannot in CANNOT
        ],
        changes=changes_to(session, application.id),
        problem=may_assign(
            ApplicationState(application.state),
            round_assessing=application.round.state == RoundState.ASSESSING,
            linked=False,
            name="",
        ),
        errors=errors or [],
    )


def _take_off(application: Application, given: Sequence[Assignment], email: str) -> ResponseReturnValue:
    for assignment in given:
        if assignment.assessor.email == email:
            take_off(current_session(), assignment=assignment, actor=current_actor())
            flash(f"Taken off {assignment.assessor.name}.", "success")
    return redirect(f"/manage/applications/{application.reference}/assessors", code=303)
