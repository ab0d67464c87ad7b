"""The audit as a page: found by person, act or reference; whatever stands in a name stays words."""

import pytest

from portal.access.actor import Actor
from portal.audit.operations import record
from portal.core.db import Database
from tests.support.browser import Browser
from tests.support.world import World

PAYLOAD = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


def add(database: Database, count: int = 1, name: str = "Olive Hart", action: str = "test:acted") -> None:
    """So many entries."""
    with database.session() as session:
        for number in range(count):
            record(session, action, subject_type="test", subject=f"T-{number}", actor=Actor(None, name), state="x")


def test_it_shows_who_did_what_newest_first(browser: Browser, database: Database) -> None:
    add(database, 2)
    page = browser.sign_in("sam").get("/admin/audit")
    rows = page.all(".//tbody/tr")
    assert [row.findall("td")[2].text for row in rows[:2]] == ["test T-1", "test T-0"]
    assert "Nobody can change or delete these lines." in page.text


def test_it_finds_by_reference_and_act_and_person(browser: Browser, database: Database, world: World) -> None:
    add(database, 1, name="Percy 100% Search")
    browser.sign_in("sam")
    assert world.sent in browser.get(f"/admin/audit?search={world.sent}").text
    assert "1 entry" in browser.get("/admin/audit?search=100%25").text
    assert "No entry has “nothing like it” in it." in browser.get("/admin/audit?search=nothing+like+it").text


@pytest.mark.parametrize("search", ["%", "_", "'", "' OR 1=1 --", "\\", "x" * 5000, "\x00", "%ff", PAYLOAD])
def test_a_search_is_words_and_nothing_else(browser: Browser, search: str) -> None:
    browser.sign_in("sam")
    page = browser.get("/admin/audit", query_string={"search": search})
    assert "<script>alert" not in page.html


@pytest.mark.parametrize("number", ["0", "-1", "2", "999999", "x", "１", "1e3", ""])
def test_any_page_number_leads_to_a_page(browser: Browser, number: str) -> None:
    assert browser.sign_in("sam").get(f"/admin/audit?page={number}").h1.startswith("Audit")


def test_a_long_list_comes_in_pages(browser: Browser, database: Database) -> None:
    add(database, 60)
    page = browser.sign_in("sam").get("/admin/audit?search=acted")
    assert page.h1.startswith("Audit (page 1 of ")
    assert "60 entries" in page.text
    assert browser.get(page.links["Next page"]).h1.startswith("Audit (page 2 of ")


def test_a_name_with_markup_stays_words(browser: Browser, database: Database) -> None:
    add(database, 1, name=PAYLOAD)
    page = browser.sign_in("sam").get("/admin/audit")
    assert PAYLOAD in page.text
    assert not page.all(".//main//script") and not page.all(".//main//img")


def test_facts_that_have_parts_are_read_as_words(browser: Browser) -> None:
    page = browser.sign_in("sam").get("/admin/audit?search=membership:approved")
    assert "governing document to do, people to do" in page.text
