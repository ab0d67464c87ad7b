"""The passport on pages: kept once, used in applications, read by nobody else, and every reading written down."""

import re
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from portal.access.roles import TeamRole
from portal.applications.queries import application_by_reference
from portal.core.clock import today
from portal.core.db import Database
from portal.documents.models import FileReading
from portal.documents.queries import count_readings, file_by_public_id
from portal.formkit.queries import answers_of
from portal.organisations.models import TeamMember
from portal.organisations.queries import organisation_by_reference, team_member
from portal.passport.models import PassportDocument
from portal.passport.queries import versions_of
from tests.support.browser import Browser
from tests.support.files import PDF
from tests.support.world import World

PASSPORT = f"/organisations/{World().harbour}/passport"
INSURANCE = f"{PASSPORT}/documents/public_liability"
DOCUMENTS = f"/applications/{World().draft}/tasks/s9/documents"


def sent(expires: date | None = None, name: str = "insurance.pdf", **more: Any) -> dict[str, Any]:
    days = {"day": expires.day, "month": expires.month, "year": expires.year} if expires else {}
    return {f"expires-{part}": str(value) for part, value in days.items()} | {"file": (BytesIO(PDF), name)} | more


def reading_count(database: Database) -> int:
    with database.session(read_only=True) as session:
        organisation = organisation_by_reference(session, World().harbour)
        assert organisation is not None
        return count_readings(session, organisation.id)


def run_out(database: Database) -> None:
    """The insurance of Harbour Sisters ran out yesterday."""
    with database.session() as session:
        organisation = organisation_by_reference(session, World().harbour)
        assert organisation is not None
        row = next(one.row for one in versions_of(session, organisation.id) if one.kind.value == "public_liability")
        assert row is not None
        row.expires_on = today() - timedelta(days=1)


def test_every_kind_stands_there_in_words(browser: Browser) -> None:
    page = browser.sign_in("amina").get(PASSPORT)
    assert page.h1 == "Passport"
    assert "constitution.pdf" in page.text
    assert "Missing" in page.text
    assert "What does your organisation do?" in page.text
    assert browser.sign_in("vera").get(PASSPORT).links.get("Add public liability insurance") is None


def test_a_document_is_given_with_its_days_and_offered_in_an_application(browser: Browser) -> None:
    browser.sign_in("amina")
    page = browser.post(f"{INSURANCE}/add", sent(), status=422)
    assert "Enter the day your public liability insurance runs out" in page.text  # type: ignore[union-attr]
    expires = today() + timedelta(days=365)
    assert browser.post(f"{INSURANCE}/add", sent(expires)) == INSURANCE
    assert "In date" in browser.get(INSURANCE).text
    assert "Use the public liability insurance you gave us" in browser.get(DOCUMENTS).text


def test_what_was_typed_stands_there_again_when_a_day_is_wrong(browser: Browser) -> None:
    browser.sign_in("amina")
    wrong = {"expires-day": "31", "expires-month": "2", "expires-year": "2031", "starts-day": "1"}
    page = browser.post(f"{INSURANCE}/add", sent() | wrong, status=422)
    values = page.values()  # type: ignore[union-attr]
    assert values["expires-day"] == ["31"]
    assert values["starts-day"] == ["1"]
    assert {field for field, _words in page.errors} == {"#expires-day", "#starts-day"}  # type: ignore[union-attr]


def test_a_file_that_we_cannot_take_is_told_beside_its_field(browser: Browser) -> None:
    data = sent(today() + timedelta(days=90)) | {"file": (BytesIO(b"MZ nothing"), "insurance.exe")}
    page = browser.sign_in("amina").post(f"{INSURANCE}/add", data, status=422)
    assert page.errors[0][0] == "#file"  # type: ignore[union-attr]


def test_one_that_ran_out_is_told_wherever_it_matters_and_never_offered(browser: Browser, database: Database) -> None:
    browser.sign_in("amina").post(f"{INSURANCE}/add", sent(today() + timedelta(days=9)))
    assert "Runs out on" in browser.get(PASSPORT).text
    run_out(database)
    for url in (PASSPORT, DOCUMENTS, f"/applications/{World().draft}", f"/applications/{World().draft}/check"):
        assert "ran out on" in browser.get(url).text, url
    page = browser.get(DOCUMENTS)
    assert "Use the public liability insurance" not in page.text
    with database.session(read_only=True) as session:
        organisation = organisation_by_reference(session, World().harbour)
        assert organisation is not None
        old = next(one.file.public_id for one in versions_of(session, organisation.id) if one.row)
    forced = {
        "action": f"use-file:documents-public_liability:{old}",
        "base-revision": page.values()["base-revision"][0],
    }
    browser.client.post(DOCUMENTS, data=forced | {"csrf_token": browser.csrf_token()})
    with database.session(read_only=True) as session:
        application = application_by_reference(session, World().draft)
        assert application is not None
        assert "public_liability" not in answers_of(session, application.response)["documents"]


