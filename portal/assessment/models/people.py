"""What people who score know about, and what they opened."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.core.db import Base
from portal.core.immutable import make_immutable


class Expertise(Base):
    """A theme or district (`kind`) that an assessor knows well; `value` is a key of the reference lists."""

    __tablename__ = "assessor_expertise"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    value: Mapped[str] = mapped_column(String(40), primary_key=True)


class ApplicationReading(Base):
    """Somebody of the panel opened an application to score or to compare: when, and which page. Never changed."""

    __tablename__ = "application_reading"
    __table_args__ = (Index("ix_application_reading_application", "application_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    at: Mapped[datetime]
    page: Mapped[str] = mapped_column(String(20))
    account: Mapped[Account] = relationship()


make_immutable(ApplicationReading.__table__)


class Practice(Base):
    """One person's scores on a worked example before or during a round: number of the principle -> points.

    `points` keeps them by the number as text. Practising again makes another row; none is ever changed.
    """

    __tablename__ = "practice"
    __table_args__ = (Index("ix_practice_round", "round_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    example: Mapped[str] = mapped_column(String(40))
    points: Mapped[dict[str, Any]]
    sent_at: Mapped[datetime]
    account: Mapped[Account] = relationship()


make_immutable(Practice.__table__)
