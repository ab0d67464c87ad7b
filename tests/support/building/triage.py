"""A flag and a note on Harbour Sisters' application that is being scored; Northway Youth's asks for the same thing."""

from sqlalchemy.orm import Session

from portal.core.clock import now
from portal.triage.models import Flag, Note
from tests.support.building.decisions import found
from tests.support.cast import account_named


def build(session: Session) -> None:
    """Rows by themselves: nobody is mailed of them."""
    olive, application = account_named(session, "olive"), found(session, "SCF26-SCRG")
    session.add_all(
        [
            Flag(
                application_id=application.id,
                number=1,
                kind="money",
                team="finance",
                reason="The accounts are two years old.",
                raised_at=now(),
                raised_by_id=olive.id,
                raised_by_name=olive.name,
            ),
            Note(
                application_id=application.id,
                number=1,
                words="Their treasurer calls back on Monday.",
                written_at=now(),
                author_id=olive.id,
                author_name=olive.name,
            ),
        ]
    )
    session.flush()