def test_replacing_it_from_an_application_leads_back_and_shows_what_is_new(
    browser: Browser, database: Database
) -> None:
    browser.sign_in("amina").post(f"{INSURANCE}/add", sent(today() + timedelta(days=9)))
    run_out(database)
    back = browser.post(f"{INSURANCE}/add", sent(today() + timedelta(days=365), application=World().draft))
    assert back == f"/applications/{World().draft}/passport"
    page = browser.get(str(back))
    assert "In date" in page.text
    assert "New: public liability insurance" in page.text
    assert "ran out on" not in page.text


def test_a_file_uploaded_in_an_application_is_in_the_passport(browser: Browser) -> None:
    browser.sign_in("amina")
    base = browser.get(DOCUMENTS).values()["base-revision"][0]
    data = {"base-revision": base, "action": "save", "documents-equality_policy": (BytesIO(PDF), "equal.pdf")}
    browser.post(DOCUMENTS, data)
    assert "equal.pdf" in browser.get(f"{PASSPORT}/documents/equality_policy").text


def test_every_reading_is_written_down_and_the_leads_read_it(browser: Browser, database: Database) -> None:
    file = f"constitution-of-{World().harbour.lower()}"
    urls = {
        "vera": f"{PASSPORT}/versions/{file}",
        "olive": f"/manage/members/{World().harbour}/passport/versions/{file}",
        "amina": f"/organisations/{World().harbour}/files/{file}",
    }
    for name, url in urls.items():
        browser.sign_in(name).client.get(url).close()
    assert reading_count(database) == 3
    page = browser.sign_in("amina").get(f"{PASSPORT}/readings")
    assert re.search("Amina Karim .your team.*Olive Hart .the grants team.*Vera Lund .your team", page.text, re.S)
    assert reading_count(database) == 3


def test_assessors_are_written_down_and_not_named_to_the_group(browser: Browser, database: Database) -> None:
    with database.session() as session:
        stored = file_by_public_id(session, "constitution-of-org-harb")
        assert stored is not None
        facts = {"file_id": stored.id, "at": stored.uploaded_at}
        session.add(FileReading(**facts, reader_name="Asha Verma", reader_as="assessor"))
    ours = browser.sign_in("amina").get(f"{PASSPORT}/readings").text
    assert "Someone who scores applications" in ours
    assert "Asha" not in ours
    assert "Asha Verma" in browser.sign_in("olive").get(f"/manage/members/{World().harbour}/passport/readings").text


def test_who_may_not_read_leaves_no_reading_and_gets_nothing(browser: Browser, database: Database) -> None:
    url = f"{PASSPORT}/versions/constitution-of-org-harb"
    for name in ("owen", "nell", "mira", "olive", "asha"):
        answer = browser.sign_in(name).client.get(url)
        assert answer.status_code in (403, 404), name
        assert b"%PDF" not in answer.get_data()
    assert reading_count(database) == 0


