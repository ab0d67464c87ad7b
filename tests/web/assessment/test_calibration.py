"""Practice before a round, as assessors and officers see it."""

import pytest

from portal.assessment.operations import assign, declare_no_link
from portal.core.db import Database
from tests.factories.panel import actor_named, new_application, new_round
from tests.support.browser import Browser
from tests.support.cast import account_named


@pytest.fixture
def made(database: Database) -> tuple[str, str]:
    """A round of two principles and an application that Dev may score."""
    with database.session() as session:
        round_ = new_round(session)
        application = new_application(session, round_)
        assignment = assign(
            session,
            application=application,
            assessor=account_named(session, "dev"),
            actor=actor_named(session, "olive"),
        )
        declare_no_link(session, assignment=assignment, actor=actor_named(session, "dev"))
        return round_.slug, application.reference


def test_it_is_scored_compared_and_repeated(browser: Browser, made: tuple[str, str]) -> None:
    address = f"/assess/practice/{made[0]}/street_games"
    page = browser.sign_in("dev").get(address)
    assert "agreed" not in page.text.replace("agreed scores", ""), "no anchor before"
    page = browser.post(address, {"points-1": "5"}, 422)
    assert page.errors == [("#points-2", "Choose a score from 0 to 5 for principle 2")]
    assert page.values(address) == {"points-1": ["5"]}
    page = browser.follow(address, {"points-1": "5", "points-2": "4"})
    assert (
        "1. Working in partnership 5 2 3 kinder" in page.text
        and "2. Careful with public money 4 4 The same" in page.text
    )
    assert "On average you were 1.5 away from the agreed scores, on the kinder side." in page.text
    assert "You were 1.5 away" in browser.get(f"/assess/practice/{made[0]}").text
    assert browser.get(f"{address}?again=yes").values(address) == {}
    browser.post(address, {"points-1": "2", "points-2": "4"})
    page = browser.sign_in("olive").get(f"/manage/rounds/{made[0]}/calibration")
    assert page.text.count("Dev") == 2 and "1.5 kinder" in page.text and "Even" in page.text
    assert "Asha Verma" in page.text, "has not practised"


def test_a_round_may_ask_for_it_first(browser: Browser, made: tuple[str, str]) -> None:
    slug, reference = made
    browser.sign_in("olive").post(f"/manage/rounds/{slug}/scoring", {"action": "practice"}, 422)
    browser.post(f"/manage/rounds/{slug}/scoring", {"action": "practice", "practice": "yes"})
    browser.sign_in("dev")
    for example in ("street_games", "listening_post"):
        assert browser.client.get(f"/assess/{reference}").headers["Location"] == f"/assess/practice/{slug}"
        browser.post(f"/assess/practice/{slug}/{example}", {"points-1": "2", "points-2": "4"})
    browser.get(f"/assess/{reference}")
