"""A consultee on a phone: the link comes by mail, one conflict, two answers, one tap, done, resumed."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ViewportSize

from portal.consultation import operations as doing
from portal.core.clock import today
from portal.funds.queries import round_by_slug
from tests.factories.panel import actor_named, new_application
from tests.journeys.test_main_job import prepare, staff
from tests.support.live import Live
from tests.support.person import Person
from tests.support.world import World

PHONE: ViewportSize = {"width": 360, "height": 740}
THEO = "theo@partners.example.org"
NAMES = ("Lantern Walks", "Precinct Club", "Beacon House", "Gull Street Group")


def asked(live: Live) -> None:
    """Theo is asked about four projects by one mail."""
    with live.app.extensions["portal"].database.session() as session:
        round_ = round_by_slug(session, World().scoring_round)
        assert round_ is not None
        made = [new_application(session, round_, name=name).reference for name in NAMES]
        doing.ask(
            session,
            round_=round_,
            pairs=[("CE-THEMEL", one) for one in made],
            ends_on=today() + timedelta(days=15),
            actor=actor_named(session, "olive"),
        )


@pytest.mark.parametrize("script", [True, False])
def test_a_consultee_answers_on_a_phone(chromium: Browser, live: Live, script: bool) -> None:
    prepare(live)
    asked(live)
    link = urlsplit(live.post.link(THEO, "Your view is needed by")).path
    theo = Person(chromium, live.url, script=script, screen=PHONE).go(link)
    assert "4 projects" in theo.text and "8 minutes" in theo.text
    theo.follow("Start")
    assert not any(f"Project {number}" in theo.text for number in range(200)), "no content before the interests"
    theo.choose(NAMES[1]).click("Continue")
    assert "1 of 3" in theo.text and NAMES[0] in theo.text
    answer(theo, "Yes, a high need")
    assert "2 of 3" in theo.text and NAMES[2] in theo.text
    theo.click("Save and go on")
    assert "There is a problem" in theo.text and "choose No view" in theo.text
    answer(theo, "Low need")
    assert "3 of 3" in theo.text
    theo.click("No view")
    assert "You have given your view" in theo.text
    theo.click("Finish and get a receipt")
    assert "We have emailed you a receipt" in theo.text and NAMES[1] not in theo.text
    live.post.letter(THEO, "We have your view")
    again = Person(chromium, live.url, script=script, screen=PHONE).go(link).follow("See what you said")
    again.press(again.page.locator("main .govuk-task-list a").nth(2)).click("Not my area")
    assert "Not my area" in again.text and "You have given your view" in again.text
    olive = staff(chromium, live, "olive", script).go(f"/manage/rounds/{World().scoring_round}/consultation")
    row = olive.page.locator("tr", has_text="Theo Grange").inner_text().split()
    assert row[-6:] == ["2", "1", "1", "0", "0", "0"], "answered, no view, link, declined, still time, no response"


def answer(theo: Person, need: str) -> None:
    """Two taps and the button."""
    theo.choose(need)
    theo.page.locator("input[name=duplicate][value=no]").check()
    theo.click("Save and go on")
