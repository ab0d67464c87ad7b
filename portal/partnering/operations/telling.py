"""Lines of a conversation, and the mails that tell of them: a name and a link, never an address."""

from datetime import timedelta

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.accounts.operations import recipient
from portal.applications.queries.finding import writers_of
from portal.core.clock import now
from portal.core.db import insert_or
from portal.core.refusal import Refused
from portal.organisations.models import Organisation
from portal.outbox.operations import queue
from portal.partnering.models import Conversation, Entry, Line, conversation_reference
from portal.partnering.queries import conversation_about, count_lines_since, is_blocked
from portal.partnering.rules import MOST_LINES_A_DAY

CLOSED = "This conversation is closed, so nobody can write in it."
DAY = timedelta(days=1)
_CHANGES = (
    "last_at",
    "owner_wrote_at",
    "asker_wrote_at",
    "closed_at",
    "closed_by_id",
    "blocked",
    "introduction_asked_at",
    "introduction_given_at",
    "reported_at",
    "reported_by_id",
    "report",
    "settled_at",
)


def begun(session: Session, entry: Entry, asker_id: int) -> Conversation:
    """The conversation of an organisation about an entry, begun unless it is there; locked. Two presses make one."""
    values = {
        "entry_id": entry.id,
        "owner_id": entry.organisation_id,
        "asker_id": asker_id,
        "reference": conversation_reference(),
        "started_at": now(),
        "last_at": now(),
        "blocked": False,
        "report": "",
    }
    session.execute(insert_or(session, Conversation).values(**values).on_conflict_do_nothing())
    found = conversation_about(session, entry.id, asker_id)
    assert found is not None
    hold(session, found)
    return found


def hold(session: Session, conversation: Conversation) -> None:
    """Lock a conversation and read again where it stands."""
    session.refresh(conversation, _CHANGES, with_for_update=True)


def refuse_silenced(session: Session, conversation: Conversation, organisation: Organisation) -> None:
    """Raise Refused where an organisation may not write: closed, blocked, or enough for one day."""
    other = conversation.owner_id if organisation.id == conversation.asker_id else conversation.asker_id
    if conversation.closed_at is not None or is_blocked(session, other, organisation.id):
        raise Refused(CLOSED)
    if count_lines_since(session, organisation.id, now() - DAY) >= MOST_LINES_A_DAY:
        raise Refused(f"{organisation.name} has written {MOST_LINES_A_DAY} messages in a day. Write again tomorrow.")


def add_line(
    session: Session,
    conversation: Conversation,
    organisation: Organisation | None,
    words: str,
    actor: Actor,
    bid: str = "",
) -> Line:
    """Keep one message, and tell the leads and editors of the other side; those of both, when the office wrote."""
    assert actor.account_id is not None
    at = now()
    line = Line(
        conversation_id=conversation.id,
        organisation_id=organisation.id if organisation else None,
        author_id=actor.account_id,
        author_name=actor.name[:200],
        words=words,
        bid=bid,
        sent_at=at,
    )
    session.add(line)
    conversation.last_at = at
    if organisation is not None and organisation.id == conversation.owner_id:
        conversation.owner_wrote_at = at
    elif organisation is not None:
        conversation.asker_wrote_at = at
    session.flush()
    for side in (conversation.owner_id, conversation.asker_id):
        if organisation is None or side != organisation.id:
            _mail(session, conversation, line, organisation, side, actor)
    return line


def _mail(
    session: Session, conversation: Conversation, line: Line, organisation: Organisation | None, side: int, actor: Actor
) -> None:
    """The office's words go in the mail; what groups write to each other is read in the portal only."""
    template = "partner_message" if organisation else "partner_introduction"
    words = {"person": actor.name, "org_name": organisation.name} if organisation else {"words": line.words}
    for account in writers_of(session, side):
        queue(
            session,
            key=f"partner-line:{line.id}:{account.id}",
            template=template,
            to=recipient(account),
            about_type="partner_conversation",
            about=conversation.reference,
            link=f"/partnering/conversations/{conversation.reference}",
            **words,
        )
