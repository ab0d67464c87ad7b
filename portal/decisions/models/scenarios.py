"""Saved choices of what to fund."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base
from portal.core.immutable import make_immutable
from portal.funds.models import Round


class Scenario(Base):
    """A choice of what to fund that somebody saved: its name, why, and the whole of what it stood on. Never changed.

    `document` is canonical JSON text (see `rules.scenarios.document_of`), so that `sha256` of its UTF-8 bytes can be
    computed again; the counts and pence beside it are copies for lists. `query` opens it again on the page of the line.
    """

    __tablename__ = "scenario"
    __table_args__ = (UniqueConstraint("round_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(60))
    why: Mapped[str]
    document: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    query: Mapped[str]
    chosen: Mapped[int]
    chosen_pence: Mapped[int]
    left_pence: Mapped[int]
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    saved_by_name: Mapped[str] = mapped_column(String(200))
    round: Mapped[Round] = relationship()


make_immutable(Scenario.__table__)
