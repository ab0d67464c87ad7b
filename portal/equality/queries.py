"""Reading counts, and whether a group was asked."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.equality.models import EqualityAsked, EqualityCount
from portal.funds.models import Round


def was_asked(session: Session, application: Application) -> bool:
    """Whether this group has answered or skipped the questions."""
    return session.get(EqualityAsked, application.id) is not None


def count_row(session: Session, round_id: int, question: str, answer: str) -> EqualityCount | None:
    """The counter of one answer, locked."""
    wanted = select(EqualityCount).where(
        EqualityCount.round_id == round_id, EqualityCount.question == question, EqualityCount.answer == answer
    )
    return session.scalar(wanted.with_for_update())


def counts_of(session: Session, round_: Round) -> dict[tuple[str, str], int]:
    """(question, answer) -> how many, for one round."""
    rows = session.scalars(select(EqualityCount).where(EqualityCount.round_id == round_.id))
    return {(row.question, row.answer): row.number for row in rows}
