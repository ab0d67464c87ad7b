"""What groups look for or offer, and the conversations that come of it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base
from portal.core.references import new_reference
from portal.organisations.models import Organisation


def _entry_reference() -> str:
    return new_reference("PE", 6)


def conversation_reference() -> str:
    """A new one, too long to guess."""
    return new_reference("PC", 10)


class Entry(Base):
    """What a member looks for or offers, shown until `ends_at` unless it is closed before; `size` as of rules.SIZES."""

    __tablename__ = "partner_entry"
    __table_args__ = (
        Index("ix_partner_entry_shown", "closed_at", "ends_at"),
        Index("ix_partner_entry_organisation", "organisation_id", "posted_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True, default=_entry_reference)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), info={"holds": "Entries for partners"})
    kind: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(80))
    words: Mapped[str]
    size: Mapped[str] = mapped_column(String(10), default="")
    posted_at: Mapped[datetime]
    posted_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    ends_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    organisation: Mapped[Organisation] = relationship()
    reach: Mapped[list["EntryReach"]] = relationship(order_by="EntryReach.value")

    def values(self, kind: str) -> list[str]:
        """The districts (ONS codes), themes (values of the pack) or skills that it names, sorted."""
        return [row.value for row in self.reach if row.kind == kind]


class EntryReach(Base):
    """One district, theme or skill of an entry. None of a kind means all of it."""

    __tablename__ = "partner_entry_reach"
    __table_args__ = (Index("ix_partner_entry_reach", "kind", "value", "entry_id"),)

    entry_id: Mapped[int] = mapped_column(ForeignKey("partner_entry.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    value: Mapped[str] = mapped_column(String(40), primary_key=True)


class Conversation(Base):
    """What two organisations write to each other about one entry: the `owner` put it up, the `asker` answered.

    The office reads it while a report is not settled, or an introduction that was asked for is not given.
    `closed_by_id` is the organisation that closed it; nobody's when the office did. A side that has not written yet may
    be nameless.
    """

    __tablename__ = "partner_conversation"
    __table_args__ = (
        UniqueConstraint("entry_id", "asker_id"),
        Index("ix_partner_conversation_owner", "owner_id", "last_at"),
        Index("ix_partner_conversation_asker", "asker_id", "last_at"),
        Index("ix_partner_conversation_reported", "reported_at"),
        Index("ix_partner_conversation_asked", "introduction_asked_at"),
        CheckConstraint("owner_id <> asker_id", name="between_two"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True, default=conversation_reference)
    entry_id: Mapped[int] = mapped_column(ForeignKey("partner_entry.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), info={"holds": "Conversations"})
    asker_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id"), info={"holds": "Conversations", "both": "a conversation about the same entry"}
    )
    started_at: Mapped[datetime]
    last_at: Mapped[datetime]
    owner_wrote_at: Mapped[datetime | None]
    asker_wrote_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id"), info={"holds": "Conversations closed"}
    )
    blocked: Mapped[bool] = mapped_column(default=False)
    introduction_asked_at: Mapped[datetime | None]
    introduction_given_at: Mapped[datetime | None]
    reported_at: Mapped[datetime | None]
    reported_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id"), info={"holds": "Conversations reported"}
    )
    report: Mapped[str] = mapped_column(default="")
    settled_at: Mapped[datetime | None]
    entry: Mapped[Entry] = relationship()
    owner: Mapped[Organisation] = relationship(foreign_keys=[owner_id])
    asker: Mapped[Organisation] = relationship(foreign_keys=[asker_id])


class Line(Base):
    """One message of a conversation, never changed. No organisation: the office wrote it. `bid` is a draft's reference
    when the line says that its organisation invited the other into it.
    """

    __tablename__ = "partner_line"
    __table_args__ = (
        Index("ix_partner_line_conversation", "conversation_id", "id"),
        Index("ix_partner_line_organisation", "organisation_id", "sent_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("partner_conversation.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), info={"holds": "Messages"})
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    author_name: Mapped[str] = mapped_column(String(200))
    words: Mapped[str]
    bid: Mapped[str] = mapped_column(String(20), default="")
    sent_at: Mapped[datetime]
    organisation: Mapped[Organisation | None] = relationship()
