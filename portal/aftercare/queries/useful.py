"""What readers said about their feedback, one by one and by round."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.aftercare.models import Useful
from portal.applications.models import Application
from portal.core.paging import Paging
from portal.feedback.models import Feedback
from portal.feedback.states import FeedbackState


def said_by(session: Session, feedback_id: int, account_id: int) -> Useful | None:
    """What one person said about one feedback."""
    return session.scalar(select(Useful).where(Useful.feedback_id == feedback_id, Useful.account_id == account_id))


def counts(session: Session, round_id: int) -> dict[bool, int]:
    """How many people of a round found their feedback useful (True), and how many did not."""
    wanted = select(Useful.useful, func.count()).join(Feedback, Feedback.id == Useful.feedback_id)
    wanted = wanted.join(Feedback.application).where(Application.round_id == round_id).group_by(Useful.useful)
    found = {useful: count for useful, count in session.execute(wanted)}
    return {True: found.get(True, 0), False: found.get(False, 0)}


def released(session: Session, round_id: int) -> tuple[int, int]:
    """(how many pieces of feedback of a round are released, on how many of them somebody said something)."""
    wanted = select(func.count(Feedback.id.distinct()), func.count(Useful.feedback_id.distinct()))
    wanted = wanted.select_from(Feedback).join(Feedback.application)
    wanted = wanted.outerjoin(Useful, Useful.feedback_id == Feedback.id)
    wanted = wanted.where(Application.round_id == round_id, Feedback.state == FeedbackState.RELEASED)
    pieces, answered = session.execute(wanted).one()
    return pieces, answered


def count_lines(session: Session, round_id: int) -> int:
    """How many people of a round wrote a line."""
    wanted = select(func.count(Useful.id)).join(Feedback, Feedback.id == Useful.feedback_id)
    wanted = wanted.join(Feedback.application).where(Application.round_id == round_id, Useful.line != "")
    return session.scalar(wanted) or 0


def lines(session: Session, round_id: int, paging: Paging) -> Sequence[tuple[bool, str]]:
    """(useful, line) of those who wrote one, without who it was: those who found it of no use first."""
    wanted = select(Useful.useful, Useful.line).join(Feedback, Feedback.id == Useful.feedback_id)
    wanted = wanted.join(Feedback.application).where(Application.round_id == round_id, Useful.line != "")
    wanted = wanted.order_by(Useful.useful, Useful.said_at.desc(), Useful.id)
    return [(useful, line) for useful, line in session.execute(wanted.offset(paging.offset).limit(paging.size))]
