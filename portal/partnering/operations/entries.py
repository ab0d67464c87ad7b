"""What a member looks for or offers: put up, renewed, closed."""

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.audit.operations import record
from portal.core.clock import now
from portal.core.refusal import Refused
from portal.organisations.models import Organisation
from portal.organisations.queries import is_approved_member
from portal.organisations.rules import Reaches
from portal.partnering.models import Entry, EntryReach
from portal.partnering.policy import KEEP_ENTRY, WRITE_FOR
from portal.partnering.queries import lock_organisation, running_entries
from portal.partnering.rules import LIVES, MOST_ENTRIES, SAME_WITHIN, Kind

NOT_A_MEMBER = "Only members of the Funding Network can do this. Your organisation is not a member today."


def put_up(
    session: Session,
    *,
    organisation: Organisation,
    kind: Kind,
    title: str,
    words: str,
    size: str,
    reach: Reaches,
    actor: Actor,
) -> Entry:
    """Show members what an organisation looks for or offers, for 90 days; audit. Pressed twice it is one entry.

    `reach` holds districts, themes and skills; `size` is one of rules.SIZES, or blank for any. Raises Refused for an
    organisation that is not a member, and for one that shows ten entries already.
    """
    require(actor, WRITE_FOR, organisation)
    assert actor.account_id is not None
    lock_organisation(session, organisation.id)
    at = now()
    running = running_entries(session, organisation.id, at)
    for earlier in running:
        if (earlier.kind, earlier.title, earlier.words) == (
            kind,
            title,
            words,
        ) and earlier.posted_at > at - SAME_WITHIN:
            return earlier
    if not is_approved_member(session, organisation.id):
        raise Refused(NOT_A_MEMBER)
    if len(running) >= MOST_ENTRIES:
        raise Refused(f"{organisation.name} shows {MOST_ENTRIES} entries already. Close one, then put this one up.")
    entry = Entry(
        organisation_id=organisation.id,
        kind=kind,
        title=title,
        words=words,
        size=size,
        posted_at=at,
        posted_by_id=actor.account_id,
        ends_at=at + LIVES,
    )
    entry.reach = [EntryReach(kind=one, value=value) for one, value in sorted(reach)]
    session.add(entry)
    session.flush()
    _record(session, "partner-entry:put-up", entry, actor)
    return entry


def renew(session: Session, *, entry: Entry, actor: Actor) -> None:
    """Show an entry for 90 days from now, also when it has run out; audit. Raises Refused for one that was closed."""
    require(actor, KEEP_ENTRY, entry)
    session.refresh(entry, ["closed_at", "ends_at"], with_for_update=True)
    if entry.closed_at is not None:
        raise Refused("This entry was closed. Put up a new one.")
    if not is_approved_member(session, entry.organisation_id):
        raise Refused(NOT_A_MEMBER)
    entry.ends_at = now() + LIVES
    _record(session, "partner-entry:renewed", entry, actor)
    session.flush()


def close_entry(session: Session, *, entry: Entry, actor: Actor) -> None:
    """Show an entry no longer; audit. Conversations about it go on. Twice is once."""
    require(actor, KEEP_ENTRY, entry)
    session.refresh(entry, ["closed_at"], with_for_update=True)
    if entry.closed_at is None:
        entry.closed_at = now()
        _record(session, "partner-entry:closed", entry, actor)
        session.flush()


def _record(session: Session, action: str, entry: Entry, actor: Actor) -> None:
    record(session, action, subject_type="partner_entry", subject=entry.reference, actor=actor)
