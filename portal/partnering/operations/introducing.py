"""An officer brings two groups together, and settles what was reported."""

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.audit.operations import record
from portal.core.clock import now
from portal.core.refusal import Refused
from portal.partnering.models import Conversation, Entry, Line
from portal.partnering.operations.telling import add_line, begun, hold
from portal.partnering.policy import INTRODUCE, READ_WHAT_WAITS, is_shown
from portal.partnering.queries import conversation_about, is_blocked, newest_line
from portal.partnering.rules import SAME_WITHIN


def introduce(session: Session, *, entry: Entry, other: Entry, words: str, actor: Actor) -> Conversation:
    """Suggest two entries to each other: a conversation is opened with the officer's words. Audit, mail to both.

    Neither name is told by this; whoever writes there says who they are. The same words again are a second press.
    """
    require(actor, INTRODUCE)
    if entry.organisation_id == other.organisation_id or not (is_shown(entry) and is_shown(other)):
        raise Refused("One of these entries has ended. Choose others.")
    sides = (entry.organisation_id, other.organisation_id)
    if is_blocked(session, *sides) or is_blocked(session, *reversed(sides)):
        raise Refused("One of these groups wants no messages from the other.")
    known = conversation_about(session, entry.id, other.organisation_id)
    known = known or conversation_about(session, other.id, entry.organisation_id)
    conversation = known or begun(session, entry, other.organisation_id)
    _speak(session, conversation, words, actor)
    return conversation


def introduce_asked(session: Session, *, conversation: Conversation, words: str, actor: Actor) -> Line:
    """Answer whoever asked to be introduced: the officer's words to both sides. Audit, mail to both."""
    require(actor, READ_WHAT_WAITS, conversation)
    return _speak(session, conversation, words, actor)


def _speak(session: Session, conversation: Conversation, words: str, actor: Actor) -> Line:
    hold(session, conversation)
    newest = newest_line(session, conversation)
    if newest and (newest.organisation_id, newest.words) == (None, words) and newest.sent_at > now() - SAME_WITHIN:
        return newest
    if conversation.closed_at is not None:
        raise Refused("One side has closed this conversation.")
    conversation.introduction_given_at = now()
    _record(session, "conversation:introduced", conversation, actor)
    return add_line(session, conversation, None, words, actor)


def settle(session: Session, *, conversation: Conversation, close: bool, actor: Actor) -> None:
    """Note that a report was dealt with, and close the conversation for good where it must end; audit.

    The office then reads it no longer.
    """
    require(actor, READ_WHAT_WAITS, conversation)
    hold(session, conversation)
    if conversation.reported_at is None or conversation.settled_at is not None:
        raise Refused("Nothing waits here. A colleague may have settled it.")
    conversation.settled_at = now()
    if close:
        conversation.closed_at, conversation.closed_by_id, conversation.blocked = now(), None, False
    _record(session, "conversation:settled", conversation, actor, close=close)
    session.flush()


def _record(session: Session, action: str, conversation: Conversation, actor: Actor, **detail: object) -> None:
    record(session, action, subject_type="partner_conversation", subject=conversation.reference, actor=actor, **detail)
