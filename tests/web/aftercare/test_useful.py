"""Was this useful: at the foot of the feedback, and by round for officers."""

import re

from tests.support.browser import Browser, Page
from tests.support.world import World


def test_the_reader_says_it_at_the_foot_and_changes_it(browser: Browser, world: World) -> None:
    address = f"/applications/{world.announced}/feedback"
    page = browser.sign_in("vera").get(address)
    assert "Was this feedback useful?" in page.text
    page = browser.follow(f"{address}/useful", {"useful": "no", "line": "We did not\nknow the words."})
    assert "Thank you." in page.text
    assert re.search(r'value="no"[^>]*checked', page.html)
    assert page.values(f"{address}/useful")["line"] == ["We did not know the words."]
    page = browser.follow(f"{address}/useful", {"useful": "yes", "line": ""})
    assert re.search(r'value="yes"[^>]*checked', page.html)
    assert not re.search(r'value="yes"[^>]*checked', browser.sign_in("amina").get(address).html), "each has their own"


def test_what_is_missing_is_said_and_the_line_is_still_there(browser: Browser, world: World) -> None:
    address = f"/applications/{world.announced}/feedback/useful"
    browser.sign_in("amina")
    page = browser.post(address, {"line": "Very clear."}, status=422)
    assert isinstance(page, Page)
    assert [words for _, words in page.errors] == ["Choose yes or no"]
    assert page.values(address)["line"] == ["Very clear."]
    page = browser.post(address, {"useful": "yes", "line": "x" * 301}, status=422)
    assert isinstance(page, Page)
    assert page.errors[0][1] == "What you write must be 300 characters or fewer"


def test_officers_read_counts_and_lines_without_names(browser: Browser, world: World) -> None:
    address = f"/manage/rounds/{world.announced_round}/useful"
    assert "Nobody has said anything yet." in browser.sign_in("olive").get(address).text
    browser.sign_in("amina").post(f"/applications/{world.announced}/feedback/useful", {"useful": "yes", "line": "Kind"})
    browser.sign_in("beth").post(f"/applications/{world.announced}/feedback/useful", {"useful": "no"})
    page = browser.sign_in("olive").get(address)
    assert "1 person said yes, 1 person said no." in page.text
    assert "1 of 2 pieces" in page.text
    assert "Kind" in page.text
    assert "Amina" not in page.text
    assert "Harbour" not in page.text
    assert address in browser.get(f"/manage/rounds/{world.announced_round}/feedback").links.values()


def test_the_preview_of_the_office_has_no_form(browser: Browser, world: World) -> None:
    page = browser.sign_in("olive").get(f"/manage/applications/{world.announced}/feedback/preview")
    assert "Was this feedback useful?" not in page.text
