"""Documents are kept once, every version of them, and go only when nobody was sent them."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.roles import TeamRole
from portal.applications.operations import drop_infected_file
from portal.applications.queries import application_by_reference
from portal.audit.models import AuditEntry
from portal.core.clock import today
from portal.core.refusal import Forbidden, Refused
from portal.documents.models import FileReading
from portal.documents.operations import note_reading, path_of
from portal.documents.queries import count_readings, file_by_public_id
from portal.organisations.models import Organisation
from portal.passport import operations, queries
from portal.passport.rules import current_of
from tests.data.passport.conftest import Give
from tests.support.building.organisations import HARBOUR
from tests.support.world import World

NEXT_YEAR = today() + timedelta(days=365)


def _names(session: Session, harbour: Organisation) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in queries.versions_of(session, harbour.id):
        found.setdefault(one.kind.value, []).append(one.file.name)
    return found


def test_what_came_with_forms_is_there_already_and_offered(session: Session, harbour: Organisation) -> None:
    assert _names(session, harbour)["governing_document"] == ["constitution.pdf"]
    given = {one.kind: one for one in queries.documents_given(session, harbour.id)}
    assert given["governing_document"].facts["id"] == "constitution-of-org-harb"
    assert given["governing_document"].ran_out == ""


def test_replacing_keeps_what_was_there(session: Session, harbour: Organisation, give: Give) -> None:
    first = give("public_liability", NEXT_YEAR, filename="old.pdf")
    second = give("public_liability", NEXT_YEAR + timedelta(days=300), filename="new.pdf")
    assert _names(session, harbour)["public_liability"] == ["new.pdf", "old.pdf"]
    current = current_of(queries.versions_of(session, harbour.id))["public_liability"]
    assert current.row is second
    assert first.expires_on == NEXT_YEAR
    entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "passport:added")).all()
    assert [entry.detail for entry in entries] == [{"kind": "public_liability"}] * 2


def test_insurance_needs_the_day_it_runs_out(session: Session, harbour: Organisation, give: Give) -> None:
    with pytest.raises(Refused, match="runs out"):
        give("public_liability")
    assert "public_liability" not in _names(session, harbour)


def test_one_that_ran_out_is_told_and_cannot_be_chosen(session: Session, harbour: Organisation, give: Give) -> None:
    give("public_liability", today() - timedelta(days=1))
    found = [one for one in queries.documents_given(session, harbour.id, application="SCF27-DRFT") if one.ran_out]
    assert [(one.kind, one.replace) for one in found] == [
        ("public_liability", f"/organisations/{HARBOUR}/passport/documents/public_liability/add?application=SCF27-DRFT")
    ]


def test_days_are_given_to_what_came_with_the_form(session: Session, harbour: Organisation, amina: Actor) -> None:
    place = queries.place_of(session, HARBOUR, "governing_document")
    assert place is not None
    for _press in range(2):
        operations.date_document(session, place=place, starts_on=today(), expires_on=None, actor=amina)
    current = current_of(queries.versions_of(session, harbour.id))["governing_document"]
    assert (current.starts_on, current.source, current.sent) == (today(), "registration", True)
    assert len(session.scalars(select(AuditEntry).where(AuditEntry.action == "passport:dated")).all()) == 1


def _remove(session: Session, public_id: str, folder: Path, actor: Actor) -> None:
    found = queries.version_of(session, HARBOUR, public_id)
    assert found is not None
    operations.remove_document(session, found=found, folder=folder, take_out=drop_infected_file, actor=actor)


def test_what_nobody_was_sent_is_removed_with_its_bytes(
    session: Session, harbour: Organisation, amina: Actor, give: Give, tmp_path: Path
) -> None:
    public_id = give("public_liability", NEXT_YEAR).file.public_id
    _remove(session, public_id, tmp_path, amina)
    assert "public_liability" not in _names(session, harbour)
    assert file_by_public_id(session, public_id) is None
    assert queries.version_of(session, HARBOUR, public_id) is None
    session.commit()
    assert not path_of(tmp_path, public_id).exists()


def test_what_was_sent_stays(session: Session, harbour: Organisation, amina: Actor, give: Give, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="so it stays"):
        _remove(session, "constitution-of-org-harb", tmp_path, amina)
    public_id = give("public_liability", NEXT_YEAR).file.public_id
    operations.mark_sent(session, organisation_id=harbour.id, public_ids=[public_id])
    with pytest.raises(Refused, match="so it stays"):
        _remove(session, public_id, tmp_path, amina)


def test_what_was_sent_while_somebody_looked_stays(
    session: Session, harbour: Organisation, amina: Actor, give: Give, tmp_path: Path
) -> None:
    public_id = give("public_liability", NEXT_YEAR).file.public_id
    found = queries.version_of(session, HARBOUR, public_id)
    assert found is not None
    operations.mark_sent(session, organisation_id=harbour.id, public_ids=[public_id])
    stale = replace(found, version=replace(found.version, sent=False))
    with pytest.raises(Refused, match="so it stays"):
        operations.remove_document(session, found=stale, folder=tmp_path, take_out=drop_infected_file, actor=amina)


def test_a_document_of_an_application_is_kept_once_for_the_next(
    session: Session, harbour: Organisation, amina: Actor, world: World
) -> None:
    application = application_by_reference(session, world.draft)
    stored = file_by_public_id(session, world.draft_file)
    assert application is not None
    assert stored is not None
    for _press in range(2):
        operations.keep_from_form(
            session,
            organisation_id=harbour.id,
            files={"accounts": queries.facts_of(stored), "quote": queries.facts_of(stored)},
            source=application.reference,
            actor=amina,
        )
    current = current_of(queries.versions_of(session, harbour.id))["accounts"]
    assert (current.file.public_id, current.by) == (world.draft_file, "Amina Karim")


def test_a_file_of_another_organisation_never_comes_in(
    session: Session, harbour: Organisation, amina: Actor, world: World
) -> None:
    theirs = {"id": "constitution-of-org-nrth", "name": "x", "size": 1, "content_type": "application/pdf"}
    operations.keep_from_form(
        session, organisation_id=harbour.id, files={"accounts": theirs}, source=world.draft, actor=amina
    )
    assert all(one.file.organisation_id == harbour.id for one in queries.versions_of(session, harbour.id))
    assert queries.version_of(session, HARBOUR, "constitution-of-org-nrth") is None


@pytest.mark.parametrize("role", [TeamRole.EDITOR, TeamRole.CERTIFIER, TeamRole.VIEWER])
def test_bank_papers_are_kept_by_leads_and_finance(give: Give, amina: Actor, role: TeamRole) -> None:
    other = replace(amina, memberships=dict.fromkeys(amina.memberships, role))
    with pytest.raises(Forbidden):
        give("bank_statement", actor=other)
    finance = replace(amina, memberships=dict.fromkeys(amina.memberships, TeamRole.FINANCE))
    assert give("bank_statement", actor=finance).kind == "bank_statement"


def test_a_reading_is_never_changed(session: Session, harbour: Organisation, amina: Actor, give: Give) -> None:
    row = give("bank_statement")
    reading = note_reading(session, stored=row.file, actor=amina)
    assert (reading.reader_name, reading.reader_as) == ("Amina Karim", "team")
    assert count_readings(session, harbour.id) == 1
    reading.reader_name = "Nobody"
    with pytest.raises(DatabaseError, match="never changed"):
        session.flush()
    session.rollback()
    assert session.scalars(select(FileReading)).all() == []
