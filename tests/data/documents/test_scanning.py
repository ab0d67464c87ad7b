"""Files and the virus scanner: a real peer on a real socket, which is there, is not, and misbehaves."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actor import SYSTEM
from portal.app import WHEN_INFECTED
from portal.applications.models import Application
from portal.applications.queries import application_by_reference
from portal.audit.queries import entries_about
from portal.core.db import Database
from portal.documents.clamav import ScannerFailed, virus_in
from portal.documents.models import StoredFile
from portal.documents.operations import path_of, remove_file, store_file
from portal.documents.scanning import scan_waiting
from portal.documents.states import Scan
from portal.formkit import journey
from portal.formkit.operations import save_answers
from portal.formkit.queries import answers_of, form_of, sections_of
from portal.organisations.models import Organisation
from portal.outbox.models import Message
from tests.support.building.applications import keep_files, person
from tests.support.building.organisations import keep_files as keep_organisations_files
from tests.support.files import DOCX, EICAR, PDF, zipped
from tests.support.scanner import Scanner, listening
from tests.support.world import World

INFECTED = PDF + EICAR
WORD = ("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")
CARRIERS = {
    "in a pdf": INFECTED,
    "in a docx": zipped(*WORD, ("word/media/image1.bin", EICAR)),
    "in a zip in a docx": zipped(*WORD, ("word/embeddings/inside.zip", zipped(("eicar.txt", EICAR)))),
    "behind 200 KB": PDF + bytes(200_000) + EICAR,
    "across two pieces": PDF + bytes((1 << 16) - len(PDF) - 30) + EICAR,
}


@pytest.fixture
def uploads(tmp_path: Path) -> Path:
    """A folder with the bytes of the world's files."""
    folder = tmp_path / "uploads"
    keep_files(folder)
    keep_organisations_files(folder)
    return folder


@pytest.fixture(params=["unix", "tcp"])
def scanner(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Scanner]:
    """A scanner that is there."""
    with listening(tmp_path / "clamd.sock" if request.param == "unix" else None) as peer:
        yield peer


def _store(session: Session, folder: Path, data: bytes, name: str = "plan.pdf") -> StoredFile:
    harbour = session.scalars(select(Organisation.id).where(Organisation.reference == "ORG-HARB")).one()
    return store_file(
        session,
        organisation_id=harbour,
        upload=io.BytesIO(data),
        filename=name,
        folder=folder,
        actor=person(session, "amina"),
    )


def _scan(database: Database, scanner: Scanner, folder: Path) -> int:
    return scan_waiting(database, scanner=scanner.address, folder=folder, infected=WHEN_INFECTED)


def _row(database: Database, public_id: str) -> StoredFile:
    with database.session(read_only=True) as session:
        return session.scalars(select(StoredFile).where(StoredFile.public_id == public_id)).one()


@pytest.mark.parametrize("data", CARRIERS.values(), ids=CARRIERS.keys())
def test_the_scanner_is_shown_every_byte(scanner: Scanner, data: bytes) -> None:
    assert virus_in(io.BytesIO(data), scanner.address) == "Eicar-Test-Signature"
    assert virus_in(io.BytesIO(data.replace(EICAR, b"")), scanner.address) == ""
    assert scanner.seen == [data, data.replace(EICAR, b"")]


@pytest.mark.parametrize(("behaves", "gone"), [("gives up", False), ("says nonsense", False), ("hangs up", None)])
def test_an_answer_that_is_not_clear_is_no_answer(scanner: Scanner, behaves: str, gone: bool | None) -> None:
    scanner.behaves = behaves
    with pytest.raises(ScannerFailed) as failed:
        virus_in(io.BytesIO(PDF), scanner.address)
    assert gone is None or failed.value.gone is gone


@pytest.mark.parametrize("address", ["unix:/nowhere/clamd.sock", "tcp:127.0.0.1:1"])
def test_a_scanner_that_is_not_there(address: str) -> None:
    with pytest.raises(ScannerFailed) as failed:
        virus_in(io.BytesIO(PDF), address)
    assert failed.value.gone is True


def test_clean_files_are_found_clean_once(database: Database, uploads: Path, scanner: Scanner) -> None:
    with database.session() as session:
        one, two = _store(session, uploads, PDF), _store(session, uploads, DOCX, "plan.docx")
    waiting = len(list(uploads.rglob("*"))) and _scan(database, scanner, uploads)
    assert waiting >= 2
    for stored in (one, two):
        row = _row(database, stored.public_id)
        assert (row.scan, row.scan_found, row.scanned_at is not None) == (Scan.CLEAN, "", True)
        assert path_of(uploads, stored.public_id).exists()
    seen = len(scanner.seen)
    assert _scan(database, scanner, uploads) == 0
    assert len(scanner.seen) == seen
    with database.session(read_only=True) as session:
        assert [entry.action for entry in entries_about(session, "file", one.public_id)] == [
            "file:clean",
            "file:stored",
        ]


