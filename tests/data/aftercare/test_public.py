"""An answer about feedback becomes public in the office's words, once, and is taken down once."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.aftercare.models import FeedbackQuestion
from portal.aftercare.operations import answer, make_public, take_down
from portal.aftercare.queries.public import doubts, public_answers
from portal.aftercare.queries.questions import question_by_reference
from portal.audit.models import AuditEntry
from portal.core.db import Database
from portal.core.refusal import Forbidden, Refused
from tests.support.at_once import at_once
from tests.support.building.applications import person
from tests.support.world import World

SHOWN, ANSWER = "Whom do we talk to first?", "Talk to your council."


def question(session: Session, *, answered: bool = True) -> FeedbackQuestion:
    found = question_by_reference(session, World.feedback_question)
    assert found is not None
    if answered and found.answered_at is None:
        answer(session, question=found, text="Talk to the council of Gosport.", actor=person(session, "olive"))
    return found


def publish(session: Session, by: str = "olive") -> None:
    found = question(session)
    make_public(session, question=found, shown=SHOWN, text=ANSWER, actor=person(session, by))


def test_an_answer_is_public_once_and_can_be_taken_down_and_shown_again(session: Session, world: World) -> None:
    with pytest.raises(Refused, match="Answer the group first"):
        actor = person(session, "olive")
        make_public(session, question=question(session, answered=False), shown=SHOWN, text=ANSWER, actor=actor)
    publish(session)
    found = question(session)
    fund = found.application.round.fund_id
    assert [(one.shown, one.answer) for one in public_answers(session, fund)] == [(SHOWN, ANSWER)]
    assert found.answer == "Talk to the council of Gosport.", "the group keeps its own"
    with pytest.raises(Refused, match="made this public already"):
        publish(session, "piers")
    take_down(session, question=found, actor=person(session, "piers"))
    assert not public_answers(session, fund)
    with pytest.raises(Refused, match="not public any more"):
        take_down(session, question=found, actor=person(session, "olive"))
    publish(session, "piers")
    assert len(public_answers(session, fund)) == 1
    said = [one for one in session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)) if "answer-" in one]
    assert said == ["feedback:answer-public", "feedback:answer-taken-down", "feedback:answer-public"]


def test_only_officers_make_it_public_or_take_it_down(session: Session, world: World) -> None:
    found = question(session)
    for name in ("owen", "asha", "grace"):
        with pytest.raises(Forbidden):
            publish(session, name)
        with pytest.raises(Forbidden):
            take_down(session, question=found, actor=person(session, name))


def test_names_and_copied_words_are_doubted(session: Session, world: World) -> None:
    found = question(session)
    found.text = "Who should we talk to first when we want to hold a club?"
    application = found.application
    other = "Harbour Sisters"
    texts = [
        (application.organisation.name, "names the group that asked"),
        (application.title, "names the group that asked"),
        (application.reference.lower(), "names the group that asked"),
        (person(session, "owen").name, "names a person"),
        (other, "names another group"),
        (found.text, "as the group wrote it"),
    ]
    for words, said in texts:
        assert any(
            said in one
            for one in doubts(session, found, shown=f"Is {words} right?", answer=ANSWER)
            + doubts(session, found, shown=words, answer=ANSWER)
        ), words
    assert doubts(session, found, shown=SHOWN, answer=ANSWER) == []


def test_two_make_it_public_at_once_and_one_is_told(database: Database, world: World) -> None:
    with database.session() as session:
        question(session)
    said = at_once(database, one=publish, other=lambda session: publish(session, "piers"))
    assert sum(word == "done" for word in said.values()) == 1
    assert any("made this public already" in word for word in said.values())
