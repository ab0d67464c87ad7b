"""Saying whether a feedback was useful."""

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.aftercare.models import Useful
from portal.aftercare.policy import SAY_USEFUL
from portal.aftercare.queries.useful import said_by
from portal.core.clock import now
from portal.feedback.models import Feedback


def say_useful(session: Session, *, feedback: Feedback, useful: bool, line: str, actor: Actor) -> None:
    """Keep what one person thinks of a feedback; what they said before is replaced. `line` may be empty.

    Nothing goes into the audit: who said what is for nobody else to read.
    """
    require(actor, SAY_USEFUL, feedback)
    assert actor.account_id is not None
    session.refresh(feedback, ["state"], with_for_update=True)  # so that two presses at once make one row
    said = said_by(session, feedback.id, actor.account_id)
    said = said or Useful(feedback_id=feedback.id, account_id=actor.account_id)
    said.useful, said.line, said.said_at = useful, line, now()
    session.add(said)
    session.flush()
