"""A panel meeting about the round that is being assessed: planned, with one application from which Cara is kept."""

from datetime import timedelta

from sqlalchemy.orm import Session

from portal.applications.queries import application_by_reference
from portal.core.clock import now
from portal.moderation.models import Item, Meeting, Member
from tests.support.cast import account_named

MEMBERS = ("asha", "ben", "cara")


def build(session: Session) -> None:
    """Rows by themselves: nobody is invited."""
    application = application_by_reference(session, "SCF26-SCRG")
    assert application is not None
    people = [account_named(session, name) for name in MEMBERS]
    meeting = Meeting(
        reference="PM-PANELS",
        round=application.round,
        starts_at=now() + timedelta(days=5),
        place="Room 2, St George's Chambers",
        quorum=2,
        chair_id=people[0].id,
        deputy_id=people[1].id,
        made_at=now(),
        members=[Member(account=person) for person in people],
        items=[Item(application=application, position=1)],
    )
    session.add(meeting)
    session.flush()
