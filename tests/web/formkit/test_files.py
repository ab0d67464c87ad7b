"""Files on a step: kept, refused beside the field, removed, had again."""

import hashlib
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest

from portal.core.db import Database
from portal.documents.operations import path_of
from portal.documents.queries import file_by_public_id
from portal.web.settings import Settings
from tests.support.browser import Browser, Page
from tests.support.files import JPG
from tests.support.world import World
from tests.unit.formkit.making import question
from tests.web.formkit.conftest import GiveForm, Written

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
MB = 1024 * 1024
PAPERS = {
    "options_from": "reference.papers",
    "instead": "You have it",
    "documents": [{"value": "rules"}, {"value": "quote", "required": False}],
}


def _sent(name: str, content: bytes, filename: str, base: int = 0) -> dict[str, Any]:
    return {"base-revision": str(base), name: (BytesIO(content), filename)}


def test_a_file_is_kept_shown_and_removed(browser: Browser, give_form: GiveForm, written: Written) -> None:
    base = give_form(question("f", "file"))
    url = f"{base}/f"
    amina = browser.sign_in("amina")
    assert isinstance(amina.post(url, _sent("f", PDF, "rules.pdf")), str)
    assert written.answers()["f"]["name"] == "rules.pdf"
    page = amina.get(url)
    assert "We have: rules.pdf" in page.text
    assert isinstance(amina.post(url, page.values(url)), str)
    assert written.answers()["f"]["name"] == "rules.pdf"
    assert amina.post(url, page.values(url) | {"action": "remove-file:f"}) == url
    assert written.answers() == {"f": None}


def test_a_file_that_is_not_what_it_says_is_refused_and_the_others_stay(
    browser: Browser, give_form: GiveForm, written: Written
) -> None:
    base = give_form(question("d", "document_checklist", **PAPERS))
    url = f"{base}/d"
    amina = browser.sign_in("amina")
    sent = _sent("d-rules", PDF, "rules.pdf") | {"d-quote": (BytesIO(b"MZ\x90\x00"), "quote.pdf")}
    told = amina.post(url, sent, status=422)
    assert isinstance(told, Page)
    assert [target for target, _words in told.errors] == ["#d-quote"]
    assert [key for key, given in written.answers()["d"].items() if given.get("file")] == ["rules"]
    assert "We have: rules.pdf" in amina.get(url).text


def test_what_a_question_takes_is_said_before_choosing_and_held_to(
    browser: Browser, give_form: GiveForm, written: Written
) -> None:
    base = give_form(question("f", "file", accepted=["jpg", "png"], max_mb=5))
    url = f"{base}/f"
    amina = browser.sign_in("amina")
    page = amina.get(url)
    assert "JPG or PNG, up to 5MB" in page.text
    box = page.all(".//input[@type='file']")[0]
    assert (box.get("accept"), box.get("data-most-mb")) == (".jpg,.png,.jpeg", "5")
    refusals = {
        "rules.pdf": (PDF, "The file must be a JPG or PNG"),
        "big.jpg": (JPG + bytes(5 * MB), "The file is 5.1MB. It must be 5MB or smaller"),
        "empty.jpg": (b"", "The file is empty. Choose another file"),
    }
    for name, (content, words) in refusals.items():
        told = amina.post(url, _sent("f", content, name), status=422)
        assert isinstance(told, Page)
        assert told.errors == [("#f", words)]
    assert written.answers() == {"f": None}
    amina.post(url, _sent("f", JPG + bytes(5 * MB - len(JPG)), "small.jpg", 1))
    assert written.answers()["f"]["size"] == 5 * MB


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (10 * MB, None),
        (10 * MB + 1, "The file is 10.1MB. It must be 10MB or smaller"),
        (40 * MB, "The file is 40.0MB. It must be 10MB or smaller"),
    ],
)
def test_ten_megabytes_and_one_byte(
    browser: Browser, give_form: GiveForm, written: Written, settings: Settings, size: int, words: str | None
) -> None:
    base = give_form(question("t", step="one"), question("f", "file", step="one"))
    url = f"{base}/one"
    amina = browser.sign_in("amina")
    content = PDF + bytes(size - len(PDF))
    sent = _sent("f", content, "rules.pdf") | {"t": "kept whatever becomes of the file"}
    if words is None:
        assert isinstance(amina.post(url, sent), str)
        stored = path_of(settings.uploads, written.answers()["f"]["id"]).read_bytes()
        assert hashlib.sha256(stored).digest() == hashlib.sha256(content).digest()
    else:
        told = amina.post(url, sent, status=422)
        assert isinstance(told, Page)
        assert told.errors == [("#f", words)]
        assert [path for path in settings.uploads.rglob("*") if path.is_file() and path.stat().st_size > MB] == []
    assert written.answers()["t"] == "kept whatever becomes of the file"


