"""Writing down who of the panel opened an application."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.assessment.models import ApplicationReading
from portal.assessment.queries.people import opened_since
from portal.core.clock import now

AGAIN_AFTER = timedelta(minutes=10)  # a page that is saved and shown again is one reading


def note_readings(session: Session, *, application_ids: Sequence[int], page: str, actor: Actor) -> None:
    """Write down that somebody is shown a page of applications. Effects: a row for each that they do not have open."""
    assert actor.account_id is not None
    at = now()
    open_now = opened_since(session, application_ids, actor.account_id, page, at - AGAIN_AFTER)
    session.add_all(
        ApplicationReading(application_id=number, account_id=actor.account_id, at=at, page=page)
        for number in application_ids
        if number not in open_now
    )
    session.flush()
