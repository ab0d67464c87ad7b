"""The office's first check of an application."""

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.applications.models import Application
from portal.applications.operations.recording import record_act
from portal.applications.policy import (
    CHECK_APPLICATION,
)
from portal.applications.states import APPLICATION
from portal.core.dates import datetime_words
from portal.core.refusal import Refused


def find_eligible(session: Session, *, application: Application, actor: Actor) -> None:
    """An officer finds that it meets the rules of the fund. State; audit."""
    require(actor, CHECK_APPLICATION, application)
    session.refresh(application, ["state", "told_early_at"], with_for_update=True)
    if application.told_early_at is not None:
        raise Refused(
            f"They were told on {datetime_words(application.told_early_at)} that it cannot be considered, so it cannot "
            "be found eligible now. Call them."
        )
    APPLICATION.advance(session, application, "find_eligible", actor_id=actor.account_id)
    application.checked_by_id, application.check_reason = actor.account_id, ""
    record_act(session, "eligible", application, actor)


def find_ineligible(session: Session, *, application: Application, reason: str, actor: Actor) -> None:
    """An officer finds that it does not, and says why in words that the applicant will read. State; audit."""
    require(actor, CHECK_APPLICATION, application)
    if not reason:
        raise Refused("Say why, in words for the applicant.")
    APPLICATION.advance(session, application, "find_ineligible", actor_id=actor.account_id, reason=reason)
    application.checked_by_id, application.check_reason = actor.account_id, reason
    record_act(session, "ineligible", application, actor)
