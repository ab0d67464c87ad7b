"""Calls instead of a question: put up, booked by one, moved, cancelled, and never by or for somebody with a link."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.aftercare.models import CallSlot, FeedbackQuestion
from portal.aftercare.operations import ask, book, cancel, put_up, take_down_slot
from portal.aftercare.queries.calls import call_of, free_slots, slots_of_round
from portal.aftercare.rules.calls import starts_of
from portal.assessment.operations import pin_conflict
from portal.core.clock import as_of, now, today
from portal.core.db import Database
from portal.core.refusal import Forbidden, Refused
from portal.feedback.models import Feedback
from portal.feedback.queries import feedback_on
from portal.outbox.models import Message
from tests.support.at_once import at_once
from tests.support.building.applications import person
from tests.support.cast import account_named
from tests.support.world import World

PHONE = "01962 555 0123"


def released(session: Session, reference: str) -> Feedback:
    found = feedback_on(session, reference)
    assert found is not None
    found.released_at = now()
    session.flush()
    return found


def starts(days: int = 3, count: int = 2) -> list[datetime]:
    return starts_of(today() + timedelta(days=days), time(10), count)


def put(session: Session, feedback: Feedback, name: str = "olive", days: int = 3) -> list[CallSlot]:
    put_up(session, round_=feedback.application.round, starts=starts(days), actor=person(session, name))
    officer = account_named(session, name)
    return [one for one in slots_of_round(session, feedback.application.round_id) if one.officer_id == officer.id]


def told(session: Session) -> Counter[tuple[str, str]]:
    found = session.scalars(select(Message).where(Message.template.startswith("feedback_call")))
    return Counter((one.template.removeprefix("feedback_call_"), one.to_name.split()[0]) for one in found)


def test_calls_are_put_up_once_from_tomorrow_on(session: Session, world: World) -> None:
    feedback = released(session, world.announced)
    first = put(session, feedback)
    assert [one.starts_at for one in first] == starts()
    assert put_up(session, round_=feedback.application.round, starts=starts(), actor=person(session, "olive")) == 0
    with pytest.raises(Refused, match="from tomorrow on"):
        put(session, feedback, days=0)
    with pytest.raises(Forbidden):
        put(session, feedback, name="amina")
    late = starts_of(today() + timedelta(days=3), time(23, 30), 3)
    with pytest.raises(Refused, match="after the end of the day"):
        put_up(session, round_=feedback.application.round, starts=late, actor=person(session, "olive"))


def test_a_call_is_booked_moved_and_cancelled_and_everybody_is_told_once(session: Session, world: World) -> None:
    feedback, amina = released(session, world.announced), person(session, "amina")
    one, two = put(session, feedback)
    for _ in range(2):
        book(session, feedback=feedback, reference=one.reference, phone=PHONE, actor=amina)
    assert told(session) == {("booked", "Amina"): 1, ("to_make", "Olive"): 1}
    book(session, feedback=feedback, reference=two.reference, phone=PHONE, actor=person(session, "beth"))
    assert (one.application_id, one.phone) == (None, "")
    assert call_of(session, feedback.application_id) is two
    assert told(session)["cancelled", "Olive"] == 1
    for _ in range(2):
        cancel(session, feedback=feedback, actor=amina)
    assert told(session) == {
        ("booked", "Amina"): 1, ("booked", "Beth"): 1, ("to_make", "Olive"): 2, ("cancelled", "Olive"): 2
    }  # fmt: skip
    book(session, feedback=feedback, reference=one.reference, phone=PHONE, actor=amina)
    assert told(session)["booked", "Amina"] == 2, "the same call again is told again"


def test_only_leads_and_editors_book_with_a_number_and_in_time(session: Session, world: World) -> None:
    feedback = released(session, world.announced)
    one, _ = put(session, feedback)
    later, _ = put(session, feedback, name="piers", days=4)
    for name in ("vera", "owen", "olive"):
        with pytest.raises(Forbidden):
            book(session, feedback=feedback, reference=one.reference, phone=PHONE, actor=person(session, name))
    amina = person(session, "amina")
    for phone in ("call me", "0" * 41):
        with pytest.raises(Refused, match="phone number"):
            book(session, feedback=feedback, reference=one.reference, phone=phone, actor=amina)
    book(session, feedback=feedback, reference=one.reference, phone=PHONE, actor=amina)
    with as_of(one.starts_at - timedelta(hours=2)):
        with pytest.raises(Refused, match="cannot be changed here"):
            book(session, feedback=feedback, reference=later.reference, phone=PHONE, actor=amina)
        with pytest.raises(Refused, match="cannot be changed here"):
            cancel(session, feedback=feedback, actor=amina)
    cancel(session, feedback=feedback, actor=amina)
    with as_of(one.starts_at - timedelta(hours=2)), pytest.raises(Refused, match="Choose another"):
        book(session, feedback=feedback, reference=one.reference, phone=PHONE, actor=amina)
    feedback.released_at = now() - timedelta(days=40)
    session.flush()
    with pytest.raises(Refused, match="time to book a call"):
        book(session, feedback=feedback, reference=one.reference, phone=PHONE, actor=amina)


def test_a_group_has_a_call_or_a_question_not_both(session: Session, world: World) -> None:
    feedback, amina = released(session, world.announced), person(session, "amina")
    one, _ = put(session, feedback)
    book(session, feedback=feedback, reference=one.reference, phone=PHONE, actor=amina)
    with pytest.raises(Refused, match="has booked a call"):
        ask(session, feedback=feedback, text="Why?", actor=amina)
    cancel(session, feedback=feedback, actor=amina)
    ask(session, feedback=feedback, text="Why?", actor=amina)
    with pytest.raises(Refused, match="in writing"):
        book(session, feedback=feedback, reference=one.reference, phone=PHONE, actor=amina)


def test_nobody_is_offered_an_officer_with_a_link(session: Session, world: World) -> None:
    feedback = released(session, world.announced)
    mine, _ = put(session, feedback)
    linked, _ = put(session, feedback, name="piers", days=4)
    pin_conflict(
        session, application=feedback.application, person=account_named(session, "piers"), kind="work",
        text="A trustee.", actor=person(session, "olive"),
    )  # fmt: skip
    offered = free_slots(session, feedback.application, now())
    assert mine in offered and linked not in offered
    with pytest.raises(Refused, match="Choose another"):
        book(
            session, feedback=feedback, reference=linked.reference, phone=PHONE, actor=person(session, "amina")
        )  # fmt: skip


def test_a_booked_call_is_not_taken_down(session: Session, world: World) -> None:
    feedback = released(session, world.announced)
    one, two = put(session, feedback)
    book(session, feedback=feedback, reference=one.reference, phone=PHONE, actor=person(session, "amina"))
    with pytest.raises(Refused, match="Phone them first"):
        take_down_slot(session, slot=one, actor=person(session, "olive"))
    take_down_slot(session, slot=two, actor=person(session, "piers"))
    assert slots_of_round(session, feedback.application.round_id) == [one]


def test_two_groups_press_at_once_and_one_has_the_call(database: Database, world: World) -> None:
    with database.session() as session:
        for reference in (world.announced, "SCF25-NWAY"):
            found = released(session, reference)
        for question in session.scalars(select(FeedbackQuestion)):
            session.delete(question)
        slot = put(session, found)[0].reference

    def pressed(reference: str, name: str) -> Callable[[Session], object]:
        def act(session: Session) -> object:
            feedback = feedback_on(session, reference)
            assert feedback is not None
            return book(session, feedback=feedback, reference=slot, phone=PHONE, actor=person(session, name))

        return act

    said = at_once(database, one=pressed(world.announced, "amina"), other=pressed("SCF25-NWAY", "owen"))
    assert sorted(word == "done" for word in said.values()) == [False, True]
    assert any("Somebody else has just booked that call" in word for word in said.values())
    with database.session(read_only=True) as session:
        booked = session.scalars(select(CallSlot).where(CallSlot.application_id.is_not(None))).all()
        assert len(booked) == 1
        assert told(session)["to_make", "Olive"] == 1
