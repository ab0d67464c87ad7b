"""Answers about feedback that everyone can read, and what their words are held against."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.aftercare.models import FeedbackQuestion, PublicAnswer
from portal.aftercare.rules.public import recognisable
from portal.feedback.queries.beside import beside


def public_answer_of(session: Session, question_id: int) -> PublicAnswer | None:
    """What was made public of a question, also when it was taken down; as it stands in the database now."""
    wanted = select(PublicAnswer).where(PublicAnswer.question_id == question_id)
    wanted = wanted.options(joinedload(PublicAnswer.published_by)).execution_options(populate_existing=True)
    return session.scalar(wanted)


def public_answers(session: Session, fund_id: int) -> Sequence[PublicAnswer]:
    """What everyone reads about the feedback of a fund's rounds, the newest first."""
    wanted = select(PublicAnswer).where(PublicAnswer.fund_id == fund_id, PublicAnswer.taken_down_at.is_(None))
    return session.scalars(wanted.order_by(PublicAnswer.answered_at.desc(), PublicAnswer.id.desc())).all()


def doubts(session: Session, question: FeedbackQuestion, *, shown: str, answer: str) -> list[str]:
    """What to look at before everyone reads it: names of the group, of its people and of others; copied words."""
    application = question.application
    facts = beside(session, application)
    names = [application.organisation.name, application.title, application.reference]
    return recognisable(
        {"The question": shown, "The answer": answer},
        own=names,
        asked=question.text,
        people=facts.people,
        groups=facts.groups,
        elsewhere=facts.elsewhere,
    )
