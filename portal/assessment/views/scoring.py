"""Reading an application and scoring it, principle by principle."""

from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.assessment import queries
from portal.assessment.forms import fields_of, labels_of, read_drafts, read_note
from portal.assessment.models import Assignment
from portal.assessment.operations import reopen_scores, save_scores, submit_scores
from portal.assessment.operations.scoring import drafts_of
from portal.assessment.policy import COMPARE, OPEN, SCORE
from portal.assessment.rules import MOST_NOTE_WORDS, MOST_REASON_WORDS, may_reopen, missing, panel
from portal.assessment.states import AssignmentState
from portal.assessment.views.loading import my_assignments, own_assignment
from portal.core.clash import Stale, clashes
from portal.web.clash import chosen, clash_page, read_revision
from portal.web.context import current_actor, current_session, keep_changes
from portal.web.guard import Guarded
from portal.web.kept import posted
from portal.web.pages import page

bp = Guarded("score", __name__)


@bp.page("/assess/<reference>", methods=("GET", "POST"), needs=OPEN, load=own_assignment)
def score(assignment: Assignment) -> ResponseReturnValue:
    """Answers on the left, principle, guidance and score on the right; one form, saved as often as one likes."""
    if assignment.state == AssignmentState.ASSIGNED:
        return redirect(f"/assess/declare/{assignment.application.reference}", code=303)
    if request.method == "POST":
        return _take(assignment)
    typed = posted()
    if typed is not None and assignment.state == AssignmentState.DECLARED:
        numbers = _names(assignment)
        values = fields_of(read_drafts(typed, list(numbers)), read_note(typed))
        return _page(assignment, values=values, revision=read_revision(typed))
    return _page(assignment)


@bp.page("/assess/<reference>/reopen", methods=("POST",), needs=SCORE, load=own_assignment)
def reopen(assignment: Assignment) -> ResponseReturnValue:
    """Take back scores that were sent."""
    reopen_scores(current_session(), assignment=assignment, actor=current_actor())
    flash("Your scores are open again. Send them when you are done.", "success")
    return redirect(f"/assess/{assignment.application.reference}", code=303)


@bp.page("/assess/<reference>/compare", needs=COMPARE, load=own_assignment)
def compare(assignment: Assignment) -> ResponseReturnValue:
    """My scores beside those of the others who have sent theirs; nobody's name."""
    application = assignment.application
    given = queries.counted_scores(current_session(), [application.id]).get(application.id, [])
    others = sorted({one.assignment_id for one in given} - {assignment.id})
    weights = {criterion.id: criterion.weight for criterion in application.round.criteria}
    return page(
        "assessment/compare.html",
        assignment=assignment,
        application=application,
        scores={(one.assignment_id, one.criterion_id): one for one in given},
        columns=[("You", assignment.id), *((f"Assessor {i}", other) for i, other in enumerate(others, 1))],
        panel=panel(given, weights),
    )


def _take(assignment: Assignment) -> ResponseReturnValue:
    session, actor = current_session(), current_actor()
    saved = fields_of(drafts_of(assignment), assignment.note)
    sent = chosen(request.form, saved)
    names = _names(assignment)
    drafts, note = read_drafts(sent, list(names)), read_note(sent)
    try:
        save_scores(session, assignment=assignment, drafts=drafts, note=note, revision=read_revision(sent), actor=actor)
    except Stale:
        return _clash(assignment, fields_of(drafts, note))
    if request.form.get("action") == "submit":
        return _send(assignment)
    return _onwards(assignment, request.form.get("action", ""))


def _clash(assignment: Assignment, typed: dict[str, str]) -> ResponseReturnValue:
    session = current_session()
    session.refresh(assignment)
    saved = fields_of(drafts_of(assignment), assignment.note)
    address = f"/assess/{assignment.application.reference}"
    return clash_page(
        clashes(labels_of(_names(assignment)), saved, typed),
        typed=typed,
        revision=assignment.revision,
        action=address,
        back=address,
        who="you, on another page",
    )


def _send(assignment: Assignment) -> ResponseReturnValue:
    problems = missing(list(_names(assignment).items()), drafts_of(assignment), assignment.note)
    if problems:
        keep_changes()
        return _page(assignment, errors=problems)
    submit_scores(current_session(), assignment=assignment, actor=current_actor())
    flash("Your scores are sent.", "success")
    return redirect(f"/assess/{assignment.application.reference}/compare", code=303)


def _onwards(assignment: Assignment, action: str) -> ResponseReturnValue:
    """Where saving leads: the next principle, the next application, or back here."""
    address = f"/assess/{assignment.application.reference}"
    if action == "next":
        following = my_assignments(current_session()).after(assignment)
        return redirect(f"/assess/{following.application.reference}" if following else "/assess", code=303)
    place, _, number = action.partition("-")
    if place == "principle" and number.isascii() and number.isdecimal() and int(number) in _names(assignment):
        return redirect(f"{address}#principle-{int(number)}", code=303)
    flash("Saved. Nobody else sees your scores until you send them.", "success")
    return redirect(address, code=303)


def _page(
    assignment: Assignment,
    *,
    errors: list[tuple[str, str]] | None = None,
    values: dict[str, str] | None = None,
    revision: int | None = None,
) -> ResponseReturnValue:
    session, application = current_session(), assignment.application
    sent = assignment.state == AssignmentState.SUBMITTED
    shown: dict[str, Any] = {
        "assignment": assignment,
        "application": application,
        "reading": queries.reading_of(session, application),
        "values": values or fields_of(drafts_of(assignment), assignment.note),
        "revision": assignment.revision if revision is None else revision,
        "wrong": dict(errors or []),
        "mine": my_assignments(session),
        "sent": sent,
        "reopen_problem": may_reopen(application.state, _others(application.id)) if sent else None,
        "most_reason": MOST_REASON_WORDS,
        "most_note": MOST_NOTE_WORDS,
    }
    return page("assessment/score.html", errors=errors or [], **shown)


def _others(application_id: int) -> int:
    return queries.count_in_states(current_session(), application_id, [AssignmentState.SUBMITTED]) - 1


def _names(assignment: Assignment) -> dict[int, str]:
    return {criterion.number: criterion.short_name for criterion in assignment.application.round.criteria}
