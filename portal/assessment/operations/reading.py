"""Writing down who of the panel opened an application."""

from datetime import timedelta

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.assessment.models import ApplicationReading
from portal.assessment.queries.people import last_reading
from portal.core.clock import now

AGAIN_AFTER = timedelta(minutes=10)  # a page that is saved and shown again is one reading


def note_reading(session: Session, *, application_id: int, page: str, actor: Actor) -> None:
    """Write down that somebody is shown a page of an application. Effects: one row, unless they have it open."""
    assert actor.account_id is not None
    last, at = last_reading(session, application_id, actor.account_id, page), now()
    if last is None or at - last.at >= AGAIN_AFTER:
        session.add(ApplicationReading(application_id=application_id, account_id=actor.account_id, at=at, page=page))
        session.flush()
