"""An earlier application copied into a new round."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.applications.models import Application, Carried
from portal.applications.operations import copy_forward, withdraw
from portal.applications.queries import application_by_reference
from portal.applications.queries.together import carried_into
from portal.core.clock import now
from portal.core.refusal import Forbidden, Refused
from portal.documents.models import StoredFile
from portal.formkit.queries import answers_of
from portal.funds.models import Round
from portal.funds.queries import round_by_slug
from tests.data.applications.saying import acts, answer
from tests.support.building.applications import person
from tests.support.world import World


@pytest.fixture
def source(session: Session, world: World) -> Application:
    found = application_by_reference(session, world.announced)
    assert found is not None
    return found


@pytest.fixture
def round_(session: Session, world: World, draft: Application, amina: Actor) -> Round:
    """The open round, in which Harbour Sisters have nothing now."""
    withdraw(session, application=draft, actor=amina)
    found = round_by_slug(session, world.open_round)
    assert found is not None
    return found


def test_answers_come_along_but_no_promise_signature_or_old_date(
    session: Session, source: Application, round_: Round, amina: Actor
) -> None:
    made, copied = copy_forward(session, source=source, round_=round_, actor=amina)
    answers, before = answers_of(session, made.response), answers_of(session, source.response)
    assert copied
    assert answers["problem"] == before["problem"]
    assert answers["budget"] == before["budget"]
    assert (made.title, made.requested_pence) == (source.title, source.requested_pence)
    assert not {"declarations", "sign_off", "confirm_profile", "project_dates"} & set(answers)
    assert "carried" not in answers
    assert acts(session, made.reference, "copied") == 1


def test_a_file_that_was_removed_stays_behind(
    session: Session, source: Application, round_: Round, amina: Actor
) -> None:
    public_id = answers_of(session, source.response)["documents"]["accounts"]["file"]["id"]
    stored = session.scalars(select(StoredFile).where(StoredFile.public_id == public_id)).one()
    stored.removed_at = now()
    session.flush()
    made, _copied = copy_forward(session, source=source, round_=round_, actor=amina)
    documents = answers_of(session, made.response)["documents"]
    assert "accounts" not in documents
    assert documents["equality_policy"] == {"instead": True}


def test_a_copy_is_marked_until_it_is_edited(
    session: Session, source: Application, round_: Round, amina: Actor
) -> None:
    made, _copied = copy_forward(session, source=source, round_=round_, actor=amina)
    found = carried_into(session, made)
    assert found is not None
    assert (found.source_id, "problem" in found.untouched) == (source.id, True)
    answer(session, made, "problem", "This year it is another problem.", amina)
    assert "problem" not in found.untouched
    assert "evidence" in found.untouched


def test_copying_twice_makes_one_and_overwrites_nothing(
    session: Session, source: Application, round_: Round, amina: Actor
) -> None:
    made, _copied = copy_forward(session, source=source, round_=round_, actor=amina)
    answer(session, made, "problem", "New words.", amina)
    assert copy_forward(session, source=source, round_=round_, actor=amina) == (made, True)
    assert answers_of(session, made.response)["problem"] == "New words."


def test_a_draft_that_is_there_is_left_alone(
    session: Session, world: World, source: Application, draft: Application, amina: Actor
) -> None:
    before = answers_of(session, draft.response)
    assert copy_forward(session, source=source, round_=draft.round, actor=amina) == (draft, False)
    assert answers_of(session, draft.response) == before
    assert session.scalars(select(Carried)).all() == []


def test_a_round_must_be_open_and_the_source_ones_own(
    session: Session, world: World, source: Application, amina: Actor
) -> None:
    closed = round_by_slug(session, world.scoring_round)
    sent = application_by_reference(session, world.sent)
    assert closed is not None
    assert sent is not None
    existing, copied = copy_forward(session, source=source, round_=closed, actor=amina)
    assert (existing.reference, copied) == (world.scoring, False)
    with pytest.raises(Refused):
        copy_forward(session, source=application_at(session, world.bid), round_=closed, actor=person(session, "mira"))
    for name in ("vera", "owen"):
        with pytest.raises(Forbidden):
            copy_forward(session, source=source, round_=closed, actor=person(session, name))


def application_at(session: Session, reference: str) -> Application:
    found = application_by_reference(session, reference)
    assert found is not None
    return found
