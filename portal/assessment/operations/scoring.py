"""Scoring: saving drafts, sending them, taking them back."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.applications.states import ApplicationState
from portal.assessment.models import Assignment, Score, ScoreChange
from portal.assessment.operations.finishing import finish_assessing, lock
from portal.assessment.policy import COMPARE, SCORE
from portal.assessment.queries import count_in_states
from portal.assessment.rules import BEST_SCORE, CANNOT, Draft, change_faults, may_change, may_reopen, missing
from portal.assessment.states import ASSIGNMENT, AssignmentState
from portal.audit.operations import record
from portal.core.clash import Stale
from portal.core.clock import now
from portal.core.refusal import Refused
from portal.formkit.operations import NO_TAB, Tab


def save_scores(
    session: Session,
    *,
    assignment: Assignment,
    drafts: Mapping[int, Draft],
    note: str | None,
    revision: int,
    actor: Actor,
    tab: Tab = NO_TAB,
) -> None:
    """Save what an assessor has so far; half-finished is fine. `drafts` is by the number of the principle.

    What `drafts` leaves out, and a note of None, stay as they are. A saving of the page that saved last is never stale,
    and one that a later saving of that page came before changes nothing. Raises Stale when it was saved elsewhere since
    `revision` was read. Effects: scores, note, revision, audit.
    """
    require(actor, SCORE, assignment)
    session.refresh(assignment, ["state", "revision", "tab_key", "tab_count"], with_for_update=True)
    _refuse_late(assignment)
    same_page = tab.key != "" and assignment.tab_key == tab.key
    if same_page and 0 < tab.count <= assignment.tab_count:
        return
    if assignment.revision != revision and not same_page:
        raise Stale
    _write(assignment, drafts)
    assignment.note = assignment.note if note is None else note
    assignment.revision += 1
    assignment.tab_key, assignment.tab_count = tab.key, tab.count
    session.flush()
    _record(session, "assessment:saved", assignment, actor)


def submit_scores(session: Session, *, assignment: Assignment, actor: Actor) -> None:
    """Send the scores that were saved; every principle needs one, with its reason.

    The last of an application's assessors moves it on. Effects: state of the assignment and perhaps of the
    application, audit.
    """
    require(actor, SCORE, assignment)
    lock(session, assignment.application)
    _refuse_late(assignment)
    criteria = [(criterion.number, criterion.short_name) for criterion in assignment.application.round.criteria]
    problems = missing(criteria, drafts_of(assignment), assignment.note)
    if problems:
        raise Refused(f"{problems[0][1]}. Every principle needs a score and a reason.")
    ASSIGNMENT.advance(session, assignment, "submit", actor_id=actor.account_id)
    assignment.submitted_at = now()
    session.flush()
    _record(session, "assessment:submitted", assignment, actor)
    finish_assessing(session, application=assignment.application, actor=actor)


def reopen_scores(session: Session, *, assignment: Assignment, actor: Actor) -> None:
    """Take back scores that were sent, to change them. Effects: state of the assignment, audit."""
    require(actor, SCORE, assignment)
    application = assignment.application
    lock(session, application)
    others = count_in_states(session, application.id, [AssignmentState.SUBMITTED]) - 1
    problem = may_reopen(application.state, others)
    if problem:
        raise Refused(problem)
    ASSIGNMENT.advance(session, assignment, "reopen", actor_id=actor.account_id)
    assignment.submitted_at = None
    _record(session, "assessment:reopened", assignment, actor)


def change_scores(
    session: Session, *, assignment: Assignment, drafts: Mapping[int, Draft], why: str, revision: int, actor: Actor
) -> int:
    """Change scores that were sent, with the reason; what they were is kept. Out: how many changed.

    Raises Stale when they were changed elsewhere since `revision` was read. Effects: scores, a row for each that
    changed, revision, audit.
    """
    require(actor, COMPARE, assignment)
    application = assignment.application
    lock(session, application)
    session.refresh(assignment, ["state", "revision"], with_for_update=True)
    problem = may_change(application.state)
    if problem:
        raise Refused(problem)
    if assignment.revision != revision:
        raise Stale
    criteria = [(criterion.number, criterion.short_name) for criterion in application.round.criteria]
    problems = change_faults(criteria, drafts_of(assignment), drafts, why)
    if problems:
        raise Refused(f"{problems[0][1]}.")
    compared = count_in_states(session, application.id, [AssignmentState.SUBMITTED]) > 1
    before = drafts_of(assignment)
    changed = {number: draft for number, draft in drafts.items() if draft != before[number]}
    _write(assignment, {**before, **drafts})
    session.flush()
    rows = {score.criterion_id: score for score in assignment.scores}
    for criterion in application.round.criteria:
        if criterion.number in changed:
            session.add(_change(rows[criterion.id], before[criterion.number], changed[criterion.number], why, compared))
    assignment.revision += 1
    session.flush()
    _record(session, "assessment:changed", assignment, actor)
    return len(changed)


def _change(score: Score, before: Draft, after: Draft, why: str, compared: bool) -> ScoreChange:
    return ScoreChange(
        score_id=score.id,
        points_before=before.points,
        cannot_before=before.cannot,
        reason_before=before.reason,
        points_after=after.points,
        cannot_after=after.cannot,
        reason_after=after.reason,
        why=why.strip(),
        compared=compared,
        changed_at=now(),
    )


def drafts_of(assignment: Assignment) -> dict[int, Draft]:
    """What is saved, by the number of the principle; blank where nothing is."""
    saved = {score.criterion_id: Draft(score.points, score.reason, score.cannot) for score in assignment.scores}
    return {c.number: saved.get(c.id, Draft()) for c in assignment.application.round.criteria}


def _refuse_late(assignment: Assignment) -> None:
    if assignment.state == AssignmentState.SUBMITTED:
        raise Refused("You have already sent your scores on this application.")
    if assignment.application.state != ApplicationState.ASSESSING:
        raise Refused("Scoring of this application is over.")


def _write(assignment: Assignment, drafts: Mapping[int, Draft]) -> None:
    rows = {score.criterion_id: score for score in assignment.scores}
    for criterion in assignment.application.round.criteria:
        draft = drafts.get(criterion.number)
        if draft is None:
            continue
        if draft.points is not None and not 0 <= draft.points <= BEST_SCORE:
            raise Refused("Choose a score from 0 to 5.")
        if draft.cannot and (draft.cannot not in CANNOT or draft.points is not None):
            raise Refused("Give a score, or say that you cannot.")
        row = rows.get(criterion.id)
        if row is None:
            row = Score(criterion_id=criterion.id)
            assignment.scores.append(row)
        row.points, row.reason, row.cannot, row.saved_at = draft.points, draft.reason, draft.cannot, now()


def _record(session: Session, action: str, assignment: Assignment, actor: Actor) -> None:
    reference = assignment.application.reference
    record(session, action, subject_type="application", subject=reference, actor=actor)
