"""Booking a call about one's feedback, and the officers' list: through the browser that checks every page."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from icalendar import Calendar

from portal.core.clock import now, today
from portal.feedback.queries import feedback_on
from tests.support.browser import Browser, Page
from tests.support.world import World

DAY = today() + timedelta(days=5)
UP = {"day-day": str(DAY.day), "day-month": str(DAY.month), "day-year": str(DAY.year), "starts": "10am", "count": "2"}
TOO_SOON = "Choose a day from tomorrow on, so that groups can book until the day before"
PHONE = "01962 555 0123"


@pytest.fixture(autouse=True)
def in_time(app: Flask, world: World) -> None:
    """The feedback was released a moment ago."""
    with app.extensions["portal"].database.session() as session:
        found = feedback_on(session, world.announced)
        assert found is not None
        found.released_at = now()


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"day-month": "13"}, ("#day-day", "Enter the day of the calls, like 27 3 2027")),
        ({"day-year": "2020"}, ("#day-day", TOO_SOON)),
        ({"starts": "soon"}, ("#starts", "Enter a time, like 10am or 14:30")),
        ({"starts": "11:30pm"}, ("#day-day", "These calls would go on after the end of the day")),
        ({"count": "13"}, ("#count", "Enter a number from 1 to 12")),
        ({"count": ""}, ("#count", "Enter how many")),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    browser: Browser, world: World, changed: dict[str, str], error: tuple[str, str]
) -> None:
    here = f"/manage/rounds/{world.announced_round}/calls"
    page = browser.sign_in("olive").post(here, UP | {"count": "3"} | changed, 422)
    assert isinstance(page, Page) and page.errors == [error]
    assert page.values()["starts"] == [changed.get("starts", "10am")]
    assert page.values()["day-month"] == [changed.get("day-month", str(DAY.month))]


def test_a_group_books_a_call_and_the_office_reads_it(browser: Browser, world: World) -> None:
    here, home = f"/manage/rounds/{world.announced_round}/calls", f"/applications/{world.announced}/feedback"
    empty = browser.sign_in("amina").get(home)
    assert "Book a call instead" not in empty.links
    assert "no free call at the moment" in browser.get(f"{home}/call").text
    browser.sign_in("olive")
    assert "No calls are up." in browser.get(here).text
    assert "2 calls put up." in browser.follow(here, UP).text
    assert "You have calls at these times already." in browser.follow(here, UP).text
    assert browser.get(here).text.count("Free") == 2

    page = browser.sign_in("amina").get(browser.get(home).links["Book a call instead"])
    choices = list(dict.fromkeys(re.findall(r"CS-[A-Z0-9]{6}", page.html)))
    wrong = browser.post(f"{home}/call", {"slot": choices[0], "phone": "me"}, 422)
    assert isinstance(wrong, Page)
    assert wrong.errors == [("#phone", "Enter the phone number that we should call, like 01962 871595")]
    assert wrong.values()["slot"] == [choices[0]] and wrong.values()["phone"] == ["me"]
    none = browser.post(f"{home}/call", {"phone": PHONE}, 422)
    assert isinstance(none, Page) and none.errors == [("#slot", "Choose when we should call")]
    booked = browser.follow(f"{home}/call", {"slot": choices[0], "phone": PHONE})
    assert "Olive Hart calls you on 01962 555 0123 at 10am on" in booked.text
    assert "Ask about this feedback" not in booked.links
    assert "has booked a call" in browser.get(f"{home}/ask", 409).text
    event = Calendar.from_ical(browser.client.get(f"{home}/call.ics").data).walk("VEVENT")[0]
    assert event["summary"] == "Call about your feedback" and PHONE in event["description"]
    assert "change or cancel it" not in browser.sign_in("vera").get(home).links

    listed = browser.sign_in("olive").get(here)
    assert "Harbour Sisters" in listed.text and PHONE in listed.text and listed.text.count("Free") == 1
    assert "Phone them first" in browser.post(here, {"take-down": choices[0]}, 409).text
    assert browser.follow(here, {"take-down": choices[1]}).text.count("Free") == 0

    gone = browser.sign_in("amina").follow(f"{home}/call", {"action": "cancel"})
    assert "Your call is cancelled." in gone.text and "Book a call instead" in gone.links
    assert "no call booked" in browser.get(f"{home}/call.ics", 409).text
