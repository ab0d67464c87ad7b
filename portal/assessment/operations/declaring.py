"""Saying whether there is a link to a group, before reading and at any time later."""

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.applications.states import ApplicationState
from portal.assessment.models import Assignment
from portal.assessment.operations.finishing import finish_assessing, lock, score_again
from portal.assessment.policy import OPEN
from portal.assessment.queries import count_in_states
from portal.assessment.rules import CONFLICT_KINDS
from portal.assessment.states import ASSIGNMENT, AssignmentState
from portal.audit.operations import record
from portal.core.clock import now
from portal.core.refusal import Refused


def declare_no_link(session: Session, *, assignment: Assignment, actor: Actor) -> None:
    """Declare that there is no link to the group, which opens the application. Effects: the assignment, audit."""
    require(actor, OPEN, assignment)
    ASSIGNMENT.advance(session, assignment, "declare_none", actor_id=actor.account_id)
    assignment.declared_at = now()
    _record(session, "assessment:declared", assignment, actor)


def declare_conflict(session: Session, *, assignment: Assignment, kind: str, text: str, actor: Actor) -> None:
    """Declare a conflict of interest: from now on the application does not exist for this person.

    Their scores stay in the database and leave every sum. Effects: the assignment, state of the application (back to
    scoring when too few scores are left, on when everyone else has scored), audit.
    """
    require(actor, OPEN, assignment)
    if kind not in CONFLICT_KINDS or not text.strip():
        raise Refused("Say what kind of link it is and describe it in a few words.")
    application = assignment.application
    lock(session, application)
    ASSIGNMENT.advance(session, assignment, "declare_conflict", actor_id=actor.account_id)
    assignment.declared_at, assignment.conflict_kind, assignment.conflict = now(), kind, text
    session.flush()
    sent = count_in_states(session, application.id, [AssignmentState.SUBMITTED])
    if application.state == ApplicationState.MODERATION and sent < application.round.assessors_per_application:
        score_again(session, application=application, actor=actor)
    finish_assessing(session, application=application, actor=actor)
    _record(session, "assessment:conflict", assignment, actor)


def _record(session: Session, action: str, assignment: Assignment, actor: Actor) -> None:
    reference = assignment.application.reference
    record(session, action, subject_type="application", subject=reference, actor=actor)
