"""Writing an application together: who does what, what is said about it, who is here, and who signs it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.applications.models.application import Application
from portal.applications.states import SignOffState
from portal.core.db import Base


class SignOff(Base):
    """One request to the organisation's certifiers to sign, and what came of it.

    `sha256` is the hash of exactly what was signed (`rules.signing.signed_document`). `live` is True while it waits or
    holds, then NULL, so that an application has at most one.
    """

    __tablename__ = "sign_off"
    __table_args__ = (UniqueConstraint("application_id", "live"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    state: Mapped[str] = mapped_column(String(20), default=SignOffState.ASKED)
    live: Mapped[bool | None] = mapped_column(default=True)
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    asked_by_name: Mapped[str] = mapped_column(String(200))
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answered_by_name: Mapped[str] = mapped_column(String(200), default="")
    sha256: Mapped[str] = mapped_column(String(64), default="")
    reason: Mapped[str] = mapped_column(default="")
    voided_at: Mapped[datetime | None]
    voided_by_name: Mapped[str] = mapped_column(String(200), default="")
    application: Mapped[Application] = relationship()


class SectionAssignee(Base):
    """Who of the team does a section of the form."""

    __tablename__ = "section_assignee"
    __table_args__ = (UniqueConstraint("application_id", "section_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    section_key: Mapped[str] = mapped_column(String(60))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    assigned_at: Mapped[datetime]
    assigned_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    account: Mapped[Account] = relationship(foreign_keys=[account_id])


class Comment(Base):
    """What somebody of the team or of a partner said. It belongs to them alone: it is never sent, copied or shown to
    the office.

    It is about a question, a section or, when both keys are empty, the whole.
    """

    __tablename__ = "team_comment"
    __table_args__ = (Index("ix_team_comment_application", "application_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    section_key: Mapped[str] = mapped_column(String(60), default="")
    question_key: Mapped[str] = mapped_column(String(80), default="")
    text: Mapped[str]
    written_at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    author_name: Mapped[str] = mapped_column(String(200))
    author_place: Mapped[str] = mapped_column(String(200))
    resolved_at: Mapped[datetime | None]
    resolved_by_name: Mapped[str] = mapped_column(String(200), default="")
    application: Mapped[Application] = relationship()


class Presence(Base):
    """The page of the form that a person had open last, and when their browser last said so."""

    __tablename__ = "presence"
    __table_args__ = (UniqueConstraint("application_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    section_key: Mapped[str] = mapped_column(String(60))
    step_key: Mapped[str] = mapped_column(String(60))
    seen_at: Mapped[datetime]
    account: Mapped[Account] = relationship()


class Carried(Base):
    """That an application began as a copy: of which one, and the keys of the answers that nobody has touched since."""

    __tablename__ = "carried"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), unique=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    carried_at: Mapped[datetime]
    untouched: Mapped[list[str]]
    source: Mapped[Application] = relationship(foreign_keys=[source_id])
