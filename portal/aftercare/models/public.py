"""Answers about feedback that everyone can read."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.aftercare.models.question import FeedbackQuestion
from portal.core.db import Base


class PublicAnswer(Base):
    """What everyone reads of a group's question on the pages of the fund: `shown` and `answer`, in the office's words.

    `answered_at` is when it was made public, the last time; once it is taken down, nobody outside the office reads it.
    """

    __tablename__ = "public_answer"
    __table_args__ = (
        CheckConstraint("shown <> '' AND answer <> ''", name="said_in_words"),
        Index("ix_public_answer_fund", "fund_id", "taken_down_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("feedback_question.id"), unique=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"))
    shown: Mapped[str]
    answer: Mapped[str]
    answered_at: Mapped[datetime]
    published_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    taken_down_at: Mapped[datetime | None]
    taken_down_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    question: Mapped[FeedbackQuestion] = relationship()
    published_by: Mapped[Account] = relationship(foreign_keys=[published_by_id])
