"""What officers do with the members as a whole: note something about one, take the list out."""

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.audit.operations import record
from portal.core.clock import now
from portal.network.models import MemberNote
from portal.network.policy import EXPORT_NETWORK, NOTE_MEMBER
from portal.network.rules import Wanted
from portal.organisations.models import Organisation


def add_note(session: Session, *, organisation: Organisation, words: str, actor: Actor) -> MemberNote:
    """Note something about an organisation, for officers. It cannot be changed later. Audit without the words."""
    require(actor, NOTE_MEMBER, organisation)
    assert actor.account_id is not None
    note = MemberNote(organisation_id=organisation.id, at=now(), written_by_id=actor.account_id, words=words)
    session.add(note)
    record(session, "member:noted", subject_type="organisation", subject=organisation.reference, actor=actor)
    session.flush()
    return note


def note_export(session: Session, *, wanted: Wanted, count: int, actor: Actor) -> None:
    """Record that the list of members was taken out of the portal: which list, and how many. Nothing else changes."""
    require(actor, EXPORT_NETWORK)
    record(
        session,
        "members:exported",
        subject_type="network",
        subject="members",
        actor=actor,
        count=count,
        **wanted.filled(),
    )
    session.flush()
