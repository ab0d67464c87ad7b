"""Two organisations write to each other: the first answer, and everything until one invites the other into a bid."""

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.access.roles import TeamRole
from portal.applications.models import Application
from portal.applications.operations import invite_partner
from portal.audit.operations import record
from portal.core.clock import now
from portal.core.refusal import Refused
from portal.organisations.models import Organisation
from portal.organisations.queries import is_approved_member
from portal.partnering.models import Conversation, Entry, Line
from portal.partnering.operations.entries import NOT_A_MEMBER
from portal.partnering.operations.telling import DAY, add_line, begun, hold, refuse_silenced
from portal.partnering.policy import (
    INVITE_FROM_CONVERSATION,
    READ_ENTRY,
    WRITE_CONVERSATION,
    WRITE_FOR,
    is_shown,
    side_of,
)
from portal.partnering.queries import conversation_about, count_begun_since, is_blocked, lock_organisation, newest_line
from portal.partnering.rules import MOST_ANSWERS_A_DAY, SAME_WITHIN, has_written, other_side

_WRITERS = (TeamRole.LEAD, TeamRole.EDITOR)


def answer(
    session: Session, *, entry: Entry, organisation: Organisation, words: str, introduce: bool, actor: Actor
) -> Conversation:
    """Write to whoever put up an entry; with `introduce` the office is asked to bring both together. Audit, mail.

    The same words again are a second press. Raises Refused for an entry that has ended, for those who are no members,
    for one's own entry, when blocked, and beyond a day's limits.
    """
    require(actor, READ_ENTRY, entry)
    require(actor, WRITE_FOR, organisation)
    lock_organisation(session, organisation.id)
    if actor.in_team(entry.organisation_id):
        raise Refused("This entry is your own.")
    if not is_approved_member(session, organisation.id):
        raise Refused(NOT_A_MEMBER)
    if not is_shown(entry) or is_blocked(session, entry.organisation_id, organisation.id):
        raise Refused("You cannot answer this entry. It may have ended. Look for others that fit.")
    known = conversation_about(session, entry.id, organisation.id)
    if known is None and count_begun_since(session, organisation.id, now() - DAY) >= MOST_ANSWERS_A_DAY:
        raise Refused(f"{organisation.name} has answered {MOST_ANSWERS_A_DAY} entries in a day. Go on tomorrow.")
    conversation = begun(session, entry, organisation.id)
    _say(session, conversation, organisation, words, actor)
    if introduce:
        _ask(session, conversation, actor)
    return conversation


def write(session: Session, *, conversation: Conversation, words: str, actor: Actor) -> Line:
    """Write in a conversation, for one's own side; audit, mail. The same words again are a second press."""
    require(actor, WRITE_CONVERSATION, conversation)
    organisation = _mine(actor, conversation, *_WRITERS)
    lock_organisation(session, organisation.id)
    hold(session, conversation)
    return _say(session, conversation, organisation, words, actor)


def ask_for_introduction(session: Session, *, conversation: Conversation, actor: Actor) -> None:
    """Ask the office to bring both sides together; it reads the conversation until it has. Audit. Twice is once."""
    require(actor, WRITE_CONVERSATION, conversation)
    hold(session, conversation)
    refuse_silenced(session, conversation, _mine(actor, conversation, *_WRITERS))
    _ask(session, conversation, actor)


def close(session: Session, *, conversation: Conversation, block: bool, actor: Actor) -> None:
    """Let nobody write any more until the same side opens it; with `block` the other cannot write about any entry."""
    require(actor, WRITE_CONVERSATION, conversation)
    hold(session, conversation)
    mine = _mine(actor, conversation, *_WRITERS)
    if conversation.closed_at is not None and conversation.closed_by_id != mine.id:
        raise Refused("This conversation is closed already.")
    conversation.closed_at, conversation.closed_by_id, conversation.blocked = now(), mine.id, block
    _record(session, "conversation:closed", conversation, actor, block=block)
    session.flush()


