"""Counting answers and forgetting who gave them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.applications.models import Application
from portal.equality.models import EqualityAsked, EqualityCount
from portal.equality.policy import ANSWER_EQUALITY
from portal.equality.queries import count_row, was_asked
from portal.equality.rules import answers_to_count, equality_form


def count_answers(session: Session, *, application: Application, answers: Mapping[str, Any], actor: Actor) -> None:
    """Add one to the counter of each answer, and note that this group was asked. Nothing else is kept, nor audited.

    A second time counts nothing.
    """
    require(actor, ANSWER_EQUALITY, application)
    if not _first_time(session, application):
        return
    for question in equality_form().by_key.values():
        for answer in answers_to_count(question, answers.get(question.key)):
            _add_one(session, application.round_id, question.key, answer)
    session.flush()


def skip_questions(session: Session, *, application: Application, actor: Actor) -> None:
    """Note that this group was asked, and count nothing."""
    require(actor, ANSWER_EQUALITY, application)
    _first_time(session, application)


def _first_time(session: Session, application: Application) -> bool:
    """Note it; False when it was noted before, also by a colleague at the same moment."""
    if was_asked(session, application):
        return False
    try:
        with session.begin_nested():
            session.add(EqualityAsked(application_id=application.id))
    except IntegrityError:
        return False
    return True


def _add_one(session: Session, round_id: int, question: str, answer: str) -> None:
    row = count_row(session, round_id, question, answer)
    if row is None:
        try:
            with session.begin_nested():
                session.add(EqualityCount(round_id=round_id, question=question, answer=answer, number=1))
            return
        except IntegrityError:  # somebody else began the counter at the same moment
            row = count_row(session, round_id, question, answer)
            assert row is not None
    row.number += 1
