"""Giving applications to assessors."""

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.accounts.models import Account
from portal.applications.models import Application
from portal.applications.states import APPLICATION, ApplicationState
from portal.assessment.models import Assignment
from portal.assessment.operations.finishing import finish_assessing, lock, score_again
from portal.assessment.policy import ASSIGN, is_linked, team_of
from portal.assessment.queries import assessors, assignment_of
from portal.assessment.rules import may_assign
from portal.assessment.states import ASSIGNMENT, AssignmentState
from portal.audit.operations import record
from portal.core.clock import now
from portal.core.refusal import Refused
from portal.funds.states import RoundState


def assign(session: Session, *, application: Application, assessor: Account, actor: Actor) -> Assignment:
    """Give an application to an assessor; giving it twice changes nothing.

    Effects: an assignment (new, or taken up again), state of the application (the first begins its scoring, a late one
    takes it back to scoring), audit.
    """
    require(actor, ASSIGN, application)
    lock(session, application)
    _refuse_unfit(session, application, assessor)
    assignment = assignment_of(session, application.reference, assessor.id)
    if assignment is not None and assignment.state != AssignmentState.REMOVED:
        if assignment.state == AssignmentState.CONFLICTED:
            raise Refused(f"{assessor.name} has declared a conflict of interest here. Choose someone else.")
        return assignment
    assignment = _given(session, application, assessor, assignment, actor)
    if application.state == ApplicationState.ELIGIBLE:
        APPLICATION.advance(session, application, "start_assessing", actor_id=actor.account_id)
    elif application.state == ApplicationState.MODERATION:
        score_again(session, application=application, actor=actor)
    _record(session, "assessment:assigned", application, assessor.id, actor)
    return assignment


def take_off(session: Session, *, assignment: Assignment, actor: Actor) -> None:
    """Take an application from an assessor who has not sent scores. Drafts stay, and come back if it is given again.

    Effects: state of the assignment, state of the application when everyone left has scored, audit.
    """
    application = assignment.application
    require(actor, ASSIGN, application)
    lock(session, application)
    ASSIGNMENT.advance(session, assignment, "remove", actor_id=actor.account_id)
    finish_assessing(session, application=application, actor=actor)
    _record(session, "assessment:taken-off", application, assignment.assessor_id, actor)


def _refuse_unfit(session: Session, application: Application, assessor: Account) -> None:
    if assessor.id not in {person.id for person in assessors(session)}:
        raise Refused(f"{assessor.name} is not an assessor.")
    problem = may_assign(
        application.state,
        round_assessing=application.round.state == RoundState.ASSESSING,
        linked=is_linked(assessor.id, assessor.email, team_of(application)),
        name=assessor.name,
    )
    if problem:
        raise Refused(problem)


def _given(
    session: Session, application: Application, assessor: Account, removed: Assignment | None, actor: Actor
) -> Assignment:
    if removed is not None:
        ASSIGNMENT.advance(session, removed, "assign_again", actor_id=actor.account_id)
        removed.assigned_at, removed.assigned_by_id = now(), actor.account_id
        return removed
    assignment = Assignment(
        application=application, assessor=assessor, assigned_at=now(), assigned_by_id=actor.account_id, scores=[]
    )
    session.add(assignment)
    session.flush()
    return assignment


def _record(session: Session, action: str, application: Application, assessor_id: int, actor: Actor) -> None:
    record(
        session, action, subject_type="application", subject=application.reference, actor=actor, assessor=assessor_id
    )