def test_an_infected_file_loses_its_bytes_and_nothing_else(database: Database, uploads: Path, scanner: Scanner) -> None:
    with database.session() as session:
        bad, good = _store(session, uploads, INFECTED), _store(session, uploads, PDF)
    _scan(database, scanner, uploads)
    row = _row(database, bad.public_id)
    assert (row.scan, row.scan_found, row.removed_at) == (Scan.INFECTED, "Eicar-Test-Signature", None)
    assert not path_of(uploads, bad.public_id).exists()
    assert path_of(uploads, good.public_id).read_bytes() == PDF


@pytest.mark.parametrize("behaves", ["gives up", "says nonsense", "hangs up"])
def test_what_the_scanner_could_not_judge_goes_on_waiting(
    database: Database, uploads: Path, scanner: Scanner, behaves: str
) -> None:
    with database.session() as session:
        bad = _store(session, uploads, INFECTED)
    scanner.behaves = behaves
    assert _scan(database, scanner, uploads) == 0
    assert _row(database, bad.public_id).scan == Scan.WAITING
    scanner.behaves = "well"
    assert _scan(database, scanner, uploads) > 0
    assert _row(database, bad.public_id).scan == Scan.INFECTED


def test_with_no_scanner_there_everything_waits(database: Database, uploads: Path, tmp_path: Path) -> None:
    with database.session() as session:
        stored = _store(session, uploads, PDF)
    assert scan_waiting(database, scanner=f"unix:{tmp_path}/gone.sock", folder=uploads) == 0
    assert _row(database, stored.public_id).scan == Scan.WAITING


def test_bytes_that_are_missing_hold_up_nobody(database: Database, uploads: Path, scanner: Scanner) -> None:
    with database.session() as session:
        lost, later = _store(session, uploads, PDF), _store(session, uploads, PDF)
    path_of(uploads, lost.public_id).unlink()
    _scan(database, scanner, uploads)
    assert (_row(database, lost.public_id).scan, _row(database, later.public_id).scan) == (Scan.WAITING, Scan.CLEAN)


def test_a_removed_file_is_not_scanned(database: Database, uploads: Path, scanner: Scanner) -> None:
    with database.session() as session:
        stored = _store(session, uploads, INFECTED)
        remove_file(session, stored=stored, folder=uploads, actor=SYSTEM)
    _scan(database, scanner, uploads)
    assert INFECTED not in scanner.seen
    assert _row(database, stored.public_id).scan == Scan.WAITING


def _answer_with(session: Session, application: Application, stored: StoredFile) -> None:
    section = form_of(application.response.form_version).place_of["documents"][0]
    row = sections_of(session, application.response)[section.key]
    facts = {"id": stored.public_id, "name": stored.name, "size": stored.size, "content_type": stored.content_type}
    values = {"documents": row.answers["documents"] | {"accounts": {"file": facts}}}
    save_answers(
        session,
        response=application.response,
        section=section,
        values=values,
        base=row.revision,
        actor=person(session, "amina"),
    )


def test_a_draft_loses_the_file_says_what_is_missing_and_the_lead_is_told(
    database: Database, uploads: Path, scanner: Scanner, world: World
) -> None:
    with database.session() as session:
        application = application_by_reference(session, world.draft)
        assert application is not None
        bad = _store(session, uploads, INFECTED, "our accounts.pdf")
        _answer_with(session, application, bad)
    _scan(database, scanner, uploads)
    with database.session(read_only=True) as session:
        application = application_by_reference(session, world.draft)
        assert application is not None
        answers = answers_of(session, application.response)
        assert "accounts" not in answers["documents"]
        assert set(answers["documents"]) == {"governing_document", "equality_policy", "safeguarding_policy"}
        form = form_of(application.response.form_version)
        assert [one.message for one in journey.missing(form, answers)] == ["Upload your latest accounts"]
        assert entries_about(session, "application", world.draft)[0].action == "application:file_dropped"
        letters = session.scalars(select(Message).where(Message.template == "file_infected")).all()
        assert [(one.to_email, one.about) for one in letters] == [("amina@harbour-sisters.example.org", world.harbour)]
        assert "our accounts.pdf" in letters[0].body


def test_what_was_sent_stays_as_it_was_sent(database: Database, uploads: Path, scanner: Scanner, world: World) -> None:
    path_of(uploads, world.scoring_file).write_bytes(INFECTED)
    with database.session(read_only=True) as session:
        application = application_by_reference(session, world.scoring)
        assert application is not None
        before = answers_of(session, application.response)
    _scan(database, scanner, uploads)
    with database.session(read_only=True) as session:
        application = application_by_reference(session, world.scoring)
        assert application is not None
        assert answers_of(session, application.response) == before
        assert len(session.scalars(select(Message).where(Message.template == "file_infected")).all()) == 1
    assert _row(database, world.scoring_file).scan == Scan.INFECTED
