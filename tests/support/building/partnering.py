"""Two entries, and two conversations of Harbour Sisters and Northway Youth: one is theirs alone, one was reported."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.clock import now
from portal.organisations.models import Organisation
from portal.partnering.models import Conversation, Entry, EntryReach, Line
from portal.partnering.rules import LIVES, Kind
from tests.support.cast import account_named

WANTS = frozenset({("skill", "leading"), ("district", "E06000045")})


def build(session: Session) -> None:
    """Rows by themselves: nobody is mailed of them."""
    harbour, northway = (_organisation(session, reference) for reference in ("ORG-HARB", "ORG-NRTH"))
    offer = put_up(session, northway, "owen", Kind.OFFER, "PE-NRTHWY", "We can hold the money for your bid")
    look = put_up(session, harbour, "amina", Kind.LOOK, "PE-HARBRS", "A bigger group to lead a bid with us")
    private = begin(session, offer, harbour, "PC-BETWEENTWO", "amina", "Could you lead a bid on hidden lanterns?")
    private.last_at = now()
    reported = begin(session, look, northway, "PC-WASREPORTD", "owen", "You must work with us.")
    reported.report, reported.reported_at, reported.reported_by_id = "They press us.", now(), harbour.id
    session.flush()


def _organisation(session: Session, reference: str) -> Organisation:
    return session.scalars(select(Organisation).where(Organisation.reference == reference)).one()


def put_up(session: Session, place: Organisation, name: str, kind: Kind, reference: str, title: str) -> Entry:
    made = Entry(
        reference=reference,
        organisation_id=place.id,
        kind=kind,
        title=title,
        words="Tell us what you have in mind.",
        posted_at=now(),
        posted_by_id=account_named(session, name).id,
        ends_at=now() + LIVES,
    )
    made.reach = [EntryReach(kind=one, value=value) for one, value in sorted(WANTS)]
    session.add(made)
    session.flush()
    return made


def begin(session: Session, entry: Entry, asker: Organisation, reference: str, name: str, words: str) -> Conversation:
    made = Conversation(
        reference=reference,
        entry_id=entry.id,
        owner_id=entry.organisation_id,
        asker_id=asker.id,
        started_at=now(),
        last_at=now(),
        asker_wrote_at=now(),
    )
    session.add(made)
    session.flush()
    author = account_named(session, name)
    line = Line(
        conversation_id=made.id,
        organisation_id=asker.id,
        author_id=author.id,
        author_name=author.name,
        words=words,
        sent_at=now(),
    )
    session.add(line)
    session.flush()
    return made