def test_a_request_beyond_all_measure_is_told(browser: Browser, give_form: GiveForm) -> None:
    url = f"{give_form(question('f', 'file'))}/f"
    told = browser.sign_in("amina").post(url, _sent("f", PDF + bytes(61 * MB), "film.pdf"), status=413)
    assert isinstance(told, Page)
    assert "A file can be up to 10 MB" in told.text


def test_an_earlier_file_can_be_had_again_until_it_is_sent(
    browser: Browser, give_form: GiveForm, written: Written
) -> None:
    base = give_form(question("d", "document_checklist", **PAPERS))
    url = f"{base}/d"
    amina = browser.sign_in("amina")
    amina.post(url, _sent("d-rules", PDF, "first.pdf"))
    first = written.answers()["d"]["rules"]["file"]
    amina.post(url, _sent("d-rules", PDF + b"\n", "second.pdf", 1))
    second = written.answers()["d"]["rules"]["file"]
    page = amina.get(url)
    assert "We have: second.pdf" in page.text
    assert "Earlier: first.pdf, put here by Amina Karim on " in page.text
    again = page.values(url) | {"action": f"use-file:d-rules:{first['id']}"}
    assert amina.post(url, again) == url
    assert written.answers()["d"] == {"rules": {"file": first}}
    page = amina.get(url)
    assert "Earlier: second.pdf, put here by Amina Karim on " in page.text
    assert "first.pdf, put here" not in page.text
    amina.post(url, page.values(url) | {"action": "remove-file:d-rules"})
    assert written.answers() == {"d": None}
    amina.post(url, amina.get(url).values(url) | {"action": f"use-file:d-rules:{second['id']}"})
    assert written.answers()["d"] == {"rules": {"file": second}}


def test_only_files_that_were_offered_there_are_taken(
    browser: Browser, give_form: GiveForm, written: Written, world: World
) -> None:
    base = give_form(question("d", "document_checklist", **PAPERS))
    url = f"{base}/d"
    amina = browser.sign_in("amina")
    amina.post(url, _sent("d-rules", PDF, "rules.pdf"))
    rules = written.answers()["d"]["rules"]["file"]["id"]
    for field, wanted in (
        ("d-quote", rules),
        ("d-rules", world.draft_file),
        ("d-quote", "nothing"),
        ("d-nothing", rules),
    ):
        amina.post(url, amina.get(url).values(url) | {"action": f"use-file:{field}:{wanted}"})
        assert set(written.answers()["d"]) == {"rules"}
        assert written.answers()["d"]["rules"]["file"]["id"] == rules


def test_a_document_that_the_office_has_already_is_offered_and_pinned(
    browser: Browser, give_form: GiveForm, written: Written, database: Database, settings: Settings, world: World
) -> None:
    base = give_form(question("governing_document", "file"))
    url = f"{base}/governing-document"
    with database.session() as session:
        stored = file_by_public_id(session, world.harbour_file)
        assert stored is not None
        stored.uploaded_at = datetime(2026, 5, 2, 23, 30, tzinfo=UTC)  # in London it is the third already
    amina = browser.sign_in("amina")
    page = amina.get(url)
    assert "Use the governing document you gave us on 3 May 2026" in page.text
    amina.post(url, page.values(url) | {"action": f"use-file:governing_document:{world.harbour_file}"})
    assert written.answers()["governing_document"]["id"] == world.harbour_file
    page = amina.get(url)
    assert "We have: constitution.pdf" in page.text
    assert "you gave us on" not in page.text
    with amina.client.get(f"/applications/{world.draft}/files/{world.harbour_file}") as answer:
        assert answer.get_data() == path_of(settings.uploads, world.harbour_file).read_bytes()


def test_a_script_that_uploads_is_told_how_it_went(browser: Browser, give_form: GiveForm, written: Written) -> None:
    url = f"{give_form(question('f', 'file'))}/f"
    amina = browser.sign_in("amina")
    as_json = {"Accept": "application/json"}
    sent = {"csrf_token": amina.csrf_token(), "action": "save"}
    answer = amina.client.post(url, data=sent | _sent("f", b"<svg/>", "x.svg"), headers=as_json)
    assert set(answer.get_json()["problems"]) == {"f"}
    answer = amina.client.post(url, data=sent | _sent("f", PDF, "x.pdf", 1), headers=as_json)
    assert (answer.status_code, answer.get_json()["problems"]) == (200, {})
    assert written.answers()["f"]["name"] == "x.pdf"
