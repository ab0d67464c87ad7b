"""When the scoring of an application is over, and when it is not over after all."""

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.applications.models import Application
from portal.applications.states import APPLICATION, ApplicationState
from portal.assessment.queries import WAITING, count_in_states
from portal.assessment.rules import is_scored
from portal.assessment.states import AssignmentState
from portal.audit.operations import record


def lock(session: Session, application: Application) -> None:
    """Hold the application before its assignments change, so that of two who send at once the second sees the first."""
    session.refresh(application, ["state"], with_for_update=True)


def finish_assessing(session: Session, *, application: Application, actor: Actor) -> None:
    """Move an application on to moderation once nobody is left to score it and enough have; else leave it.

    Effects: state of the application, audit. The caller holds the lock.
    """
    waiting = count_in_states(session, application.id, WAITING)
    sent = count_in_states(session, application.id, [AssignmentState.SUBMITTED])
    needed = application.round.assessors_per_application
    if application.state != ApplicationState.ASSESSING or not is_scored(waiting, sent, needed):
        return
    APPLICATION.advance(session, application, "finish_assessing", actor_id=actor.account_id)
    _record(session, "assessment:finished", application, actor, scores=sent)


def score_again(session: Session, *, application: Application, actor: Actor) -> None:
    """Take an application back to scoring: another assessor was added, or too few scores are left.

    Effects: state of the application, audit. The caller holds the lock.
    """
    APPLICATION.advance(session, application, "score_again", actor_id=actor.account_id)
    _record(session, "assessment:continued", application, actor)


def _record(session: Session, action: str, application: Application, actor: Actor, **detail: int) -> None:
    record(session, action, subject_type="application", subject=application.reference, actor=actor, **detail)
