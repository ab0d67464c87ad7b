"""A phrase, all its versions, and the applications in whose feedback it was put."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.applications.models import Application
from portal.core.db import Base
from portal.core.immutable import make_immutable


class Phrase(Base):
    """A phrase. `key` is its id in the content pack; `revision` is the number of its newest version."""

    __tablename__ = "phrase"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    key: Mapped[str | None] = mapped_column(String(60), unique=True)
    revision: Mapped[int]
    versions: Mapped[list["PhraseVersion"]] = relationship(
        back_populates="phrase", order_by="PhraseVersion.number.desc()"
    )


class PhraseVersion(Base):
    """What a phrase said from one moment on. Nobody in `by_id`: it came with the content pack.

    `kind` is the text that it is for; `principle` (p1 to p8) and `band` are empty where it fits all of them. A version
    that is retired is not offered.
    """

    __tablename__ = "phrase_version"
    __table_args__ = (UniqueConstraint("phrase_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    phrase_id: Mapped[int] = mapped_column(ForeignKey("phrase.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    principle: Mapped[str] = mapped_column(String(40))
    band: Mapped[str] = mapped_column(String(20))
    words: Mapped[str]
    retired: Mapped[bool]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    phrase: Mapped[Phrase] = relationship(back_populates="versions")
    by: Mapped[Account | None] = relationship()


class PhraseUse(Base):
    """An application in whose feedback a phrase was put, once however often."""

    __tablename__ = "phrase_use"
    __table_args__ = (UniqueConstraint("phrase_id", "application_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    phrase_id: Mapped[int] = mapped_column(ForeignKey("phrase.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    at: Mapped[datetime]
    application: Mapped[Application] = relationship()


make_immutable(PhraseVersion.__table__)
