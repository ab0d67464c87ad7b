"""Published forms, and the answers to them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base
from portal.core.immutable import make_immutable


class FormVersion(Base):
    """A form as it was published: its canonical document and the hash of it. Never changed, never deleted."""

    __tablename__ = "form_version"
    __table_args__ = (UniqueConstraint("form_key", "version"), Index("ix_form_version_sha256", "form_key", "sha256"))

    id: Mapped[int] = mapped_column(primary_key=True)
    form_key: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]
    document: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime]


make_immutable(FormVersion.__table__)


class Response(Base):
    """One filling-in of a form: pinned to the version it started with. Nothing is saved once it is frozen."""

    __tablename__ = "form_response"

    id: Mapped[int] = mapped_column(primary_key=True)
    form_version_id: Mapped[int] = mapped_column(ForeignKey("form_version.id"))
    created_at: Mapped[datetime]
    frozen_at: Mapped[datetime | None]
    form_version: Mapped[FormVersion] = relationship(lazy="joined", innerjoin=True)


class SectionAnswers(Base):
    """The present answers of one section, and how often they were saved."""

    __tablename__ = "section_answers"
    __table_args__ = (UniqueConstraint("response_id", "section_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("form_response.id"))
    section_key: Mapped[str] = mapped_column(String(60))
    answers: Mapped[dict[str, Any]]
    revision: Mapped[int]
    saved_at: Mapped[datetime]
    saved_by_name: Mapped[str] = mapped_column(String(200))


class SectionRevision(Base):
    """One saving: what changed (question key -> new answer), when and by whom. Every one is kept.

    `tab_key` names the open page that saved, `tab_count` which saving of it this was: a saving that was sent twice,
    or arrives late, is known by them.
    """

    __tablename__ = "section_revision"
    __table_args__ = (UniqueConstraint("response_id", "section_key", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("form_response.id"))
    section_key: Mapped[str] = mapped_column(String(60))
    revision: Mapped[int]
    changed: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int | None]
    saved_by_name: Mapped[str] = mapped_column(String(200))
    tab_key: Mapped[str] = mapped_column(String(40), default="", server_default="")
    tab_count: Mapped[int] = mapped_column(default=0, server_default="0")
