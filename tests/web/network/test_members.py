"""The office's pages of the Network: the list, its export, history, map, coverage, by-and-for."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from portal.audit.models import AuditEntry
from portal.core.db import Database
from portal.formkit.operations import thaw
from portal.network.models import MemberNote
from portal.organisations.queries import organisation_by_reference
from tests.factories.members import add_members
from tests.support.browser import Browser
from tests.support.building.organisations import fill_in
from tests.support.world import World


@pytest.fixture
def numbered(database: Database) -> None:
    with database.session() as session:
        add_members(session, 30)


@pytest.fixture
def officer(browser: Browser) -> Browser:
    return browser.sign_in("olive")


@contextmanager
def selects(app: Flask) -> Iterator[list[str]]:
    """The SELECTs that are asked meanwhile."""
    asked: list[str] = []
    engine = app.extensions["portal"].database.engine

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_until_something_is_asked_for_it_shows_who_waits(officer: Browser) -> None:
    page = officer.get("/manage/members")
    assert "1 organisation" in page.text and "Lantern Club" in page.text and "Harbour Sisters" not in page.text


def test_it_filters_by_each_thing_and_keeps_what_was_asked(officer: Browser, numbered: None) -> None:
    for query, there, gone in (
        ("district=E07000090", "Numbered Group 00003", "Numbered Group 00001"),
        ("community=DEI090000&district=E06000044", "Numbered Group 00001", "Harbour Sisters"),
        ("word=yes", "Numbered Group 00005", "Numbered Group 00001"),
        ("word=not_said", "Numbered Group 00001", "Numbered Group 00005"),
        ("ending=soon", "Numbered Group 00002", "Numbered Group 00001"),
        ("kind=unincorporated", "Harbour Sisters", "Numbered Group"),
        ("size=10k_100k", "Numbered Group 00001", "Harbour Sisters"),
        ("theme=community_safety", "Harbour Sisters", "Numbered Group"),
        ("state=applied", "Lantern Club", "Harbour Sisters"),
        ("search=numbered+group+00017", "Numbered Group 00017", "Numbered Group 00018"),
        ("search=org-harb", "Harbour Sisters", "Numbered Group"),
        ("search=1099999", "Northway Youth", "Numbered Group"),
    ):
        page = officer.get(f"/manage/members?{query}")
        assert there in page.text, query
        assert gone not in page.text, query
    page = officer.get("/manage/members?district=E07000090&sort=ending")
    assert page.values("/manage/members")["district"] == ["E07000090"]
    assert page.values("/manage/members")["sort"] == ["ending"]


def test_drafts_are_nobodys_business(officer: Browser) -> None:
    assert "Ember Arts" not in officer.get("/manage/members?sort=name").text


def test_orders(officer: Browser, numbered: None) -> None:
    text = officer.get("/manage/members?sort=ending&state=approved").text
    assert text.index("Numbered Group 00002") < text.index("Numbered Group 00001")
    text = officer.get("/manage/members?sort=name").text
    assert text.index("Harbour Sisters") < text.index("Lantern Club") < text.index("Numbered Group 00001")
    assert "page 1 of 2" in officer.get("/manage/members?sort=name").title


def test_it_asks_as_much_for_thirty_as_for_three(officer: Browser, app: Flask, database: Database) -> None:
    officer.get("/manage/members?sort=name")
    with selects(app) as few:
        officer.get("/manage/members?sort=name")
    with database.session() as session:
        add_members(session, 30)
    with selects(app) as many:
        officer.get("/manage/members?sort=name")
    assert len(many) == len(few) <= 6


def test_nothing_found_says_so(officer: Browser) -> None:
    assert "No organisation fits." in officer.get("/manage/members?search=nobody").text


def test_the_list_is_taken_out_as_asked_and_recorded(officer: Browser, database: Database, numbered: None) -> None:
    response = officer.client.post(
        "/manage/members/export",
        data={"csrf_token": officer.csrf_token(), "format": "csv", "district": "E06000044", "state": "approved"},
    )
    rows = list(csv.DictReader(io.StringIO(response.get_data().decode("utf-8-sig"))))
    assert response.headers["Content-Type"].startswith("text/csv")
    assert [row["Name"] for row in rows[:2]] == ["Numbered Group 00001", "Numbered Group 00002"] and len(rows) == 20
    assert rows[0]["Postcode"] == "Kept private" and rows[1]["Postcode"] == "PO9 1XX"
    assert rows[0]["Districts"] == "Portsmouth" and rows[0]["Communities"] == "Women and girls"
    with database.session(read_only=True) as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "members:exported")).one()
        assert entry.detail == {"count": 20, "district": "E06000044", "state": "approved"}
    data = {"csrf_token": officer.csrf_token(), "format": "xlsx"}
    response = officer.client.post("/manage/members/export", data=data)
    assert response.get_data()[:2] == b"PK" and ".xlsx" in response.headers["Content-Disposition"]


def test_leads_are_in_the_export(officer: Browser) -> None:
    data = {"csrf_token": officer.csrf_token(), "format": "csv", "search": "Harbour"}
    text = officer.client.post("/manage/members/export", data=data).get_data().decode("utf-8-sig")
    assert "amina@harbour-sisters.example.org" in text and "beth@" not in text


def test_one_member_on_one_page(officer: Browser, world: World) -> None:
    with officer.client.get(f"/organisations/{world.harbour}/files/{world.harbour_file}") as opened:
        assert opened.status_code == 200
    page = officer.get(f"/manage/members/{world.harbour}/history")
    for words in ("Applications and awards", world.announced, "Workshops (2)", "Documents opened (1)", "Messages"):
        assert words in page.text, words
    for words in ("constitution.pdf Olive Hart Officer", "No notes yet.", "membership approved"):
        assert words in page.text, words
    assert world.draft not in page.text, "a draft is the group's own"
    officer.get(f"/manage/members/{world.ember}/history", status=404)


def test_a_note_is_kept_and_an_empty_one_is_not(officer: Browser, database: Database, world: World) -> None:
    path = f"/manage/members/{world.harbour}/history"
    page = officer.post(path, {"words": "  "}, status=422)
    assert not isinstance(page, str) and page.errors == [("#words", "Enter your note")]
    long = "a" * 2_001
    page = officer.post(path, {"words": long}, status=422)
    assert not isinstance(page, str) and page.values()["words"] == [long]
    page = officer.follow(path, {"words": "Asked for a call.\nLeave a message."})
    assert "Asked for a call." in page.text and "Olive Hart" in page.text
    with database.session(read_only=True) as session:
        assert session.scalar(select(func.count(MemberNote.id))) == 1
        acts = session.scalars(select(AuditEntry.action).where(AuditEntry.subject == world.harbour)).all()
        assert acts.count("member:noted") == 1


def test_the_map_counts_members_where_they_work(officer: Browser, numbered: None) -> None:
    page = officer.get("/manage/members/map")
    assert "33 members today" in page.text
    assert "Havant 10" in page.text and "Portsmouth 20" in page.text and "Hart 0" in page.text
    assert page.links["Havant 10"].endswith("district=E07000090")


def test_coverage_shows_where_nobody_is(officer: Browser, numbered: None) -> None:
    text = officer.get("/manage/members/coverage").text
    assert "No member works in Basingstoke and Deane" in text
    assert "Migrants: no member anywhere" in text
    assert "Led by and for their community: Basingstoke" in text


def test_by_and_for_says_what_is_kept_back(officer: Browser) -> None:
    text = officer.get("/manage/members/by-and-for").text
    assert "Kept back" in text and "We keep back figures of fewer than 5 groups" in text


def test_answers_that_fit_by_and_for_are_a_hint_for_officers(
    officer: Browser, database: Database, world: World
) -> None:
    hint = "fits our definition of by-and-for"
    assert hint not in officer.get(f"/manage/members/{world.lantern}").text
    with database.session() as session:
        lantern = organisation_by_reference(session, world.lantern)
        assert lantern is not None and lantern.membership is not None
        thaw(session, response=lantern.membership.response)
        led = {"mission_communities": ["DEI090000"], "board_share": "half_plus", "senior_share": "no_staff"}
        fill_in(session, lantern, led)
    assert hint in officer.get(f"/manage/members/{world.lantern}").text
