"""An officer types for a group: with a yes, for a day, marked, confirmed by a lead, and never sent by them."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import can
from portal.applications.models import Application, Assistance
from portal.applications.operations import (
    begin_assistance,
    confirm_typed,
    end_assistance,
    note_typed,
    record_read_back,
    start_for,
    submit,
)
from portal.applications.operations.bid import people_against, read_bid
from portal.applications.policy import ASSIST
from portal.applications.queries.assisted import assistance_by_reference
from portal.audit.models import AuditEntry
from portal.core.clock import as_of, now
from portal.core.refusal import Forbidden, Refused
from portal.formkit.operations import save_answers
from portal.formkit.queries import answers_of, form_of, sections_of
from portal.funds.queries import round_by_slug
from tests.data.applications.saying import told
from tests.support.building.applications import person
from tests.support.world import World


@pytest.fixture
def olive(session: Session) -> Actor:
    return person(session, "olive")


@pytest.fixture
def helped(session: Session, world: World) -> Assistance:
    found = assistance_by_reference(session, world.assistance)
    assert found is not None
    return found


def type_for(session: Session, helped: Assistance, bid: Application, words: str, olive: Actor) -> None:
    section = form_of(bid.response.form_version).place_of["problem"][0]
    base = sections_of(session, bid.response)[section.key].revision
    saved = save_answers(
        session, response=bid.response, section=section, values={"problem": words}, base=base, actor=olive
    )
    answers = answers_of(session, bid.response)
    note_typed(session, assistance=helped, application=bid, saved=saved, answers=answers, actor=olive)


def test_it_begins_with_a_yes_and_the_leads_are_told(session: Session, helped: Assistance, olive: Actor) -> None:
    again = begin_assistance(session, organisation="org-embr", consent_name="Mira", consent_how="phone", actor=olive)
    assert again is helped, "on one day there is one"
    assert told(session, "assistance_begun") == ["mira@ember.example.org"]
    assert "I cannot sign the declaration or send the application" in helped.consent_words
    for name in ("ORG-NONE", ""):
        with pytest.raises(Refused):
            begin_assistance(session, organisation=name, consent_name="Mira", consent_how="phone", actor=olive)
    with pytest.raises(Refused):
        begin_assistance(session, organisation="ORG-HARB", consent_name="Amina", consent_how="pigeon", actor=olive)


def test_it_is_for_one_officer_and_for_one_day(session: Session, helped: Assistance, olive: Actor) -> None:
    assert can(olive, ASSIST, helped)
    assert not can(person(session, "piers"), ASSIST, helped)
    with as_of(helped.ends_at):
        assert not can(olive, ASSIST, helped)
    end_assistance(session, assistance=helped, actor=person(session, "mira"))
    assert not can(olive, ASSIST, helped)
    assert helped.ended_by_name == "Mira Bell"


def test_typing_is_marked_and_must_be_confirmed(
    session: Session, helped: Assistance, bid: Application, mira: Actor, olive: Actor
) -> None:
    type_for(session, helped, bid, "What Mira said.", olive)
    entry = session.scalars(
        select(AuditEntry).where(AuditEntry.subject == bid.reference).order_by(AuditEntry.id.desc())
    ).first()
    assert entry is not None
    assert (entry.actor_name, entry.detail["on_behalf_of"]) == ("Olive Hart", "ORG-EMBR")
    reasons = people_against(session, read_bid(session, bid))
    assert any(words.startswith("Olive Hart typed answers for you") for words in reasons)
    sha256 = read_bid(session, bid).sha256
    record_read_back(session, assistance=helped, application=bid, to="Mira Bell", sha256=sha256, actor=olive)
    record_read_back(session, assistance=helped, application=bid, to="Mira Bell", sha256=sha256, actor=olive)
    assert told(session, "assistance_confirm") == ["mira@ember.example.org"]
    confirm_typed(session, application=bid, sha256=sha256, actor=mira)
    assert helped.confirmed_by_name == "Mira Bell"
    assert not any("typed" in words for words in people_against(session, read_bid(session, bid)))
    type_for(session, helped, bid, "One more thing.", olive)
    assert helped.confirmed_at is None, "what is typed later must be confirmed anew"


def test_nobody_confirms_what_they_did_not_read(
    session: Session, helped: Assistance, bid: Application, mira: Actor, tess: Actor, olive: Actor
) -> None:
    read = read_bid(session, bid).sha256
    type_for(session, helped, bid, "What Mira said.", olive)
    with pytest.raises(Refused):
        confirm_typed(session, application=bid, sha256=read, actor=mira)
    with pytest.raises(Refused):
        record_read_back(session, assistance=helped, application=bid, to="Mira", sha256=read, actor=olive)
    with pytest.raises(Forbidden):
        confirm_typed(session, application=bid, sha256=read_bid(session, bid).sha256, actor=tess)


def test_an_officer_never_sends(session: Session, bid: Application, olive: Actor) -> None:
    with pytest.raises(Forbidden):
        submit(session, application=bid, actor=olive)


def test_it_reaches_no_other_organisation(
    session: Session, helped: Assistance, draft: Application, olive: Actor
) -> None:
    with pytest.raises(Forbidden):
        type_for(session, helped, draft, "Not theirs", olive)
    sha256 = read_bid(session, draft).sha256
    with pytest.raises(Forbidden):
        record_read_back(session, assistance=helped, application=draft, to="Mira", sha256=sha256, actor=olive)


def test_a_draft_is_begun_for_them_or_found(
    session: Session, world: World, helped: Assistance, bid: Application, olive: Actor
) -> None:
    round_ = round_by_slug(session, world.open_round)
    assert round_ is not None
    assert start_for(session, assistance=helped, round_=round_, actor=olive).reference == bid.reference
    helped.ended_at = now() - timedelta(minutes=1)
    with pytest.raises(Forbidden):
        start_for(session, assistance=helped, round_=round_, actor=olive)
