"""Reading the outbox."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from portal.core.paging import Paging
from portal.outbox.models import MAIL_DOMAIN, Delivery, Message


def known_keys(session: Session, keys: Sequence[str]) -> set[str]:
    """Those of the keys under which a message was queued."""
    found: set[str] = set()
    for start in range(0, len(keys), 500):
        found |= set(session.scalars(select(Message.key).where(Message.key.in_(keys[start : start + 500]))))
    return found


def message_by_key(session: Session, key: str) -> Message | None:
    """The message that says what the key says."""
    return session.scalar(select(Message).where(Message.key == key))


def next_due(session: Session, at: datetime) -> Message | None:
    """The oldest message to send at `at`: queued and due, or leased by a worker that did not come back.

    The row is locked, and rows that other workers hold are passed over (PostgreSQL; on SQLite there is one writer).
    """
    waiting = and_(Message.delivery == Delivery.QUEUED, Message.due_at <= at)
    abandoned = and_(Message.delivery == Delivery.SENDING, Message.leased_until <= at)
    wanted = select(Message).where(or_(waiting, abandoned)).order_by(Message.due_at, Message.id).limit(1)
    return session.scalar(wanted.with_for_update(skip_locked=True))


def _matching(search: str) -> Select[Message]:
    found = select(Message)
    if search:
        columns = (Message.to_name, Message.to_email, Message.subject, Message.about)
        found = found.where(or_(*(column.icontains(search, autoescape=True) for column in columns)))
    return found


def count_messages(session: Session, search: str) -> int:
    """How many messages hold the words in recipient, subject or reference."""
    return session.scalar(select(func.count()).select_from(_matching(search).subquery())) or 0


def messages(session: Session, search: str, paging: Paging) -> Sequence[Message]:
    """One page of those messages, newest first."""
    ordered = _matching(search).order_by(Message.id.desc())
    return session.scalars(ordered.offset(paging.offset).limit(paging.size)).all()


def message_by_handle(session: Session, handle: str) -> Message | None:
    """One message, by its name in addresses."""
    return session.scalar(select(Message).where(Message.message_id == f"{handle}@{MAIL_DOMAIN}"))


def messages_about(session: Session, about_type: str, about: str) -> Sequence[Message]:
    """Every message about one thing, newest first."""
    wanted = select(Message).where(Message.about_type == about_type, Message.about == about)
    return session.scalars(wanted.order_by(Message.id.desc())).all()
