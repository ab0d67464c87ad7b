"""The outbox: one row per message and recipient."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base


class Delivery(StrEnum):
    """Where a message is: waiting, being sent (leased by a worker), sent, kept in the portal (demo), or given up."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    KEPT = "kept"
    FAILED = "failed"


MAIL_DOMAIN = "funding-network"  # behind the @ of every Message-ID of ours


class Message(Base):
    """One mail to one person. `key` says what it is about, so that queueing twice sends once.

    `secret_link` stands apart from the body (which says ((link))): it is filled in only while sending, and wiped
    after, so that nobody who reads the list of messages can use somebody's link.
    """

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_due", "delivery", "due_at"), Index("ix_message_about", "about_type", "about"))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    template: Mapped[str] = mapped_column(String(60))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    to_name: Mapped[str] = mapped_column(String(200))
    to_email: Mapped[str] = mapped_column(String(320))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str]
    secret_link: Mapped[str | None]
    about_type: Mapped[str] = mapped_column(String(40))
    about: Mapped[str] = mapped_column(String(80))
    delivery: Mapped[str] = mapped_column(String(20), default=Delivery.QUEUED)
    message_id: Mapped[str] = mapped_column(String(120), unique=True, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    queued_at: Mapped[datetime]
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(String(300), default="")

    @property
    def handle(self) -> str:
        """Its name in addresses: random, so that nobody counts the messages that are kept from them."""
        return self.message_id.partition("@")[0]
