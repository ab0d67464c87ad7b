"""Counts of answers, and who has been asked. No row says what a group answered."""

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base


class EqualityCount(Base):
    """How many applicants of a round gave one answer to one question; `answer` is blank for those who left it out."""

    __tablename__ = "equality_count"
    __table_args__ = (
        UniqueConstraint("round_id", "question", "answer"),
        CheckConstraint("number >= 0", name="not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    question: Mapped[str] = mapped_column(String(60))
    answer: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]


class EqualityAsked(Base):
    """An application whose group has answered or skipped the questions; neither which of the two, nor when."""

    __tablename__ = "equality_asked"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True, autoincrement=False)
