"""Panel meetings: members, items in their order, comings and goings, moderated scores, minutes and signatures.

Whatever is said in a meeting is a row that is never changed: the newest counts, and the older ones are its history.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.applications.models import Application
from portal.core.db import Base
from portal.core.immutable import make_immutable
from portal.core.references import new_reference
from portal.funds.models import Criterion, Round
from portal.moderation.states import MeetingState


def _reference() -> str:
    return new_reference("PM", 6)


class Meeting(Base):
    """One meeting about a round. `revision` grows with every move from item to item; `quorum` is a number of people."""

    __tablename__ = "panel_meeting"
    __table_args__ = (
        CheckConstraint("quorum >= 1", name="quorum_is_someone"),
        CheckConstraint("chair_id <> deputy_id", name="deputy_is_another"),
        Index("ix_panel_meeting_round", "round_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True, default=_reference)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    state: Mapped[str] = mapped_column(String(20), default=MeetingState.PLANNED)
    starts_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(300))
    quorum: Mapped[int]
    chair_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    deputy_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    revision: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    started_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    round: Mapped[Round] = relationship()
    members: Mapped[list["Member"]] = relationship(back_populates="meeting")
    items: Mapped[list["Item"]] = relationship(back_populates="meeting", order_by="Item.position, Item.id")

    @property
    def current(self) -> "Item | None":
        """The item that is talked about now."""
        return next((one for one in self.items if one.started_at and not one.ended_at), None)


class Member(Base):
    """Somebody who sits in a meeting."""

    __tablename__ = "panel_member"
    __table_args__ = (Index("ix_panel_member_account", "account_id", "meeting_id"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("panel_meeting.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    meeting: Mapped[Meeting] = relationship(back_populates="members")
    account: Mapped[Account] = relationship()


class Item(Base):
    """One application on the agenda. `chair_id` is who chairs it; `decided_with` how many were in the room then."""

    __tablename__ = "panel_item"
    __table_args__ = (UniqueConstraint("meeting_id", "application_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("panel_meeting.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    position: Mapped[int]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    chair_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    decided_with: Mapped[int | None]
    meeting: Mapped[Meeting] = relationship(back_populates="items")
    application: Mapped[Application] = relationship()
    chair: Mapped[Account | None] = relationship()


class Movement(Base):
    """Somebody came or went. `kind` is one of states.Moved; `item_id` says for which item they went out."""

    __tablename__ = "panel_movement"
    __table_args__ = (Index("ix_panel_movement_meeting", "meeting_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("panel_meeting.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[str] = mapped_column(String(10))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("panel_item.id"))
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class ModeratedScore(Base):
    """What the panel agreed on one principle: in half points, 0 to 10, with the reason. The newest counts."""

    __tablename__ = "panel_score"
    __table_args__ = (
        CheckConstraint("halves >= 0 AND halves <= 10", name="halves_in_scale"),
        CheckConstraint("reason <> ''", name="reason_given"),
        Index("ix_panel_score_item", "item_id", "criterion_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("panel_item.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"))
    halves: Mapped[int]
    reason: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    by_name: Mapped[str] = mapped_column(String(200))
    item: Mapped[Item] = relationship()
    criterion: Mapped[Criterion] = relationship()


class MinuteWords(Base):
    """What the minutes say of an item in the chair's words. The newest counts."""

    __tablename__ = "panel_minute_words"
    __table_args__ = (Index("ix_panel_minute_words_item", "item_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("panel_item.id"))
    words: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    by_name: Mapped[str] = mapped_column(String(200))


class Signature(Base):
    """Minutes as one person signed them: the items that they chaired, as JSON, with its SHA-256.

    Whoever must not hear of an item signs nothing of it: who chaired it does.
    """

    __tablename__ = "panel_signature"
    __table_args__ = (UniqueConstraint("meeting_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("panel_meeting.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str] = mapped_column(String(200))
    minutes: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


for _table in (Movement, ModeratedScore, MinuteWords, Signature):
    make_immutable(_table.__table__)
