"""One question for each application, in time, answered once, and the office is reminded."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.aftercare.operations import answer, ask, remind_of_questions
from portal.aftercare.queries.questions import count_questions, question_by_reference, question_on
from portal.assessment.operations import pin_conflict
from portal.core.clock import now
from portal.core.db import Database
from portal.core.refusal import Forbidden, Refused
from portal.feedback.models import Feedback
from portal.feedback.queries import feedback_on
from portal.outbox.models import Message
from portal.triage.operations import give
from tests.support.at_once import at_once
from tests.support.building.applications import person
from tests.support.cast import account_named
from tests.support.world import World


def just_released(session: Session, world: World) -> Feedback:
    found = feedback_on(session, world.announced)
    assert found is not None
    found.released_at = now()
    session.flush()
    return found


def mails(session: Session, template: str) -> list[Message]:
    return list(session.scalars(select(Message).where(Message.template == template)))


def test_a_group_asks_once(session: Session, world: World) -> None:
    feedback = just_released(session, world)
    amina = person(session, "amina")
    asked = ask(session, feedback=feedback, text="What is a baseline?", actor=amina)
    assert ask(session, feedback=feedback, text="What is a baseline?", actor=amina) is asked, "pressed twice"
    with pytest.raises(Refused, match="asked its question already"):
        ask(session, feedback=feedback, text="And another thing?", actor=person(session, "beth"))


def test_only_leads_and_editors_ask_and_only_in_time(session: Session, world: World) -> None:
    feedback = just_released(session, world)
    for name in ("vera", "owen", "olive"):
        with pytest.raises(Forbidden):
            ask(session, feedback=feedback, text="Why?", actor=person(session, name))
    feedback.released_at = now() - timedelta(days=31)
    session.flush()
    with pytest.raises(Refused, match="time to ask about this feedback is over"):
        ask(session, feedback=feedback, text="Why?", actor=person(session, "amina"))


def test_an_answer_is_given_once_and_mailed_to_leads_and_editors_once(session: Session, world: World) -> None:
    asked = ask(session, feedback=just_released(session, world), text="Why?", actor=person(session, "beth"))
    found = question_by_reference(session, asked.reference)
    assert found is not None
    with pytest.raises(Forbidden):
        answer(session, question=found, text="Because.", actor=person(session, "amina"))
    answer(session, question=found, text="Because of the budget.", actor=person(session, "olive"))
    told = Counter(mail.to_name for mail in mails(session, "feedback_answered"))
    assert set(told.values()) == {1}
    names = {person(session, name).name for name in ("amina", "beth")}
    assert names <= set(told)
    assert person(session, "vera").name not in told
    assert "Because of the budget." in mails(session, "feedback_answered")[0].body
    with pytest.raises(Refused, match="answered this question already"):
        answer(session, question=found, text="No.", actor=person(session, "piers"))
    assert found.answer == "Because of the budget."


def test_officers_are_reminded_once_before_and_once_after(session: Session, world: World) -> None:
    found = question_by_reference(session, world.feedback_question)
    assert found is not None
    at = now()
    found.due_on = at.date() + timedelta(days=9)
    session.flush()
    assert remind_of_questions(session, at) == 0
    due = at + timedelta(days=9)
    for _ in range(2):
        remind_of_questions(session, due)
    soon = len(mails(session, "feedback_question_due"))
    assert soon == len({mail.to_email for mail in mails(session, "feedback_question_due")}) > 0
    for _ in range(2):
        remind_of_questions(session, due + timedelta(days=1))
    assert len(mails(session, "feedback_question_due")) == 2 * soon
    answer(session, question=found, text="Talk to your council.", actor=person(session, "olive"))
    assert remind_of_questions(session, due + timedelta(days=2)) == 0
    assert count_questions(session, waiting=True) == 0


def test_an_officer_with_a_link_is_not_reminded(session: Session, world: World) -> None:
    found = question_by_reference(session, world.feedback_question)
    assert found is not None
    olive = account_named(session, "olive")
    facts = {"kind": "work", "text": "A job.", "actor": person(session, "piers")}
    pin_conflict(session, application=found.application, person=olive, **facts)
    remind_of_questions(session, now() + timedelta(days=60))
    told = {mail.to_email for mail in mails(session, "feedback_question_due")}
    assert told
    assert olive.email not in told


def test_only_the_owner_is_reminded_and_everybody_when_the_owner_has_a_link(session: Session, world: World) -> None:
    found = question_by_reference(session, world.feedback_question)
    assert found is not None
    olive, piers = account_named(session, "olive"), account_named(session, "piers")
    give(
        session,
        applications=[found.application],
        owner=piers,
        seen={found.application_id: 0},
        actor=person(session, "olive"),
    )
    late = now() + timedelta(days=60)
    remind_of_questions(session, late)
    assert [mail.to_email for mail in mails(session, "feedback_question_due")] == [piers.email]
    facts = {"kind": "work", "text": "A job.", "actor": person(session, "olive")}
    pin_conflict(session, application=found.application, person=piers, **facts)
    remind_of_questions(session, late)
    told = {mail.to_email for mail in mails(session, "feedback_question_due")}
    assert olive.email in told


def test_two_ask_at_once_and_one_question_stands(database: Database, world: World) -> None:
    with database.session() as session:
        just_released(session, world)

    def asks(name: str) -> Callable[[Session], object]:
        def act(session: Session) -> object:
            feedback = feedback_on(session, world.announced)
            assert feedback is not None
            return ask(session, feedback=feedback, text=f"{name} asks", actor=person(session, name))

        return act

    said = at_once(database, one=asks("amina"), other=asks("beth"))
    assert sorted(word == "done" for word in said.values()) == [False, True]
    assert any("asked its question already" in word for word in said.values())


def test_two_answer_at_once_and_one_answer_stands(database: Database, world: World) -> None:
    def answers(name: str) -> Callable[[Session], object]:
        def act(session: Session) -> object:
            found = question_by_reference(session, world.feedback_question)
            assert found is not None
            return answer(session, question=found, text=f"{name} answers", actor=person(session, name))

        return act

    said = at_once(database, one=answers("olive"), other=answers("piers"))
    winner = [name for name, word in said.items() if word == "done"]
    assert len(winner) == 1
    with database.session(read_only=True) as session:
        feedback = feedback_on(session, "SCF25-NWAY")
        assert feedback is not None
        found = question_on(session, feedback.application_id)
        assert found is not None
        assert found.answer == {"one": "olive answers", "other": "piers answers"}[winner[0]]
        assert len(mails(session, "feedback_answered")) == 1
