"""Questions: asked by anyone until the cut-off, answered once, the asker never shown."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.access.actor import ANONYMOUS
from portal.audit.models import AuditEntry
from portal.core.clock import as_of
from portal.core.refusal import Forbidden, Refused
from portal.funds import operations
from portal.funds.models import Round, RoundQuestion
from portal.funds.queries import answered_questions, public_round, question_by_reference
from portal.funds.rules import MOST_IN_A_SPELL, questions_until
from portal.outbox.models import Message
from tests.support.building.applications import person
from tests.support.building.finding import KIT
from tests.support.world import World

ZOE = "zoe@example.org"


@pytest.fixture
def round_(session: Session, world: World) -> Round:
    found = public_round(session, world.open_round)
    assert found is not None
    return found


@pytest.fixture
def question(session: Session, world: World) -> RoundQuestion:
    found = question_by_reference(session, world.question)
    assert found is not None
    return found


def ask(session: Session, round_: Round, text: str = "May we pay fares?", email: str = ZOE) -> RoundQuestion:
    return operations.ask(session, round_=round_, email=email, text=text, visitor="v", actor=ANONYMOUS)


def told(session: Session, email: str, template: str) -> list[Message]:
    wanted = select(Message).where(Message.to_email == email, Message.template == template)
    return list(session.scalars(wanted.order_by(Message.id)))


def test_the_same_question_twice_is_one_and_its_audit_names_nobody(session: Session, round_: Round) -> None:
    first = ask(session, round_)
    assert ask(session, round_, email="Zoe@Example.org") is first
    assert ask(session, round_, text="May we pay fares? And food?") is not first
    entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "question:asked")).all()
    assert ZOE not in str([(entry.actor_name, entry.subject, entry.detail) for entry in entries])


def test_nobody_asks_after_the_cut_off(session: Session, round_: Round) -> None:
    with as_of(questions_until(round_) - timedelta(seconds=2)):
        ask(session, round_)
    with as_of(questions_until(round_)), pytest.raises(Refused, match="You could ask about"):
        ask(session, round_, text="Too late?")


def test_one_network_may_ask_only_so_often(session: Session, round_: Round) -> None:
    for i in range(MOST_IN_A_SPELL["ask"]):
        ask(session, round_, text=f"Question {i}?")
    with pytest.raises(Refused, match="Wait an hour"):
        ask(session, round_, text="One more?")


def test_an_answer_for_everyone_reaches_asker_and_followers_once(
    session: Session, round_: Round, question: RoundQuestion
) -> None:
    olive = person(session, "olive")
    operations.follow(session, fund=round_.fund, actor=person(session, "amina"))
    operations.answer(session, question=question, shown="May we pay for a van?", text="Yes, by the hour.", actor=olive)
    [to_asker] = told(session, KIT, "question_answered")
    assert "Yes, by the hour." in to_asker.body and to_asker.secret_link is None
    [to_follower] = told(session, "amina@harbour-sisters.example.org", "fund_question")
    assert "May we pay for a van?" in to_follower.body
    assert "Kit" not in to_follower.body and KIT not in to_follower.body
    assert told(session, KIT, "fund_question") == []  # who asked has heard already
    shown = answered_questions(session, round_.id)
    assert [(one.shown, one.answer, one.answered_by_id) for one in shown] == [
        ("May we pay for a van?", "Yes, by the hour.", olive.account_id)
    ]
    with pytest.raises(Refused):
        operations.answer(session, question=question, shown="Other", text="No.", actor=person(session, "piers"))
    session.rollback()


def test_a_private_answer_is_for_the_asker_alone(session: Session, round_: Round, question: RoundQuestion) -> None:
    operations.follow(session, fund=round_.fund, actor=person(session, "amina"))
    operations.decline(session, question=question, text="Please call us.", actor=person(session, "olive"))
    [to_asker] = told(session, KIT, "question_private")
    assert "Please call us." in to_asker.body
    assert answered_questions(session, round_.id) == []
    assert session.scalar(select(func.count(Message.id)).where(Message.template == "fund_question")) == 0
    assert question.shown == ""


@pytest.mark.parametrize("name", ["amina", "asha", "grace", "sam", "ines"])
def test_only_officers_answer(session: Session, question: RoundQuestion, name: str) -> None:
    actor = person(session, name)
    with pytest.raises(Forbidden):
        operations.answer(session, question=question, shown="a", text="b", actor=actor)
    with pytest.raises(Forbidden):
        operations.decline(session, question=question, text="b", actor=actor)
