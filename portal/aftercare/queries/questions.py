"""Questions about feedback: of one application, and those that wait."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from portal.aftercare.models import FeedbackQuestion
from portal.applications.models import Application
from portal.core.paging import Paging


def _questions() -> Select[FeedbackQuestion]:
    application = joinedload(FeedbackQuestion.application)
    return select(FeedbackQuestion).options(
        application.joinedload(Application.organisation),
        application.joinedload(Application.round),
        joinedload(FeedbackQuestion.answered_by),
    )


def question_on(session: Session, application_id: int) -> FeedbackQuestion | None:
    """What a group asked about the feedback on one application."""
    return session.scalar(select(FeedbackQuestion).where(FeedbackQuestion.application_id == application_id))


def question_by_reference(session: Session, reference: str) -> FeedbackQuestion | None:
    """A question with its application, as the office reads it."""
    return session.scalar(_questions().where(FeedbackQuestion.reference == reference))


def count_questions(session: Session, *, waiting: bool) -> int:
    """How many wait for an answer, or have one."""
    open_ = FeedbackQuestion.answered_at.is_(None)
    return session.scalar(select(func.count(FeedbackQuestion.id)).where(open_ if waiting else ~open_)) or 0


def questions(session: Session, paging: Paging, *, waiting: bool) -> Sequence[FeedbackQuestion]:
    """Those that wait, due first; or those with an answer, the newest answer first."""
    open_ = FeedbackQuestion.answered_at.is_(None)
    order = FeedbackQuestion.due_on if waiting else FeedbackQuestion.answered_at.desc()
    wanted = _questions().where(open_ if waiting else ~open_).order_by(order, FeedbackQuestion.id)
    return session.scalars(wanted.offset(paging.offset).limit(paging.size)).all()


def due_until(session: Session, day: date) -> Sequence[FeedbackQuestion]:
    """Those that wait and are due by a day."""
    wanted = _questions().where(FeedbackQuestion.answered_at.is_(None), FeedbackQuestion.due_on <= day)
    return session.scalars(wanted.order_by(FeedbackQuestion.due_on, FeedbackQuestion.id)).all()
