"""Starting the next application from here: feedback beside each question, ticked when it is dealt with."""

import re

import pytest
from flask import Flask

from portal.applications.models import Carried
from portal.applications.queries import application_by_reference
from portal.core.clock import now
from portal.reapplying.models import SharedChange
from tests.support.browser import Browser, Page
from tests.support.cast import account_named
from tests.support.world import World


@pytest.fixture
def draft(browser: Browser, world: World) -> str:
    """The reference of a draft of Harbour Sisters that began from the application with feedback."""
    browser.sign_in("amina").post(f"/applications/{world.draft}/withdraw", {"confirm": "yes"})
    assert "The feedback that you got comes along" in browser.get(f"/applications/{world.announced}/again").text
    home = browser.post(f"/applications/{world.announced}/again", {"round": world.open_round})
    assert isinstance(home, str)
    return home.rsplit("/", 1)[1]


def step_with_feedback(browser: Browser, draft: str) -> tuple[str, Page]:
    """The first page of the form that shows a note, with its address."""
    page = browser.get(f"/applications/{draft}/last-time")
    address = re.search(rf'href="(/applications/{draft}/tasks/[^"]+)"', page.html)
    assert address
    return address[1], browser.get(address[1])


def test_the_task_list_leads_to_it_and_counts(browser: Browser, draft: str) -> None:
    home = browser.get(f"/applications/{draft}")
    assert re.search(r"0 of \d dealt with", home.text)
    page = browser.get(f"/applications/{draft}/last-time")
    assert page.h1 == "Feedback from last time"
    assert "You have dealt with 0 of" in page.text


def test_a_tick_on_a_page_of_the_form_is_saved_with_the_answers(browser: Browser, draft: str) -> None:
    address, step = step_with_feedback(browser, draft)
    assert "What we said last time" in step.text
    shown = re.findall(r'name="last-time-shown" value="([^"]+)"', step.html)
    assert shown
    browser.post(address, {"last-time-shown": shown, "last-time-done": shown[:1], "action": "later"})
    assert f"{1} of " in browser.get(f"/applications/{draft}").text
    again = browser.get(address)
    assert "you have dealt with this" in again.text
    browser.post(address, {"last-time-shown": shown, "action": "later"})
    assert "0 of " in browser.get(f"/applications/{draft}").text


def test_a_page_without_notes_changes_no_tick(browser: Browser, draft: str) -> None:
    address, step = step_with_feedback(browser, draft)
    shown = re.findall(r'name="last-time-shown" value="([^"]+)"', step.html)
    browser.post(address, {"last-time-shown": shown, "last-time-done": shown, "action": "later"})
    browser.post(address, {"action": "later"})
    assert f"{len(shown)} of " in browser.get(f"/applications/{draft}").text


def test_the_group_says_who_may_see_it(browser: Browser, draft: str) -> None:
    address = f"/applications/{draft}/last-time"
    assert "May the people who score see what you changed?" in browser.get(address).text
    page = browser.follow(address, {"shares": "yes"})
    assert re.search(r'value="yes"[^>]*checked', page.html)
    page = browser.follow(address, {"shares": "no"})
    assert re.search(r'value="no"[^>]*checked', page.html)


def test_somebody_who_only_reads_sees_it_and_cannot_tick(browser: Browser, draft: str) -> None:
    page = browser.sign_in("vera").get(f"/applications/{draft}/last-time")
    assert "The team has not ticked this." in page.text
    assert 'type="checkbox"' not in page.html
    assert "May the people who score see" not in page.text


def test_another_group_finds_nothing_there(browser: Browser, draft: str) -> None:
    browser.sign_in("owen")
    assert browser.get(f"/applications/{draft}/last-time", status=404)


def test_a_scorer_sees_what_changed_where_the_group_agreed(app: Flask, browser: Browser, world: World) -> None:
    reading = f"/assess/{world.scoring}"
    assert "What changed since last time" not in browser.sign_in("asha").get(reading).text
    with app.extensions["portal"].database.session() as session:
        now_, before = (application_by_reference(session, one) for one in (world.scoring, world.announced))
        assert now_ is not None
        assert before is not None
        session.add(Carried(application_id=now_.id, source_id=before.id, carried_at=now(), untouched=[]))
    assert "What changed since last time" not in browser.get(reading).text, "nobody agreed"
    with app.extensions["portal"].database.session() as session:
        session.add(
            SharedChange(
                application_id=now_.id, agreed=True, said_at=now(), said_by_id=account_named(session, "amina").id
            )
        )
    page = browser.get(reading)
    assert "What changed since last time" in page.text
    assert "We said, change first:" in page.text
