"""A release at an hour: done once at its time, cancelled before, refused with every check done again."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.applications.operations import put_off_decision
from portal.assessment.operations import pin_conflict
from portal.core.clock import as_of, london, now, today
from portal.core.db import Database
from portal.core.refusal import Forbidden, Refused
from portal.feedback.models import PlannedRelease
from portal.feedback.operations import (
    cancel_release,
    complete_feedback,
    plan_release,
    release_planned,
    release_round,
    remind_of_promises,
    save_feedback,
)
from portal.feedback.operations.releasing import lacks_of
from portal.feedback.operations.writing import fields_of
from portal.feedback.queries import feedback_on, lines
from portal.funds.models import DecisionDelay, Round
from portal.outbox.models import Message
from tests.factories.panel import actor_named, approved, new_application, new_round, recommended, scored, signed
from tests.support.at_once import at_once
from tests.support.cast import account_named

LATER = timedelta(days=2)


def ready(session: Session, count: int = 2) -> tuple[Round, list[Application]]:
    """A round with signed decisions and approved feedback on both principles of each application."""
    made = new_round(session)
    applications = [scored(session, new_application(session, made), asha=[4, 3], ben=[3, 2]) for _ in range(count)]
    for number, one in enumerate(applications):
        recommended(session, one, "not_funded" if number else "fund")
    signed(session, *applications)
    for one in applications:
        approved(session, one)
    return made, applications


def told(session: Session, template: str) -> list[str]:
    """Who was mailed with a template."""
    return list(session.scalars(select(Message.to_email).where(Message.template == template).order_by(Message.id)))


def test_the_worker_releases_at_the_hour_and_not_before(session: Session) -> None:
    made, _ = ready(session)
    olive, at = actor_named(session, "olive"), now() + LATER
    plan = plan_release(session, round_=made, at=at, actor=olive)
    before = len(told(session, "decision_released"))
    assert release_planned(session, at - timedelta(seconds=1)) == 0
    assert (made.state, len(told(session, "decision_released"))) == ("decided", before)
    assert (release_planned(session, at), release_planned(session, at)) == (1, 0)
    assert (made.state, plan.state) == ("announced", "released")
    assert len(told(session, "decision_released")) == before + 2


def test_a_second_hour_an_hour_too_late_and_a_stranger_are_refused(session: Session) -> None:
    made, _ = ready(session)
    olive = actor_named(session, "olive")
    with pytest.raises(Forbidden):
        plan_release(session, round_=made, at=now() + LATER, actor=actor_named(session, "grace"))
    made.decision_on = london(now() + timedelta(days=1)).date()
    session.flush()
    with pytest.raises(Refused, match="Enter a day up to"):
        plan_release(session, round_=made, at=now() + timedelta(days=3), actor=olive)
    plan_release(session, round_=made, at=now() + timedelta(hours=1), actor=olive)
    with pytest.raises(Refused, match="set for an hour already"):
        plan_release(session, round_=made, at=now() + timedelta(hours=2), actor=olive)


def test_cancelled_before_the_hour_it_never_happens(session: Session) -> None:
    made, _ = ready(session)
    olive = actor_named(session, "olive")
    plan_release(session, round_=made, at=now() + LATER, actor=olive)
    cancel_release(session, round_=made, actor=actor_named(session, "piers"))
    assert release_planned(session, now() + LATER * 2) == 0
    assert made.state == "decided"
    with pytest.raises(Refused, match="No release is set"):
        cancel_release(session, round_=made, actor=olive)
    plan_release(session, round_=made, at=now() + LATER, actor=olive)


def test_released_by_hand_the_plan_is_done(session: Session) -> None:
    made, _ = ready(session)
    olive = actor_named(session, "olive")
    plan = plan_release(session, round_=made, at=now() + LATER, actor=olive)
    release_round(session, round_=made, actor=olive)
    assert plan.state == "released"
    assert release_planned(session, now() + LATER * 2) == 0


def test_the_checks_are_done_again_and_officers_hear_why(session: Session) -> None:
    made, applications = ready(session)
    other, _ = ready(session)
    olive = actor_named(session, "olive")
    plan = plan_release(session, round_=made, at=now() + LATER, actor=olive)
    plan_release(session, round_=other, at=now() + LATER, actor=olive)
    text = feedback_on(session, applications[0].reference)
    assert text is not None
    save_feedback(session, feedback=text, fields=fields_of(text), revision=text.revision, actor=olive)
    assert release_planned(session, now() + LATER * 2) == 1
    assert (made.state, other.state, plan.state) == ("decided", "announced", "refused")
    assert applications[0].reference in plan.reason
    assert sorted(told(session, "release_refused")) == ["olive@opcc.example.org", "piers@opcc.example.org"]
    assert not [m for m in session.scalars(select(Message)) if m.about in {a.reference for a in applications}]


def test_an_officer_who_left_releases_nothing(session: Session) -> None:
    made, _ = ready(session)
    plan = plan_release(session, round_=made, at=now() + LATER, actor=actor_named(session, "olive"))
    account_named(session, "olive").suspended_at = now()
    session.flush()
    assert release_planned(session, now() + LATER * 2) == 0
    assert (made.state, plan.state) == ("decided", "refused")
    assert told(session, "release_refused") == ["piers@opcc.example.org"]


def test_who_got_a_link_since_releases_nothing_and_is_not_told_why(session: Session) -> None:
    made, applications = ready(session)
    plan = plan_release(session, round_=made, at=now() + LATER, actor=actor_named(session, "olive"))
    olive = account_named(session, "olive")
    facts = {"kind": "work", "text": "A job.", "actor": actor_named(session, "piers")}
    pin_conflict(session, application=applications[0], person=olive, **facts)
    assert release_planned(session, now() + LATER * 2) == 0
    assert (made.state, plan.state) == ("decided", "refused")
    told = session.scalars(select(Message.to_email).where(Message.template == "release_refused")).all()
    assert "piers@opcc.example.org" in told
    assert olive.email not in told


def test_cancelling_and_the_hour_at_the_same_moment(database: Database) -> None:
    with database.session() as session:
        number = ready(session)[0].id
        plan_release(
            session, round_=session.get_one(Round, number), at=now() + LATER, actor=actor_named(session, "olive")
        )

    def cancel(session: Session) -> None:
        cancel_release(session, round_=session.get_one(Round, number), actor=actor_named(session, "piers"))

    at_once(database, worker=lambda session: release_planned(session, now() + LATER * 2), cancel=cancel)
    with database.session(read_only=True) as session:
        state = session.scalars(select(PlannedRelease.state)).one()
        found = session.get_one(Round, number).state
    assert (state, found) in {("released", "announced"), ("cancelled", "decided")}


def test_nothing_is_released_while_a_scored_principle_has_no_words(session: Session) -> None:
    made, applications = ready(session)
    text = feedback_on(session, applications[0].reference)
    assert text is not None
    lost = text.principles.pop()
    session.delete(lost)
    session.flush()
    session.expire_all()
    olive = actor_named(session, "olive")
    lacking = [lacks_of(line) for line in lines(session, made)]
    assert sorted(lacking) == [[], ["No feedback on principle 2. Careful with public money"]]
    with pytest.raises(Refused, match=applications[0].reference):
        release_round(session, round_=made, actor=olive)
    text = feedback_on(session, applications[0].reference)
    assert text is not None
    assert [complete_feedback(session, feedback=text, actor=olive) for _ in range(2)] == [1, 0]
    assert (text.state, len(text.principles)) == ("draft", 2)


def test_officers_are_reminded_once_near_the_day_and_once_after(session: Session) -> None:
    made, _ = ready(session)
    made.decision_on = made.promised_on = day = date(2026, 12, 4)
    session.execute(Round.__table__.update().where(Round.id != made.id).values(state="archived"))
    session.flush()
    noon = now().replace(year=2026, month=11, day=28, hour=12)
    assert remind_of_promises(session, noon) == 0
    for days in (1, 3, 6):
        remind_of_promises(session, noon + timedelta(days=days))
    assert told(session, "promise_late") == []
    for days in (7, 8, 30):
        remind_of_promises(session, noon + timedelta(days=days))
    both = ["olive@opcc.example.org", "piers@opcc.example.org"]
    assert (told(session, "promise_near"), told(session, "promise_late")) == (both, both)
    with as_of(noon + timedelta(days=8)):
        olive = actor_named(session, "olive")
        put_off_decision(
            session, round_=made, decision_on=day + timedelta(days=20), reason="Two fell ill.", actor=olive
        )
    assert remind_of_promises(session, noon + timedelta(days=9)) == 0
    assert made.promised_on == day


def test_two_officers_put_off_the_same_day_and_each_person_hears_once(database: Database) -> None:
    with database.session() as session:
        made, _ = ready(session)
        number, day = made.id, max(made.decision_on, today()) + timedelta(days=9)

    def put_off(name: str) -> object:
        def act(session: Session) -> None:
            round_ = session.get_one(Round, number)
            put_off_decision(session, round_=round_, decision_on=day, reason="Late.", actor=actor_named(session, name))

        return act

    said = at_once(database, olive=put_off("olive"), piers=put_off("piers"))  # type: ignore[arg-type]
    (refused,) = [words for words in said.values() if words != "done"]
    assert refused.startswith("The new day must be later than")
    with database.session(read_only=True) as session:
        assert len(session.scalars(select(DecisionDelay)).all()) == 1
        assert len(told(session, "decision_delayed")) == len(set(told(session, "decision_delayed"))) == 2