def reopen(session: Session, *, conversation: Conversation, actor: Actor) -> None:
    """Let both write again; audit. Raises Refused unless one's own side closed it. Twice is once."""
    require(actor, WRITE_CONVERSATION, conversation)
    hold(session, conversation)
    if conversation.closed_at is None:
        return
    if conversation.closed_by_id != _mine(actor, conversation, *_WRITERS).id:
        raise Refused("Only those who closed this conversation can open it again.")
    conversation.closed_at, conversation.closed_by_id, conversation.blocked = None, None, False
    _record(session, "conversation:opened", conversation, actor)
    session.flush()


def report(session: Session, *, conversation: Conversation, words: str, actor: Actor) -> None:
    """Show the office a conversation and what is wrong, until that is settled; audit. The other side is not told."""
    require(actor, WRITE_CONVERSATION, conversation)
    hold(session, conversation)
    mine = _mine(actor, conversation, *_WRITERS)
    waits = conversation.reported_at is not None and conversation.settled_at is None
    if waits and conversation.report == words:
        return
    earlier = f"{conversation.report}\n\n" if waits else ""
    conversation.report, conversation.reported_by_id = earlier + words, mine.id
    conversation.reported_at, conversation.settled_at = now(), None
    _record(session, "conversation:reported", conversation, actor)
    session.flush()


def invite_into_bid(session: Session, *, conversation: Conversation, application: Application, actor: Actor) -> Line:
    """Invite the other side into one of one's own drafts, as any partner is invited; a line says so. Audit, mails.

    Joining is the other's lead's, by the link of that mail. Raises Refused until both sides have written.
    """
    require(actor, INVITE_FROM_CONVERSATION, conversation)
    organisation = _mine(actor, conversation, TeamRole.LEAD)
    lock_organisation(session, organisation.id)
    hold(session, conversation)
    other = other_side(conversation, organisation.id)
    refuse_silenced(session, conversation, organisation)
    if not (has_written(conversation, other.id) and has_written(conversation, organisation.id)):
        raise Refused("Write to each other first. You can invite them when both of you have written here.")
    if application.organisation_id != organisation.id:
        raise Refused("Choose a draft of your own organisation.")
    newest = newest_line(session, conversation)
    if newest is not None and newest.bid == application.reference and newest.sent_at > now() - SAME_WITHIN:
        return newest
    invite_partner(session, application=application, whom=other.reference, actor=actor)
    title = application.title or "without a name yet"
    words = (
        f"We invite you into our application “{title}” for {application.round.name}. "
        "Your lead has an email with a link to read more and accept."
    )
    _record(session, "conversation:invited", conversation, actor, application=application.reference)
    return add_line(session, conversation, organisation, words, actor, bid=application.reference)


def _mine(actor: Actor, conversation: Conversation, *allowed: TeamRole) -> Organisation:
    """The organisation for which somebody acts here."""
    side = side_of(actor, conversation, *allowed)
    return conversation.owner if side == conversation.owner_id else conversation.asker


def _say(session: Session, conversation: Conversation, organisation: Organisation, words: str, actor: Actor) -> Line:
    newest = newest_line(session, conversation)
    same = newest is not None and (newest.organisation_id, newest.words) == (organisation.id, words)
    if newest is not None and same and newest.sent_at > now() - SAME_WITHIN:
        return newest
    refuse_silenced(session, conversation, organisation)
    _record(session, "conversation:written", conversation, actor)
    return add_line(session, conversation, organisation, words, actor)


def _ask(session: Session, conversation: Conversation, actor: Actor) -> None:
    if conversation.introduction_asked_at is not None and conversation.introduction_given_at is None:
        return
    conversation.introduction_asked_at, conversation.introduction_given_at = now(), None
    _record(session, "conversation:introduction-asked", conversation, actor)
    session.flush()


def _record(session: Session, action: str, conversation: Conversation, actor: Actor, **detail: object) -> None:
    """That something was done, never what was written."""
    record(session, action, subject_type="partner_conversation", subject=conversation.reference, actor=actor, **detail)
