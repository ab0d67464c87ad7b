"""Membership: sent once and whole, answered by an officer, counted to its last day."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.accounts.operations import acting_as
from portal.core.clock import now, today
from portal.core.refusal import Forbidden, Refused
from portal.core.workflow import StateChange
from portal.formkit.queries import answers_of
from portal.organisations import operations, queries
from portal.organisations.models import Membership, ReachKind
from portal.outbox.models import Message
from tests.support.building.organisations import HARBOUR, LANTERN, NORTHWAY, fill_in, lead_of
from tests.support.cast import CAST, account_named


@pytest.fixture
def lantern(session: Session) -> Membership:
    found = queries.membership_of(session, LANTERN)
    assert found is not None
    return found


@pytest.fixture
def olive(session: Session) -> Actor:
    return acting_as(account_named(session, "olive"))


@pytest.fixture
def lena(session: Session, lantern: Membership) -> Actor:
    return lead_of(session, lantern.organisation, "lena")


def _mails(session: Session, name: str) -> list[str]:
    found = select(Message.template).where(Message.to_email == CAST[name].email).order_by(Message.id)
    return list(session.scalars(found))


def _moves(session: Session, membership: Membership) -> list[str]:
    found = select(StateChange.move).where(
        StateChange.subject_type == "membership", StateChange.subject_id == membership.id
    )
    return list(session.scalars(found.order_by(StateChange.id)))


def test_a_form_that_is_not_whole_is_not_sent(session: Session) -> None:
    nell = acting_as(account_named(session, "nell"))
    made = operations.create_organisation(session, name="Quay Gardeners", kind="unincorporated", actor=nell)
    assert made.membership is not None
    with pytest.raises(Refused, match="not complete"):
        operations.apply(session, membership=made.membership, actor=lead_of(session, made, "nell"))
    assert (made.membership.state, _mails(session, "nell")) == ("draft", [])


def test_a_form_is_sent_once(session: Session, lantern: Membership, lena: Actor) -> None:
    assert (lantern.state, _mails(session, "lena"), _moves(session, lantern)) == (
        "applied",
        ["network_received"],
        ["apply"],
    )
    with pytest.raises(Refused):
        operations.apply(session, membership=lantern, actor=lena)
    with pytest.raises(Refused, match="sent"):
        fill_in(session, lantern.organisation, {"org_name": "Other"}, lena)


def test_a_kind_that_cannot_join_is_not_sent_whatever_the_form_says(
    session: Session, lantern: Membership, lena: Actor, olive: Actor
) -> None:
    operations.ask_for_more(session, membership=lantern, request="Who owns it?", reply_by=today(), actor=olive)
    fill_in(session, lantern.organisation, {"org_type": "for_profit"}, lena)
    with pytest.raises(Refused, match="do not share profits"):
        operations.apply(session, membership=lantern, actor=lena)


def test_approval_copies_the_facts_and_tells_the_leads(session: Session, lantern: Membership, olive: Actor) -> None:
    assert queries.is_approved_member(session, lantern.organisation_id) is False
    until = today() + timedelta(days=365)
    operations.approve(
        session, membership=lantern, until=until, conditions="Sign your rules", despite_checks=True, actor=olive
    )
    place = lantern.organisation
    facts = (place.kind, place.income_band, place.reaches(ReachKind.DISTRICT), place.postcode, place.address_private)
    assert facts == ("unincorporated", "under_10k", ["E06000045"], "SO14 2AA", False)
    assert (lantern.state, lantern.approved_until, lantern.message) == ("approved", until, "Sign your rules")
    assert _mails(session, "lena") == ["network_received", "network_approved"]
    assert queries.is_approved_member(session, lantern.organisation_id) is True
    with time_machine.travel(now() + timedelta(days=366)):
        assert queries.is_approved_member(session, lantern.organisation_id) is False


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_approval_lasts_from_tomorrow_to_twelve_months(
    session: Session, lantern: Membership, olive: Actor, days: int
) -> None:
    with pytest.raises(Refused):
        operations.approve(
            session, membership=lantern, until=today() + timedelta(days=days), conditions="", actor=olive
        )
    assert lantern.state == "applied"


def test_more_is_asked_and_sent_again(session: Session, lantern: Membership, lena: Actor, olive: Actor) -> None:
    reply_by = today() + timedelta(days=7)
    operations.ask_for_more(session, membership=lantern, request="Send your rules", reply_by=reply_by, actor=olive)
    assert (lantern.state, lantern.message, lantern.reply_by) == ("more_information", "Send your rules", reply_by)
    fill_in(session, lantern.organisation, {"volunteers": 14}, lena)
    operations.apply(session, membership=lantern, actor=lena)
    assert (lantern.state, _moves(session, lantern)) == ("applied", ["apply", "ask", "apply"])
    assert _mails(session, "lena") == ["network_received", "network_more_info", "network_received"]


def test_a_no_has_a_reason_of_the_pack_and_can_be_asked_again(
    session: Session, lantern: Membership, lena: Actor, olive: Actor
) -> None:
    with pytest.raises(Refused, match="one of the reasons"):
        operations.decline(session, membership=lantern, reason="Because", next_steps="Nothing", actor=olive)
    operations.decline(session, membership=lantern, reason="Not in our area", next_steps="Try Dorset", actor=olive)
    assert (lantern.state, lantern.message) == ("declined", "Not in our area.\n\nTry Dorset")
    with pytest.raises(Refused, match="sent"):
        fill_in(session, lantern.organisation, {"volunteers": 14}, lena)
    operations.ask_again(session, membership=lantern, actor=lena)
    fill_in(session, lantern.organisation, {"volunteers": 14}, lena)
    operations.apply(session, membership=lantern, actor=lena)
    assert _moves(session, lantern) == ["apply", "decline", "ask_again", "apply"]


def test_a_no_closes_a_form_that_was_open_for_more(
    session: Session, lantern: Membership, lena: Actor, olive: Actor
) -> None:
    operations.ask_for_more(session, membership=lantern, request="Send your rules", reply_by=today(), actor=olive)
    operations.decline(session, membership=lantern, reason="No governing document", next_steps="Write one", actor=olive)
    with pytest.raises(Refused, match="sent"):
        fill_in(session, lantern.organisation, {"volunteers": 14}, lena)


def test_only_officers_answer_and_only_leads_send(session: Session, lantern: Membership, lena: Actor) -> None:
    for name in ("sam", "grace", "asha", "ines"):
        other = acting_as(account_named(session, name))
        with pytest.raises(Forbidden):
            operations.approve(session, membership=lantern, until=today(), conditions="", actor=other)
    with pytest.raises(Forbidden):
        operations.decline(session, membership=lantern, reason="Not in our area", next_steps="x", actor=lena)
    owen = lead_of(session, queries.organisation_by_reference(session, NORTHWAY) or lantern.organisation, "owen")
    for act in (operations.apply, operations.ask_again):
        with pytest.raises(Forbidden) as refusal:
            act(session, membership=lantern, actor=owen)
        assert refusal.value.hidden


def test_doubles_are_found_by_name_and_number(session: Session, lantern: Membership, lena: Actor, olive: Actor) -> None:
    def found() -> list[str]:
        return [other.organisation.reference for other in queries.alike(session, lantern.organisation_id)]

    assert found() == []
    operations.ask_for_more(session, membership=lantern, request="x", reply_by=today(), actor=olive)
    fill_in(session, lantern.organisation, {"org_name": "The HARBOUR-SISTERS Ltd."}, lena)
    operations.apply(session, membership=lantern, actor=lena)
    assert found() == [HARBOUR]
    operations.ask_for_more(session, membership=lantern, request="x", reply_by=today(), actor=olive)
    fill_in(session, lantern.organisation, {"org_type": "cio", "charity_number": "1099999"}, lena)
    operations.apply(session, membership=lantern, actor=lena)
    assert found() == [HARBOUR, NORTHWAY]


def test_a_number_in_a_form_that_waits_is_found_too(session: Session, lantern: Membership, olive: Actor) -> None:
    nell = acting_as(account_named(session, "nell"))
    made = operations.create_organisation(session, name="Quay Gardeners", kind="cio", actor=nell)
    lena = lead_of(session, lantern.organisation, "lena")
    operations.ask_for_more(session, membership=lantern, request="x", reply_by=today(), actor=olive)
    fill_in(session, lantern.organisation, {"org_type": "cio", "charity_number": "1077777"})
    operations.apply(session, membership=lantern, actor=lena)
    operations.remember_keys(session, organisation=made, answers={"charity_number": "1077777"})
    assert [other.organisation.reference for other in queries.alike(session, made.id)] == [LANTERN]


def test_a_form_cannot_open_the_file_of_another_organisation(
    session: Session, lantern: Membership, lena: Actor, olive: Actor
) -> None:
    harbour = queries.membership_of(session, HARBOUR)
    assert harbour is not None
    theirs = answers_of(session, harbour.response)["governing_document"]
    operations.ask_for_more(session, membership=lantern, request="x", reply_by=today(), actor=olive)
    fill_in(session, lantern.organisation, {"governing_document": theirs}, lena)
    assert queries.membership_file(session, LANTERN, theirs["id"]) is None
    assert queries.membership_file(session, HARBOUR, theirs["id"]) is not None


def test_a_number_of_an_earlier_kind_is_no_fact(
    session: Session, lantern: Membership, lena: Actor, olive: Actor
) -> None:
    operations.ask_for_more(session, membership=lantern, request="x", reply_by=today(), actor=olive)
    fill_in(session, lantern.organisation, {"org_type": "cio", "charity_number": "1077777"}, lena)
    fill_in(session, lantern.organisation, {"org_type": "unincorporated"}, lena)
    operations.apply(session, membership=lantern, actor=lena)
    until = today() + timedelta(days=30)
    operations.approve(session, membership=lantern, until=until, conditions="", despite_checks=True, actor=olive)
    assert lantern.organisation.charity_number == ""
    assert "1077777" not in {key.value for key in queries.keys_held(session, lantern.organisation_id)}