def test_a_file_that_cannot_be_written_down_is_not_given(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_facts: object, **_more: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("portal.documents.views.note_reading", broken)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = browser.sign_in("amina").client.get(f"{PASSPORT}/versions/constitution-of-org-harb")
    assert answer.status_code == 500
    assert b"%PDF" not in answer.get_data()


def _as(database: Database, name: str, role: TeamRole) -> None:
    with database.session() as session:
        member = team_member(session, World().harbour, f"P-{name.upper()}")
        assert isinstance(member, TeamMember)
        member.role = role


def test_bank_papers_are_opened_by_leads_and_finance_alone(browser: Browser, database: Database) -> None:
    browser.sign_in("amina").post(f"{PASSPORT}/documents/bank_statement/add", sent(name="bank.pdf"))
    with database.session(read_only=True) as session:
        organisation = organisation_by_reference(session, World().harbour)
        assert organisation is not None
        file = next(one.file.public_id for one in versions_of(session, organisation.id) if one.kind.private)
    codes = {}
    for role in TeamRole:
        _as(database, "vera", role)
        browser.sign_in("vera")
        with browser.client.get(f"{PASSPORT}/versions/{file}") as answer:
            codes[role] = answer.status_code
        linked = file in str(browser.get(PASSPORT).links.values())
        assert linked == (codes[role] == 200), role
    assert codes == {
        TeamRole.LEAD: 200, TeamRole.FINANCE: 200, TeamRole.EDITOR: 404, TeamRole.CERTIFIER: 404, TeamRole.VIEWER: 404,
    }  # fmt: skip


def test_another_organisations_kinds_and_files_are_not_there_by_any_address(browser: Browser) -> None:
    browser.sign_in("amina").post(f"{INSURANCE}/add", sent(today() + timedelta(days=365), name="SECRET-NAME.pdf"))
    browser.sign_in("owen")
    reached = [PASSPORT, f"{PASSPORT}/readings", INSURANCE, f"{INSURANCE}/add", f"{INSURANCE}/dates"]
    reached += [f"/applications/{World().draft}/passport", f"/manage/members/{World().harbour}/passport"]
    missing = browser.client.get("/organisations/ORG-NONE/passport").get_data(as_text=True)
    for url in reached:
        answer = browser.client.get(url)
        assert answer.status_code in (403, 404), url
        assert "SECRET" not in answer.get_data(as_text=True)
    plain = re.sub(r'nonce="[^"]*"|value="[^"]*"', "", browser.client.get(PASSPORT).get_data(as_text=True))
    assert plain == re.sub(r'nonce="[^"]*"|value="[^"]*"', "", missing)
    for own in ("/desk", "/organisations", "/applications", f"/organisations/{World().northway}/passport"):
        assert "SECRET" not in browser.get(own, status=200).text if own != "/organisations" else True


def test_a_stranger_is_refused_without_a_look_into_the_passport(app: Flask, browser: Browser) -> None:
    """What takes time is asked only for those who may: there is nothing in a stranger's wait that depends on it."""
    browser.sign_in("owen")
    asked = _tables_asked(app, browser, PASSPORT)
    assert "passport_document" not in asked
    assert "passport_document" in _tables_asked(app, browser.sign_in("amina"), PASSPORT)


def _tables_asked(app: Flask, browser: Browser, url: str) -> str:
    seen: list[str] = []
    engine = app.extensions["portal"].database.engine

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    browser.client.get(url).close()
    event.remove(engine, "before_cursor_execute", note)
    return "\n".join(seen)


def test_the_page_asks_the_database_as_often_for_many_documents_as_for_one(app: Flask, browser: Browser) -> None:
    browser.sign_in("amina").get(PASSPORT)
    few = _tables_asked(app, browser, PASSPORT).count("SELECT")
    for kind in ("accounts", "equality_policy", "health_safety", "data_protection", "bank_statement"):
        for _version in range(2):
            browser.post(f"{PASSPORT}/documents/{kind}/add", sent(name=f"{kind}.pdf"))
    assert _tables_asked(app, browser, PASSPORT).count("SELECT") == few
    assert PassportDocument.__tablename__ in _tables_asked(app, browser, PASSPORT)


def test_removing_asks_once_more_and_takes_it_out_of_the_draft(browser: Browser, database: Database) -> None:
    browser.sign_in("amina").post(f"{INSURANCE}/add", sent(today() + timedelta(days=365)))
    page = browser.get(DOCUMENTS)
    with database.session(read_only=True) as session:
        organisation = organisation_by_reference(session, World().harbour)
        assert organisation is not None
        file = next(one.file.public_id for one in versions_of(session, organisation.id) if one.row)
    use = {"action": f"use-file:documents-public_liability:{file}", "base-revision": page.values()["base-revision"][0]}
    browser.post(DOCUMENTS, use)
    browser.get(f"{PASSPORT}/versions/{file}/remove")
    assert browser.post(f"{PASSPORT}/versions/{file}/remove") == INSURANCE
    assert "Missing" in browser.get(INSURANCE).text
    with database.session(read_only=True) as session:
        application = application_by_reference(session, World().draft)
        assert application is not None
        assert "public_liability" not in answers_of(session, application.response)["documents"]
