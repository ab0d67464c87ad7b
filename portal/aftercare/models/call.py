"""Times at which an officer can call a group about its feedback."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.applications.models import Application
from portal.core.db import Base
from portal.core.references import new_reference
from portal.funds.models import Round


def _reference() -> str:
    return new_reference("CS", 6)


class CallSlot(Base):
    """A time (UTC, `minutes` long) at which an officer can call one group of a round; free until `application_id`.

    A group has one call at the most (unique), and an officer one at a time.
    """

    __tablename__ = "call_slot"
    __table_args__ = (
        UniqueConstraint("officer_id", "starts_at"),
        CheckConstraint("(application_id IS NULL) = (booked_at IS NULL)", name="booked_by_somebody"),
        Index("ix_call_slot_round", "round_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True, default=_reference)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    officer_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    made_at: Mapped[datetime]
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), unique=True)
    booked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    booked_at: Mapped[datetime | None]
    phone: Mapped[str] = mapped_column(String(40), default="")
    round: Mapped[Round] = relationship()
    officer: Mapped[Account] = relationship(foreign_keys=[officer_id])
    application: Mapped[Application | None] = relationship()
    booked_by: Mapped[Account | None] = relationship(foreign_keys=[booked_by_id])
