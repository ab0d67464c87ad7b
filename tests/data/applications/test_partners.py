"""A partner in a bid: asked, joined, its costs, its agreement, and gone again."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.accounts.models import MailedToken, Purpose
from portal.applications.models import Application, Partner
from portal.applications.operations import (
    agree,
    invite_partner,
    join_as_partner,
    leave,
    remove_partner,
    save_costs,
    submit,
)
from portal.applications.operations.bid import people_against, read_bid
from portal.applications.queries import application_by_reference
from portal.core.clock import as_of
from portal.core.refusal import Forbidden, Refused
from portal.organisations.models import Organisation
from portal.organisations.operations import suspend
from portal.outbox.models import Message
from tests.data.applications.saying import acts, answer, told
from tests.support.building.applications import person
from tests.support.world import World

LINE = {
    "category": "sessional", "item": "Two coaches", "working": "4 hours x 40 weeks x £20",
    "year1": 200_000, "year2": 100_000, "total_cost": 300_000,
}  # fmt: skip


@pytest.fixture
def partner(bid: Application) -> Partner:
    return bid.partners[0]


def costs(session: Session, partner: Partner, *lines: dict[str, Any], actor: Actor) -> bool:
    return save_costs(session, partner=partner, lines=list(lines), revision=partner.revision, actor=actor)


def agreed(session: Session, partner: Partner, actor: Actor) -> None:
    sha256 = read_bid(session, partner.application).agreed_hash(partner)
    agree(session, partner=partner, sha256=sha256, actor=actor)


def secret_to(session: Session, email: str) -> str:
    wanted = select(Message.secret_link).where(Message.to_email == email, Message.template == "partner_invite")
    return str(session.scalars(wanted.order_by(Message.id.desc())).first()).rsplit("/", 1)[1]


def harbour(session: Session, world: World) -> Organisation:
    return session.scalars(select(Organisation).where(Organisation.reference == world.harbour)).one()


def test_an_organisation_is_asked_by_its_reference_and_joins_once(
    session: Session, world: World, bid: Application, mira: Actor
) -> None:
    asked = invite_partner(session, application=bid, whom="org harb", actor=mira)
    assert (asked.state, asked.invited_as) == ("invited", "Harbour Sisters")
    assert told(session, "partner_invite") == ["amina@harbour-sisters.example.org"]
    secret, amina = secret_to(session, "amina@harbour-sisters.example.org"), person(session, "amina")
    joined = join_as_partner(session, secret=secret, organisation=harbour(session, world), actor=amina)
    assert (joined, joined.state) == (asked, "accepted")
    assert told(session, "partner_joined") == ["mira@ember.example.org"]
    with pytest.raises(Refused, match="used before"):
        join_as_partner(session, secret=secret, organisation=harbour(session, world), actor=amina)


def test_asking_again_replaces_the_link_and_asks_nobody_twice(session: Session, bid: Application, mira: Actor) -> None:
    first = invite_partner(session, application=bid, whom="New@Example.org", actor=mira)
    old = secret_to(session, "new@example.org")
    assert invite_partner(session, application=bid, whom="new@example.org", actor=mira) is first
    assert secret_to(session, "new@example.org") != old
    open_links = select(func.count()).where(
        MailedToken.purpose == Purpose.PARTNER_INVITATION, MailedToken.cancelled_at.is_(None)
    )
    assert session.scalar(open_links) == 1


@pytest.mark.parametrize(
    ("whom", "words"), [("ORG-EMBR", "your own"), ("ORG-NONE", "do not know"), ("ORG-NRTH", "is a partner")]
)
def test_some_cannot_be_asked(session: Session, bid: Application, mira: Actor, whom: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        invite_partner(session, application=bid, whom=whom, actor=mira)


def test_an_invitation_is_for_whom_it_was_sent_to_and_for_leads(
    session: Session, world: World, bid: Application, mira: Actor
) -> None:
    invite_partner(session, application=bid, whom=world.harbour, actor=mira)
    secret = secret_to(session, "amina@harbour-sisters.example.org")
    for name, words in (("beth", "was sent to amina"), ("owen", "was sent to amina")):
        with pytest.raises(Refused, match=words), session.begin_nested():
            join_as_partner(session, secret=secret, organisation=harbour(session, world), actor=person(session, name))


def test_its_costs_count_and_a_change_ends_its_agreement(
    session: Session, bid: Application, partner: Partner, mira: Actor, owen: Actor
) -> None:
    assert costs(session, partner, LINE, actor=owen)
    assert not costs(session, partner, LINE, actor=owen), "the same again changes nothing"
    assert partner.revision == 1
    agreed(session, partner, owen)
    agreed(session, partner, owen)
    assert acts(session, bid.reference, "partner-agreed") == 1
    assert told(session, "partner_agreed") == ["mira@ember.example.org"]
    answer(session, bid, "problem", "Other words about the problem.", mira)
    assert partner.agreed_at is not None, "words do not end it"
    answer(session, bid, "amount_requested", 910_000 + 300_000, mira)
    assert (partner.agreed_at, partner.agreed_sha256) == (None, "")
    assert told(session, "partner_agree_again") == ["owen@northway.example.org"]
    agreed(session, partner, owen)
    costs(session, partner, LINE | {"item": "One coach"}, actor=owen)
    assert partner.agreed_at is None


def test_nobody_agrees_to_what_they_did_not_read(
    session: Session, bid: Application, partner: Partner, mira: Actor, owen: Actor
) -> None:
    sha256 = read_bid(session, bid).agreed_hash(partner)
    answer(session, bid, "amount_requested", 910_100, mira)
    with pytest.raises(Refused, match="changed after you opened"):
        agree(session, partner=partner, sha256=sha256, actor=owen)
    costs(session, partner, LINE | {"year1": ""}, actor=owen)
    with pytest.raises(Refused, match="not complete"):
        agreed(session, partner, owen)


def hold(session: Session, organisation: Organisation) -> None:
    """Put the membership on hold."""
    assert organisation.membership is not None
    suspend(
        session, membership=organisation.membership, reason="We are talking to them.", actor=person(session, "olive")
    )


def test_a_partner_on_hold_neither_joins_nor_agrees(
    session: Session, world: World, bid: Application, partner: Partner, mira: Actor, owen: Actor
) -> None:
    invite_partner(session, application=bid, whom=world.harbour, actor=mira)
    secret = secret_to(session, "amina@harbour-sisters.example.org")
    place = harbour(session, world)
    hold(session, place)
    with pytest.raises(Refused, match="on hold"):
        join_as_partner(session, secret=secret, organisation=place, actor=person(session, "amina"))
    costs(session, partner, LINE, actor=owen)
    assert partner.organisation is not None
    hold(session, partner.organisation)
    with pytest.raises(Refused, match="on hold"):
        agreed(session, partner, owen)
    assert partner.agreed_at is None


def test_its_costs_close_when_answers_do(session: Session, partner: Partner, owen: Actor) -> None:
    closes = partner.application.round.closes_at
    with as_of(closes + timedelta(minutes=4)):
        assert costs(session, partner, LINE, actor=owen)
    with as_of(closes + timedelta(minutes=5)), pytest.raises(Refused) as refused:
        costs(session, partner, LINE, LINE, actor=owen)
    assert (refused.value.title, partner.lines) == ("This fund has closed", [LINE])


def test_two_who_write_its_costs_at_once_lose_nothing_unseen(session: Session, partner: Partner, owen: Actor) -> None:
    costs(session, partner, LINE, actor=owen)
    with pytest.raises(Refused, match="while you were typing"):
        save_costs(session, partner=partner, lines=[], revision=0, actor=owen)
    assert partner.lines == [LINE]


def test_the_bid_cannot_be_sent_before_every_partner_agrees(
    session: Session, bid: Application, partner: Partner, mira: Actor, owen: Actor
) -> None:
    invite_partner(session, application=bid, whom="new@example.org", actor=mira)
    reasons = people_against(session, read_bid(session, bid))
    assert reasons[0] == "Northway Youth has not agreed to the application yet."
    assert reasons[1].startswith("new@example.org has not answered")
    with pytest.raises(Refused, match="Northway Youth has not agreed"):
        submit(session, application=bid, actor=mira)


def test_what_was_sent_keeps_the_partner_and_its_costs(
    session: Session, world: World, mira: Actor, owen: Actor
) -> None:
    """A member's draft, so that nothing else stands against sending."""
    draft = application_by_reference(session, world.draft)
    amina = person(session, "amina")
    assert draft is not None
    invite_partner(session, application=draft, whom=world.ember, actor=amina)
    place = session.scalars(select(Organisation).where(Organisation.reference == world.ember)).one()
    partner = join_as_partner(
        session, secret=secret_to(session, "mira@ember.example.org"), organisation=place, actor=mira
    )
    costs(session, partner, LINE, actor=mira)
    answer(session, draft, "amount_requested", 845_000 + 300_000, amina)
    agreed(session, partner, mira)
    document = json.loads(submit(session, application=draft, actor=amina).document)
    kept = document["partners"][0]
    assert (kept["name"], kept["lines"], kept["asks_pence"]) == ("Ember Arts", [LINE], 300_000)
    assert kept["agreed_by"] == "Mira Bell"
    with pytest.raises(Refused):
        costs(session, partner, actor=mira)


