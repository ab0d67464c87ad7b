"""What the office keeps beside an application. None of it is ever shown to applicants, assessors or consultees."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.applications.models import Application
from portal.core.db import Base
from portal.core.immutable import make_immutable
from portal.triage.states import FlagState


class Case(Base):
    """Who looks after an application, and by which day. No row means nobody, no day and revision 0.

    The revision counts the changes of both, so that nobody overwrites what they have not seen.
    """

    __tablename__ = "triage_case"
    __table_args__ = (Index("ix_triage_case_owner", "owner_id", "due_on"),)

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    due_on: Mapped[date | None]
    revision: Mapped[int] = mapped_column(default=0, server_default="0")
    application: Mapped[Application] = relationship()
    owner: Mapped[Account | None] = relationship()


class Flag(Base):
    """A worry about an application: its kind and team as of `rules`, who raised it and why, and how it ended."""

    __tablename__ = "triage_flag"
    __table_args__ = (
        UniqueConstraint("application_id", "number"),
        Index("ix_triage_flag_state", "state", "application_id"),
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed_when_not_open"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    team: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str]
    state: Mapped[str] = mapped_column(String(20), default=FlagState.OPEN)
    raised_at: Mapped[datetime]
    raised_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    raised_by_name: Mapped[str] = mapped_column(String(200))
    outcome: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    closed_by_name: Mapped[str] = mapped_column(String(200), default="")
    application: Mapped[Application] = relationship()


class Note(Base):
    """What an officer wrote down. The words are never changed; they can be struck out, once, with a reason."""

    __tablename__ = "triage_note"
    __table_args__ = (
        UniqueConstraint("application_id", "number"),
        CheckConstraint("(struck_at IS NULL) = (struck_why = '')", name="struck_with_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    number: Mapped[int]
    words: Mapped[str]
    written_at: Mapped[datetime]
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    author_name: Mapped[str] = mapped_column(String(200))
    struck_at: Mapped[datetime | None]
    struck_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    struck_by_name: Mapped[str] = mapped_column(String(200), default="")
    struck_why: Mapped[str] = mapped_column(default="")
    application: Mapped[Application] = relationship()


class SetAside(Base):
    """A hint that an officer looked at and put away: its kind, the other application's reference, and why."""

    __tablename__ = "triage_set_aside"
    __table_args__ = (UniqueConstraint("application_id", "kind", "other"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    kind: Mapped[str] = mapped_column(String(20))
    other: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    by_name: Mapped[str] = mapped_column(String(200))


make_immutable(Note.__table__, when="OLD.struck_at IS NOT NULL")
make_immutable(SetAside.__table__)
