"""A certifier signs exactly what they read."""

import json

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.roles import TeamRole
from portal.applications.models import Application, SignOff
from portal.applications.operations import ask_to_sign, save_costs, send_back, sign, submit
from portal.applications.operations.bid import people_against, read_bid
from portal.applications.queries.together import latest_sign_off
from portal.core.refusal import Forbidden, Refused
from portal.organisations.models import TeamMember
from tests.data.applications.saying import acts, answer, told
from tests.data.applications.test_partners import agreed
from tests.support.building.applications import person


def signed(session: Session, bid: Application, mira: Actor, tess: Actor) -> SignOff:
    ask_to_sign(session, application=bid, actor=mira)
    return sign(session, application=bid, sha256=read_bid(session, bid).sha256, actor=tess)


def signatures_against(session: Session, bid: Application) -> list[str]:
    return [words for words in people_against(session, read_bid(session, bid)) if "agreed" not in words]


def test_asking_twice_asks_each_certifier_once(session: Session, bid: Application, mira: Actor) -> None:
    first = ask_to_sign(session, application=bid, actor=mira)
    assert ask_to_sign(session, application=bid, actor=mira) is first
    assert told(session, "sign_off_asked") == ["tess@ember.example.org"]
    assert signatures_against(session, bid) == ["It waits for the signature of Tess Quill."]


def test_it_is_not_asked_for_while_something_is_missing(session: Session, bid: Application, mira: Actor) -> None:
    answer(session, bid, "problem", "", mira)
    with pytest.raises(Refused, match="1 thing is missing"):
        ask_to_sign(session, application=bid, actor=mira)


def test_a_signature_says_who_when_and_what(session: Session, bid: Application, mira: Actor, tess: Actor) -> None:
    found = signed(session, bid, mira, tess)
    assert sign(session, application=bid, sha256="anything", actor=tess) is found
    assert (found.state, found.answered_by_name, found.sha256) == (
        "signed",
        "Tess Quill",
        read_bid(session, bid).sha256,
    )
    assert found.answered_at is not None
    assert told(session, "sign_off_signed") == ["mira@ember.example.org"]
    assert signatures_against(session, bid) == []
    assert acts(session, bid.reference, "signed") == 1


def test_any_later_change_makes_it_void_and_says_so(
    session: Session, bid: Application, mira: Actor, tess: Actor
) -> None:
    found = signed(session, bid, mira, tess)
    answer(session, bid, "problem", "Other words.", mira)
    assert (found.state, found.voided_by_name) == ("void", "Mira Bell")
    assert told(session, "sign_off_void") == ["tess@ember.example.org"]
    assert signatures_against(session, bid)[0].startswith("Something was changed after it was signed")
    assert signed(session, bid, mira, tess) is not found


def test_a_change_of_the_partners_costs_makes_it_void_too(
    session: Session, bid: Application, mira: Actor, tess: Actor, owen: Actor
) -> None:
    found = signed(session, bid, mira, tess)
    save_costs(session, partner=bid.partners[0], lines=[{"item": "x"}], revision=0, actor=owen)
    assert found.state == "void"


def test_nobody_signs_what_they_did_not_read(session: Session, bid: Application, mira: Actor, tess: Actor) -> None:
    ask_to_sign(session, application=bid, actor=mira)
    read = read_bid(session, bid).sha256
    answer(session, bid, "problem", "Other words.", mira)
    with pytest.raises(Refused, match="changed after you opened"):
        sign(session, application=bid, sha256=read, actor=tess)


def test_sending_back_tells_the_team_why(session: Session, bid: Application, mira: Actor, tess: Actor) -> None:
    with pytest.raises(Refused, match="Nobody has asked"):
        send_back(session, application=bid, reason="No.", actor=tess)
    ask_to_sign(session, application=bid, actor=mira)
    send_back(session, application=bid, reason="The hall costs more now.", actor=tess)
    assert told(session, "sign_off_returned") == ["mira@ember.example.org"]
    assert signatures_against(session, bid) == ["Tess Quill sent it back: The hall costs more now."]
    ask_to_sign(session, application=bid, actor=mira)
    assert session.scalar(select(func.count()).select_from(SignOff)) == 2


def test_only_a_certifier_signs_and_only_writers_ask(
    session: Session, bid: Application, mira: Actor, tess: Actor, owen: Actor
) -> None:
    for actor in (tess, owen):
        with pytest.raises(Forbidden):
            ask_to_sign(session, application=bid, actor=actor)
    for actor in (mira, owen):
        with pytest.raises(Forbidden):
            sign(session, application=bid, sha256="", actor=actor)


def test_it_is_sent_with_the_signature_and_by_the_certifier_too(
    session: Session, draft: Application, amina: Actor
) -> None:
    vera = session.scalars(
        select(TeamMember).where(TeamMember.organisation_id == draft.organisation_id, TeamMember.role == "viewer")
    ).one()
    vera.role = TeamRole.CERTIFIER
    session.flush()
    certifier = person(session, "vera")
    with pytest.raises(Refused, match="Your certifier has not signed"), session.begin_nested():
        submit(session, application=draft, actor=amina)
    found = signed(session, draft, amina, certifier)
    document = json.loads(submit(session, application=draft, actor=certifier).document)
    assert document["signed"]["by"] == "Vera Lund"
    assert document["signed"]["sha256"] == found.sha256


def test_without_a_certifier_nothing_is_asked(session: Session, draft: Application, amina: Actor) -> None:
    with pytest.raises(Refused, match="Nobody in your organisation is a certifier"):
        ask_to_sign(session, application=draft, actor=amina)
    assert latest_sign_off(session, draft) is None
    assert "signed" not in json.loads(submit(session, application=draft, actor=amina).document)


def test_a_signature_does_not_stand_in_for_a_partners_agreement(
    session: Session, bid: Application, mira: Actor, tess: Actor, owen: Actor
) -> None:
    signed(session, bid, mira, tess)
    assert people_against(session, read_bid(session, bid)) == ["Northway Youth has not agreed to the application yet."]
    agreed(session, bid.partners[0], owen)
    assert people_against(session, read_bid(session, bid)) == []
