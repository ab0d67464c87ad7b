"""Giving many applications out, giving one back, last days and reminders, weights, expertise, readings."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.assessment.models import ApplicationReading
from portal.assessment.operations import (
    assign_all,
    decline,
    keep_expertise,
    note_readings,
    pin_conflict,
    remind_assessors,
    remind_now,
    set_blind,
    set_last_day,
    set_weights,
)
from portal.assessment.queries import assignment_of, assignments_to
from portal.assessment.queries.people import expertise
from portal.assessment.queries.sharing import work_of
from portal.assessment.rules.fair import share_out
from portal.core.clock import as_of, now, today
from portal.core.refusal import Refused
from portal.outbox.models import Message
from tests.factories.panel import actor_named, new_application, new_round, scored
from tests.support.cast import account_named


def test_what_is_shown_is_given_out_and_the_rest_is_told(session: Session) -> None:
    round_ = new_round(session, assessors=2)
    made = [new_application(session, round_) for _ in range(4)]
    olive, dev = actor_named(session, "olive"), account_named(session, "dev")
    pin_conflict(session, application=made[0], person=dev, kind="work", text="A job.", actor=olive)
    work = work_of(session, round_)
    people = [account_named(session, name) for name in ("asha", "ben", "dev")]
    sharing = share_out(work.wanted, work.scorers([person.id for person in people], 10), work.barred)
    assert len(sharing.given) == 8 and (made[0].id, dev.id) not in sharing.given
    pairs = [(work.applications[a], work.people[who]) for a, who in sharing.given]
    assert assign_all(session, pairs=pairs, actor=olive) == []
    assert assign_all(session, pairs=pairs, actor=olive) == [], "pressed twice"
    assert [len(assignments_to(session, one.id)) for one in made] == [2, 2, 2, 2]
    assert {one.state for one in made} == {"assessing"}
    left = assign_all(session, pairs=[(made[0], people[2]), (made[1], account_named(session, "cara"))], actor=olive)
    assert left == [
        f"{made[0].reference} has enough assessors by now.",
        f"{made[1].reference} has enough assessors by now.",
    ]


def test_giving_back_tells_the_officer_and_is_not_given_again_by_itself(session: Session) -> None:
    round_ = new_round(session)
    application = new_application(session, round_)
    dev = actor_named(session, "dev")
    assign_all(session, pairs=[(application, account_named(session, "dev"))], actor=actor_named(session, "olive"))
    assignment = assignment_of(session, application.reference, dev.account_id)
    assert assignment is not None
    with pytest.raises(Refused, match="why you give it back"):
        decline(session, assignment=assignment, reason=" ", actor=dev)
    decline(session, assignment=assignment, reason="Not my field.", actor=dev)
    assert (assignment.state, assignment.declined_reason) == ("declined", "Not my field.")
    message = session.scalar(select(Message).where(Message.template == "assignment_declined"))
    assert message is not None and message.to_email == account_named(session, "olive").email
    assert "Not my field." in message.body and application.title not in message.body
    assert (application.id, dev.account_id) in work_of(session, round_).barred


def test_reminders_go_once_for_each_day(session: Session) -> None:
    round_ = new_round(session)
    olive = actor_named(session, "olive")
    assign_all(session, pairs=[(new_application(session, round_), account_named(session, "dev"))], actor=olive)
    with pytest.raises(Refused, match="not over"):
        set_last_day(session, round_=round_, day=today() - timedelta(days=1), actor=olive)
    set_last_day(session, round_=round_, day=today() + timedelta(days=6), actor=olive)

    def mails() -> int:
        wanted = select(func.count(Message.id)).where(Message.template == "scores_due", Message.about == round_.slug)
        return session.scalar(wanted) or 0

    remind_assessors(session, now())
    assert mails() == 0, "six days before"
    for days, sent in ((1, 1), (2, 1), (5, 2), (6, 2), (7, 2)):
        with as_of(now() + timedelta(days=days)):
            remind_assessors(session, now())
        assert mails() == sent, days
    late = new_round(session)
    assign_all(session, pairs=[(new_application(session, late), account_named(session, "dev"))], actor=olive)
    set_last_day(session, round_=late, day=today() + timedelta(days=1), actor=olive)
    with as_of(now() + timedelta(days=9)):
        assert remind_assessors(session, now()) == 0, "the worker was away until the last day was over"
    remind_now(session, round_=round_, actor=olive)
    remind_now(session, round_=round_, actor=olive)
    assert mails() == 3
    body = session.scalar(select(Message.body).where(Message.template == "scores_due", Message.about == round_.slug))
    assert body is not None and "1 application" in body and "Project" not in body


def test_weights_come_to_the_whole_and_stand_once_a_score_is_sent(session: Session) -> None:
    round_ = new_round(session)
    olive = actor_named(session, "olive")
    with pytest.raises(Refused, match="100%"):
        set_weights(session, round_=round_, weights={1: 700, 2: 299}, actor=olive)
    set_weights(session, round_=round_, weights={1: 1000, 2: 0}, actor=olive)
    assert [criterion.weight for criterion in round_.criteria] == [1000, 0]
    scored(session, new_application(session, round_), asha=[4, 4])
    with pytest.raises(Refused, match="Scores were sent already"):
        set_weights(session, round_=round_, weights={1: 500, 2: 500}, actor=olive)
    with pytest.raises(Refused, match="given out already"):
        set_blind(session, round_=round_, blind=True, actor=olive)


def test_expertise_replaces_what_was_there(session: Session) -> None:
    dev = actor_named(session, "dev")
    keep_expertise(session, themes=["hate_crime", "stalking"], districts=["E07000086"], actor=dev)
    keep_expertise(session, themes=["stalking"], districts=[], actor=dev)
    assert expertise(session)[dev.account_id or 0] == {"theme": frozenset({"stalking"})}
    with pytest.raises(Refused):
        keep_expertise(session, themes=["made_up"], districts=[], actor=dev)


def test_a_reading_is_written_down_once_while_the_page_is_open(session: Session) -> None:
    application = scored(session, new_application(session, new_round(session)), asha=[3, 3])
    asha = actor_named(session, "asha")

    def readings() -> int:
        wanted = select(func.count(ApplicationReading.id)).where(ApplicationReading.application_id == application.id)
        return session.scalar(wanted) or 0

    for minutes, count in ((0, 1), (9, 1), (10, 2), (31, 3)):
        with as_of(now() + timedelta(minutes=minutes)):
            note_readings(session, application_ids=[application.id], page="score", actor=asha)
        assert readings() == count, minutes
    note_readings(session, application_ids=[application.id], page="compare", actor=asha)
    assert readings() == 4
