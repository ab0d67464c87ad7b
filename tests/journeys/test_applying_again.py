"""Not funded last time: on a phone, the next application begins from the feedback."""

import re

import pytest
from playwright.sync_api import Browser

from portal.applications.operations import withdraw
from portal.applications.queries import application_by_reference
from portal.cli.invariants import faults
from portal.reapplying.queries import last_time
from tests.journeys.test_passport import signed_in
from tests.support.building.applications import person as actor_called
from tests.support.live import Live
from tests.support.person import Person
from tests.support.world import World

PHONE = {"width": 360, "height": 740}


def no_draft_yet(live: Live) -> None:
    """The group has not begun anything in the open round."""
    with live.app.extensions["portal"].database.session() as session:
        application = application_by_reference(session, World().draft)
        assert application is not None
        withdraw(session, application=application, actor=actor_called(session, "amina"))


def ticked(live: Live, reference: str) -> tuple[int, bool | None]:
    """How many points are ticked in a draft, and what the group said about showing it."""
    with live.app.extensions["portal"].database.session(read_only=True) as session:
        application = application_by_reference(session, reference)
        assert application is not None
        found = last_time(session, application)
        assert found is not None
        assert faults(session) == []
        return found.done, found.agreed


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_feedback_stands_beside_the_questions(chromium: Browser, live: Live, script: bool) -> None:
    no_draft_yet(live)
    amina: Person = signed_in(chromium, live, "amina", script=script)
    amina.page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    amina.go(f"/applications/{World().announced}/again")
    if amina.page.get_by_label("Safer Communities Fund 2027").count():
        amina.choose("Safer Communities Fund 2027")
    amina.click("Copy and start")
    reference = amina.path.rsplit("/", 1)[1]
    amina.follow("Feedback from last time")
    assert re.search(r"You have dealt with 0 of \d points", amina.text)
    links = amina.page.locator(f'details a[href^="/applications/{reference}/tasks/"]')
    amina.go(links.first.get_attribute("href") or "")
    assert "What we said last time" in amina.text
    box = amina.page.get_by_label("We have dealt with this").first
    if script:
        with amina.page.expect_response(lambda answer: answer.request.method == "POST"):
            box.check()
        assert ticked(live, reference)[0] == 1, "saved by itself"
    else:
        box.check()
    amina.click("Save and come back later")
    assert ticked(live, reference) == (1, None)
    amina.go(f"/applications/{reference}/last-time").choose("Yes, show them").click("Save")
    assert ticked(live, reference) == (1, True)
    assert re.search(r"You have dealt with 1 of \d points", amina.text)
    amina.close()
