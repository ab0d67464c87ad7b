"""Everybody's desk: what waits for them, and nothing of anybody else's."""

import pytest
from sqlalchemy import event

from portal.core.db import Database
from tests.support.browser import Browser
from tests.support.world import World


def test_an_applicant_sees_what_to_finish_what_they_sent_and_their_group(browser: Browser, world: World) -> None:
    browser.sign_in("amina")
    page = browser.get("/desk")
    assert page.links["Finish: Safe Steps on the Seafront"] == f"/applications/{world.draft}"
    assert page.links["Safe Steps on the Seafront"] in {
        f"/applications/{world.scoring}/submitted",
        f"/applications/{world.announced}/submitted",
    }
    assert page.links["Harbour Sisters"] == f"/organisations/{world.harbour}"
    assert "Not submitted yet" in page.text
    assert "Friday Kickabout" not in page.html
    assert "Northway" not in page.html


def test_someone_without_a_group_is_told_how_to_begin(browser: Browser) -> None:
    browser.sign_in("nell")
    page = browser.get("/desk")
    assert page.links["Add your organisation"] == "/organisations/new"


def test_a_group_that_has_asked_to_join_reads_that_it_is_being_checked(browser: Browser) -> None:
    browser.sign_in("lena")
    assert "Lantern Club" in browser.get("/desk").text


STAFF = {
    "olive": ("1 request to join the Funding Network to check", "/manage/members?state=applied"),
    "asha": ("Score 1 application", "/assess"),
    "grace": ("Declare your interests. It takes about 5 minutes", "/interests"),
    "sam": ("Declare your interests. It takes about 5 minutes", "/interests"),
    "ines": ("Declare your interests. It takes about 5 minutes", "/interests"),
}


@pytest.mark.parametrize("name", STAFF)
def test_staff_see_what_waits_for_them_with_a_link_to_it(browser: Browser, name: str) -> None:
    words, href = STAFF[name]
    page = browser.sign_in(name).get("/desk")
    assert words in page.text
    assert page.links[words] == href
    assert browser.get(href).h1


def test_who_has_declared_and_has_nothing_to_do_reads_so(browser: Browser) -> None:
    browser.sign_in("grace").post("/interests/declare", {"rows": "1", "nothing": "y", "action": "declare"})
    assert "Nothing waits for you now." in browser.get("/desk").text


@pytest.mark.parametrize("name", ["amina", "olive", "asha", "grace"])
def test_a_desk_takes_few_queries(browser: Browser, database: Database, name: str) -> None:
    browser.sign_in(name)
    browser.get("/desk")
    seen: list[str] = []
    engine = browser.app.extensions["portal"].database.engine
    event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    browser.get("/desk")
    assert len([one for one in seen if one.startswith("SELECT")]) <= 17  # one for each kind of thing that waits


def test_officers_see_what_members_ask_of_them(browser: Browser) -> None:
    links = browser.sign_in("olive").get("/desk").links
    assert links["1 request to lead a group to answer"] == "/manage/lead-requests"
    assert links["1 conversation of partners to look at"] == "/manage/partnering"


def test_navigation_shows_only_what_a_person_may_open(browser: Browser) -> None:
    for name in ("amina", "asha", "ines", "olive", "grace", "sam"):
        page = browser.sign_in(name).get("/desk")
        nav = [link.get("href") for link in page.all(".//nav//a")]
        assert "/desk" in nav
        for href in nav:
            assert browser.client.get(href).status_code in (200, 303), href
