"""The one question that a group may ask about its feedback."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.applications.models import Application
from portal.core.db import Base
from portal.core.references import new_reference


def _reference() -> str:
    return new_reference("FQ", 6)


class FeedbackQuestion(Base):
    """A question about the feedback on one application, and the office's answer. Open until `answered_at`."""

    __tablename__ = "feedback_question"
    __table_args__ = (
        CheckConstraint("answered_at IS NULL OR answer <> ''", name="answered_in_words"),
        Index("ix_feedback_question_open", "answered_at", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True, default=_reference)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), unique=True)
    text: Mapped[str]
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    due_on: Mapped[date]
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    application: Mapped[Application] = relationship()
    answered_by: Mapped[Account | None] = relationship(foreign_keys=[answered_by_id])
