"""Asking about some answers after sending: only those open again, both versions kept, one reply."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.applications.models import Application, InformationRequest, Snapshot
from portal.applications.operations import (
    ask_for_information,
    find_eligible,
    note_reply_read,
    note_reply_saved,
    reply_problems,
    send_reply,
    take_request_back,
    withdraw,
)
from portal.applications.queries import application_by_reference, latest_snapshot, open_request, unread_replies
from portal.cli.invariants import faults
from portal.core.clock import today
from portal.core.refusal import Forbidden, Refused
from portal.formkit.operations import Saved, save_answers
from portal.formkit.queries import answers_of, form_of, sections_of
from portal.outbox.models import Message
from tests.support.building.applications import person
from tests.support.world import World


@pytest.fixture
def sent(session: Session, world: World) -> Application:
    """Northway Youth's application, about whose `problem` the office has asked."""
    found = application_by_reference(session, world.sent)
    assert found is not None
    return found


@pytest.fixture
def asked(session: Session, sent: Application) -> InformationRequest:
    """That request."""
    found = open_request(session, sent.id)
    assert found is not None
    return found


@pytest.fixture
def owen(session: Session) -> Actor:
    """Who leads Northway Youth."""
    return person(session, "owen")


@pytest.fixture
def olive(session: Session) -> Actor:
    """An officer."""
    return person(session, "olive")


def write(session: Session, asked: InformationRequest, key: str, value: object, actor: Actor) -> Saved:
    section, _step = form_of(asked.response.form_version).place_of[key]
    base = sections_of(session, asked.response)[section.key].revision
    saved = save_answers(session, response=asked.response, section=section, values={key: value}, base=base, actor=actor)
    note_reply_saved(session, request=asked, saved=saved, actor=actor)
    return saved


def told(session: Session, template: str) -> list[str]:
    return sorted(session.scalars(select(Message.to_email).where(Message.template == template)))


def test_the_reply_takes_the_place_of_the_old_answer_and_both_are_kept(
    session: Session, sent: Application, asked: InformationRequest, owen: Actor
) -> None:
    old = answers_of(session, sent.response)
    first = latest_snapshot(session, sent)
    assert first is not None
    write(session, asked, "problem", "The caretaker and forty neighbours told us.", owen)
    assert answers_of(session, sent.response) == old
    reply = send_reply(session, request=asked, actor=owen)
    assert answers_of(session, sent.response) == old | {"problem": "The caretaker and forty neighbours told us."}
    assert (asked.before, asked.after) == (
        {"problem": old["problem"]},
        {"problem": "The caretaker and forty neighbours told us."},
    )
    assert (reply.number, reply.in_reply_to_id) == (first.number + 1, asked.id)
    assert json.loads(reply.document)["answers"]["problem"] == "The caretaker and forty neighbours told us."
    assert json.loads(first.document)["answers"]["problem"] == old["problem"]
    assert (sent.state, sent.response.frozen_at is None) == ("submitted", False)
    assert faults(session) == []


def test_sending_the_reply_twice_is_sending_it_once(
    session: Session, sent: Application, asked: InformationRequest, owen: Actor
) -> None:
    first = send_reply(session, request=asked, actor=owen)
    assert send_reply(session, request=asked, actor=owen) is first
    assert session.scalar(select(func.count(Snapshot.id)).where(Snapshot.application_id == sent.id)) == 2
    assert told(session, "reply_received") == ["owen@northway.example.org"]


def test_the_group_is_told_once_what_is_asked(session: Session, asked: InformationRequest) -> None:
    assert told(session, "application_more_info") == ["owen@northway.example.org"]
    (message,) = session.scalars(select(Message).where(Message.template == "application_more_info"))
    assert "Please say who told you this." in message.body


def test_an_incomplete_reply_is_refused_with_what_is_missing(
    session: Session, asked: InformationRequest, owen: Actor
) -> None:
    write(session, asked, "problem", "", owen)
    assert list(reply_problems(session, request=asked)) == ["problem"]
    with pytest.raises(Refused) as refused:
        send_reply(session, request=asked, actor=owen)
    assert "Your reply is not complete" in refused.value.reason


def test_one_request_at_a_time_and_none_in_the_past_or_about_nothing(
    session: Session, sent: Application, asked: InformationRequest, olive: Actor
) -> None:
    facts = {"application": sent, "words": "More.", "actor": olive}
    with pytest.raises(Refused):
        ask_for_information(session, questions=["evidence"], due_on=today(), **facts)
    take_request_back(session, request=asked, actor=olive)
    with pytest.raises(Refused):
        ask_for_information(session, questions=["evidence"], due_on=today() - timedelta(days=1), **facts)
    with pytest.raises(Refused):
        ask_for_information(session, questions=["no such question"], due_on=today(), **facts)
    again = ask_for_information(session, questions=["evidence"], due_on=today(), **facts)
    assert (again.number, again.questions) == (2, ["evidence"])


def test_what_is_asked_together_may_hang_together(
    session: Session, sent: Application, asked: InformationRequest, owen: Actor, olive: Actor
) -> None:
    take_request_back(session, request=asked, actor=olive)
    request = ask_for_information(
        session, application=sent, questions=["is_partnership"], words="Alone?", due_on=today(), actor=olive
    )
    assert request.questions == ["is_partnership", "partner_organisations"]
    write(session, request, "is_partnership", "yes", owen)
    write(session, request, "partner_organisations", [], owen)
    assert list(reply_problems(session, request=request)) == ["partner_organisations"]


def test_after_it_was_taken_back_or_scoring_began_nothing_is_saved(
    session: Session, sent: Application, asked: InformationRequest, owen: Actor, olive: Actor
) -> None:
    find_eligible(session, application=sent, actor=olive)
    write(session, asked, "problem", "Still in time.", owen)
    sent.state = "assessing"
    with pytest.raises(Refused):
        write(session, asked, "problem", "Too late.", owen)
    with pytest.raises(Refused):
        send_reply(session, request=asked, actor=owen)
    sent.state = "eligible"
    take_request_back(session, request=asked, actor=olive)
    with pytest.raises(Refused):
        write(session, asked, "problem", "Nobody asks.", owen)
    with pytest.raises(Refused):
        take_request_back(session, request=asked, actor=olive)


def test_withdrawing_ends_what_is_asked(
    session: Session, sent: Application, asked: InformationRequest, owen: Actor
) -> None:
    withdraw(session, application=sent, actor=owen)
    assert (asked.open, asked.cancelled_at is None) == (None, False)


def test_only_the_office_asks_and_only_a_lead_replies(
    session: Session, sent: Application, asked: InformationRequest, owen: Actor
) -> None:
    with pytest.raises(Forbidden):
        ask_for_information(session, application=sent, questions=["evidence"], words="x", due_on=today(), actor=owen)
    with pytest.raises(Forbidden):
        send_reply(session, request=asked, actor=person(session, "amina"))


def test_a_reply_waits_until_the_office_has_read_it(
    session: Session, asked: InformationRequest, owen: Actor, olive: Actor
) -> None:
    assert unread_replies(session) == 0
    send_reply(session, request=asked, actor=owen)
    assert unread_replies(session) == 1
    note_reply_read(session, request=asked, actor=olive)
    note_reply_read(session, request=asked, actor=olive)
    assert unread_replies(session) == 0
