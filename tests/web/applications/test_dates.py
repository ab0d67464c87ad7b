"""The office moves dates: shows them, asks once more, saves, refuses."""

from datetime import timedelta

import pytest

from portal.core.clock import london
from portal.core.dates import deadline_words
from portal.core.db import Database
from portal.funds.queries import round_by_slug
from tests.support.browser import Browser, Page
from tests.support.world import World


@pytest.fixture
def here(world: World) -> str:
    """The address of the open round, for the office."""
    return f"/manage/rounds/{world.open_round}"


def later(database: Database, world: World, **by: int) -> dict[str, str]:
    """The fields of a closing time that much later, at midday."""
    with database.session(read_only=True) as session:
        round_ = round_by_slug(session, world.open_round)
        assert round_ is not None
        day = london(round_.closes_at + timedelta(**by)).date()
    return {"closes-day": str(day.day), "closes-month": str(day.month), "closes-year": str(day.year), "time": "midday"}


def confirmed(browser: Browser, url: str, sent: dict[str, str]) -> Page:
    """Send a form, read it once more, confirm."""
    asked = browser.post(url, sent, 200)
    assert isinstance(asked, Page)
    assert asked.h1 == "Check this before it counts"
    return browser.follow(url, asked.values(url) | {"action": "confirm"})


def test_a_fault_gives_everyone_more_time_and_the_fund_says_so(
    browser: Browser, database: Database, world: World, here: str
) -> None:
    sent = later(database, world, days=3) | {"words": "We were down from 9am to 11am."}
    page = confirmed(browser.sign_in("olive"), f"{here}/outage", sent)
    with database.session(read_only=True) as session:
        round_ = round_by_slug(session, world.open_round)
        assert round_ is not None
        words = deadline_words(round_.closes_at)
    assert words.startswith("midday on ")
    assert f"now closes at {words}" in page.text
    assert "We were down from 9am to 11am." in browser.get(f"/funds/{world.open_round}").text
    assert words in browser.sign_in("amina").get(f"/applications/{world.draft}").text


def test_what_is_wrong_is_told_beside_the_field_and_stays(browser: Browser, here: str) -> None:
    sent = {"closes-day": "31", "closes-month": "4", "closes-year": "2027", "time": "lunch", "words": ""}
    page = browser.sign_in("olive").post(f"{here}/outage", sent, 422)
    assert isinstance(page, Page)
    assert page.errors == [
        ("#time", "Enter a time, like 12:00 or 5pm"),
        ("#words", "Enter what happened"),
        ("#closes-day", "Enter a day, like 27 3 2027"),
    ]
    assert {name: page.values(f"{here}/outage")[name] for name in sent} == {n: [v] for n, v in sent.items()}


def test_changing_ones_mind_gives_the_words_back(browser: Browser, database: Database, world: World, here: str) -> None:
    sent = later(database, world, days=3) | {"words": "We were down."}
    browser.sign_in("olive")
    page = browser.post(f"{here}/outage", sent | {"action": "change"}, 200)
    assert isinstance(page, Page)
    assert page.values(f"{here}/outage")["words"] == ["We were down."]


def test_one_organisation_gets_more_time_by_its_reference_or_its_drafts(
    browser: Browser, database: Database, world: World, here: str
) -> None:
    browser.sign_in("olive")
    sent = later(database, world, days=2) | {"reason": "Their hall was flooded"}
    unknown = browser.post(f"{here}/extension", sent | {"organisation": "ORG-NOPE"}, 422)
    assert isinstance(unknown, Page)
    assert [field for field, _words in unknown.errors] == ["#organisation"]
    page = confirmed(browser, f"{here}/extension", sent | {"organisation": world.draft.lower().replace("-", " ")})
    assert "Harbour Sisters has until midday on" in page.text
    assert "Their hall was flooded" in page.text
    amina = browser.sign_in("amina")
    assert "Closes at midday on" in amina.get(f"/applications/{world.draft}").text
    assert "Harbour Sisters has more time: until midday on" in amina.get(f"/funds/{world.open_round}/apply").text
    assert "Their hall was flooded" not in amina.get(f"/funds/{world.open_round}").text


def test_a_later_decision_is_promised_in_the_open(
    browser: Browser, database: Database, world: World, here: str
) -> None:
    with database.session(read_only=True) as session:
        round_ = round_by_slug(session, world.open_round)
        assert round_ is not None
        day = round_.decision_on + timedelta(days=10)
    browser.sign_in("olive")
    boxes = {"decision-day": str(day.day), "decision-month": str(day.month), "decision-year": str(day.year)}
    confirmed(browser, f"{here}/decision-day", boxes | {"reason": "Two assessors fell ill."})
    assert "Two assessors fell ill." in browser.get(f"/funds/{world.open_round}").text
    too_early = boxes | {"decision-year": "2020", "reason": "x", "action": "confirm"}
    assert isinstance(browser.post(f"{here}/decision-day", too_early, 409), Page)


def test_stuck_drafts_show_how_far_they_are_and_nothing_of_what_is_written(
    browser: Browser, database: Database, world: World, here: str
) -> None:
    page = browser.sign_in("olive").get(f"{here}/drafts")
    assert "Harbour Sisters" in page.text
    assert "Every section is done, but it is not submitted." in page.text
    assert "Safe Steps on the Seafront" not in page.html
    assert "amina@" not in page.html
