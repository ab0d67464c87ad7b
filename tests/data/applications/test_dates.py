"""Dates that move: more time for everyone or for one, a later decision; told once to each person."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.applications.models import Application
from portal.applications.operations import declare_outage, extend_for, note_saved, put_off_decision, start, submit
from portal.applications.queries import application_by_reference
from portal.core.clock import as_of, now
from portal.core.dates import date_words, deadline_words
from portal.core.refusal import Forbidden, Refused
from portal.formkit.operations import Saved
from portal.funds.operations import start_assessing
from portal.funds.queries import delays_of, outages_of
from portal.outbox.models import Message
from tests.support.building.applications import person
from tests.support.world import World

SECOND = timedelta(seconds=1)


@pytest.fixture
def olive(session: Session) -> Actor:
    """An officer."""
    return person(session, "olive")


def told(session: Session, template: str) -> list[tuple[str, str]]:
    wanted = select(Message.to_email, Message.about).where(Message.template == template)
    return sorted((row[0], row[1]) for row in session.execute(wanted))


def test_a_fault_of_ours_gives_everyone_more_time_and_tells_those_with_a_draft(
    session: Session, draft: Application, olive: Actor
) -> None:
    round_, before = draft.round, draft.round.closes_at
    later = before + timedelta(hours=6)
    with as_of(before - timedelta(hours=1)):
        declare_outage(session, round_=round_, closes_at=later, words="We were down from 9am to 11am.", actor=olive)
        with pytest.raises(Refused):
            declare_outage(session, round_=round_, closes_at=later, words="The same again.", actor=olive)
    assert round_.closes_at == later
    assert [(one.before_at, one.after_at, one.words) for one in outages_of(session, round_)] == [
        (before, later, "We were down from 9am to 11am.")
    ]
    assert told(session, "round_outage") == [
        ("amina@harbour-sisters.example.org", draft.reference),
        ("beth@harbour-sisters.example.org", draft.reference),
        ("mira@ember.example.org", "SCF27-EMBR"),
    ]
    (message,) = session.scalars(
        select(Message).where(Message.to_email.like("amina%"), Message.about == draft.reference)
    )
    assert f"It now closes at {deadline_words(later)}." in message.body


def test_one_group_gets_more_time_for_writing_and_for_sending_alike(
    session: Session, draft: Application, amina: Actor, olive: Actor
) -> None:
    round_ = draft.round
    closes, until = round_.closes_at, round_.closes_at + timedelta(days=2)
    extend_for(session, round_=round_, organisation=draft.organisation, closes_at=until, reason="Flood", actor=olive)
    session.expire(draft, ["extension"])
    with as_of(closes + timedelta(minutes=1)):
        start_assessing(session, round_=round_, actor=olive)
    with as_of(until - SECOND):
        saved = Saved(9, now(), frozenset({"project_name"}))
        note_saved(session, application=draft, saved=saved, answers={"project_name": "Late but fine"}, actor=amina)
        submit(session, application=draft, actor=amina)
    assert (draft.state, draft.title) == ("submitted", "Late but fine")
    assert told(session, "extension_given") == [
        ("amina@harbour-sisters.example.org", round_.slug),
        ("beth@harbour-sisters.example.org", round_.slug),
    ]


def test_when_the_extra_time_is_over_it_is_over(
    session: Session, draft: Application, amina: Actor, olive: Actor
) -> None:
    until = draft.round.closes_at + timedelta(days=2)
    extend_for(
        session, round_=draft.round, organisation=draft.organisation, closes_at=until, reason="Flood", actor=olive
    )
    session.expire(draft, ["extension"])
    with as_of(until + SECOND), pytest.raises(Refused) as refused:
        submit(session, application=draft, actor=amina)
    assert deadline_words(until) in refused.value.reason
    with as_of(until + timedelta(minutes=6)), pytest.raises(Refused):
        note_saved(session, application=draft, saved=Saved(9, now(), frozenset()), answers={}, actor=amina)


def test_extra_time_is_nobody_elses(session: Session, draft: Application, world: World, olive: Actor) -> None:
    round_, closes = draft.round, draft.round.closes_at
    other = application_by_reference(session, world.sent)
    assert other is not None
    extend_for(
        session,
        round_=round_,
        organisation=other.organisation,
        closes_at=closes + timedelta(days=2),
        reason="x",
        actor=olive,
    )
    with as_of(closes + SECOND), pytest.raises(Refused):
        submit(session, application=draft, actor=person(session, "amina"))


def test_a_group_with_extra_time_may_even_begin(
    session: Session, draft: Application, amina: Actor, olive: Actor
) -> None:
    round_, organisation = draft.round, draft.organisation
    draft.live = None
    until = round_.closes_at + timedelta(days=2)
    with as_of(round_.closes_at + SECOND):
        with pytest.raises(Refused):
            start(session, round_=round_, organisation=organisation, eligibility={}, actor=amina)
        extend_for(session, round_=round_, organisation=organisation, closes_at=until, reason="Ill", actor=olive)
        assert start(session, round_=round_, organisation=organisation, eligibility={}, actor=amina).state == "draft"


def test_more_time_must_be_more_and_only_officers_give_it(
    session: Session, draft: Application, amina: Actor, olive: Actor
) -> None:
    round_, organisation = draft.round, draft.organisation
    with pytest.raises(Refused):
        extend_for(
            session, round_=round_, organisation=organisation, closes_at=round_.closes_at, reason="x", actor=olive
        )
    with pytest.raises(Forbidden):
        extend_for(
            session, round_=round_, organisation=organisation, closes_at=round_.closes_at, reason="x", actor=amina
        )
    round_.state = "decided"
    with pytest.raises(Refused):
        extend_for(
            session,
            round_=round_,
            organisation=organisation,
            closes_at=round_.closes_at + timedelta(days=1),
            reason="x",
            actor=olive,
        )


def test_a_later_decision_is_told_with_an_apology_to_everyone_who_waits(
    session: Session, draft: Application, world: World, olive: Actor
) -> None:
    round_, before = draft.round, draft.round.decision_on
    later = before + timedelta(days=14)
    put_off_decision(session, round_=round_, decision_on=later, reason="Two assessors fell ill.", actor=olive)
    with pytest.raises(Refused):
        put_off_decision(session, round_=round_, decision_on=later, reason="The same.", actor=olive)
    assert round_.decision_on == later
    assert [(one.before_on, one.after_on) for one in delays_of(session, round_)] == [(before, later)]
    assert told(session, "decision_delayed") == [("owen@northway.example.org", world.sent)]
    (message,) = session.scalars(select(Message).where(Message.template == "decision_delayed"))
    assert f"by {date_words(before)}. We are sorry that it will be late." in message.body
    assert f"New date: {date_words(later)}" in message.body