def test_a_partner_that_leaves_no_longer_counts_or_reads(
    session: Session, world: World, bid: Application, partner: Partner, owen: Actor
) -> None:
    costs(session, partner, LINE, actor=owen)
    leave(session, partner=partner, actor=owen)
    session.expire_all()
    again = application_by_reference(session, world.bid)
    assert again is not None
    assert again.partners == []
    assert told(session, "partner_left") == ["mira@ember.example.org"]
    with pytest.raises(Forbidden):
        costs(session, partner, actor=owen)


def test_the_lead_takes_a_partner_or_an_invitation_out(
    session: Session, world: World, bid: Application, partner: Partner, mira: Actor
) -> None:
    remove_partner(session, partner=partner, actor=mira)
    assert told(session, "partner_removed") == ["owen@northway.example.org"]
    asked = invite_partner(session, application=bid, whom=world.northway, actor=mira)
    secret = secret_to(session, "owen@northway.example.org")
    remove_partner(session, partner=asked, actor=mira)
    assert bid.partners == []
    place = session.scalars(select(Organisation).where(Organisation.reference == world.northway)).one()
    with pytest.raises(Refused):
        join_as_partner(session, secret=secret, organisation=place, actor=person(session, "owen"))


@pytest.mark.parametrize("name", ["amina", "vera", "nell", "tess"])
def test_nobody_else_writes_its_costs(session: Session, partner: Partner, name: str) -> None:
    with pytest.raises(Forbidden):
        costs(session, partner, LINE, actor=person(session, name))


def test_the_database_knows_an_organisation_in_a_bid_once(session: Session, bid: Application, partner: Partner) -> None:
    twice = Partner(
        application_id=bid.id, organisation_id=partner.organisation_id, invited_as="x", invited_at=partner.invited_at,
        lines=[], state="accepted",
    )  # fmt: skip
    session.add(twice)
    with pytest.raises(IntegrityError):
        session.flush()
