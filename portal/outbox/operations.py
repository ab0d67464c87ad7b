"""Queueing messages, and what the worker notes about them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy.orm import Session

from portal.core.clock import now
from portal.core.text import one_line
from portal.outbox.models import MAIL_DOMAIN, Delivery, Message
from portal.outbox.queries import message_by_key, next_due
from portal.outbox.wording import written

LEASE = timedelta(minutes=5)  # longer than a mail server that uses up every timeout
RETRY_AFTER = [timedelta(minutes=m) for m in (1, 2, 5, 15, 30, 60, 120, 240, 480, 720)]


@dataclass(frozen=True)
class Recipient:
    """The one person a message goes to; no account for people who are only invited."""

    account_id: int | None
    name: str
    email: str


def queue(
    session: Session,
    *,
    key: str,
    template: str,
    to: Recipient,
    about_type: str,
    about: str,
    secret_link: str | None = None,
    **words: str,
) -> Message:
    """Queue one message in the caller's transaction; the same key queued twice is one message.

    `secret_link` is a path with a one-time token: it stands apart from the body, which says ((secret_link)).
    """
    existing = message_by_key(session, key)
    if existing:
        return existing
    subject, body = written(template, {"name": to.name} | words)
    at = now()
    message = Message(
        key=key,
        template=template,
        account_id=to.account_id,
        to_name=one_line(to.name)[:200],
        to_email=to.email,
        subject=subject,
        body=body,
        secret_link=secret_link,
        about_type=about_type,
        about=about,
        message_id=f"{uuid4()}@{MAIL_DOMAIN}",
        queued_at=at,
        due_at=at,
    )
    session.add(message)
    session.flush()
    return message


def claim(session: Session) -> Message | None:
    """Lease the next message that is due, so that no other worker takes it."""
    message = next_due(session, now())
    if message:
        message.delivery = Delivery.SENDING
        message.leased_until = now() + LEASE
        message.attempts += 1
        session.flush()
    return message


def mark_sent(message: Message, *, kept: bool = False) -> None:
    """Note that it left (or, in a demo, that it can be read here); a sent link is wiped."""
    message.delivery = Delivery.KEPT if kept else Delivery.SENT
    message.sent_at = now()
    message.problem = ""
    if not kept:
        message.secret_link = None


def mark_failed(message: Message, problem: str, *, permanent: bool) -> None:
    """Note what the mail server said: try again later, or give up when it is for good."""
    message.problem = one_line(problem)[:300]
    if permanent or message.attempts > len(RETRY_AFTER):
        message.delivery = Delivery.FAILED
        message.secret_link = None
    else:
        message.delivery = Delivery.QUEUED
        message.due_at = _next_try(message.attempts)


def _next_try(attempts: int) -> datetime:
    return now() + RETRY_AFTER[min(attempts, len(RETRY_AFTER)) - 1]
