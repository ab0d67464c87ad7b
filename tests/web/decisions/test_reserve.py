"""The page of the reserve list and the budget."""

import pytest

from portal.applications.states import ApplicationState
from portal.core.db import Database
from tests.factories.panel import new_application, new_round, recommended, scored, signed
from tests.support.browser import Browser
from tests.support.world import World


@pytest.fixture
def slug(database: Database) -> str:
    """Two on the reserve list, the lower one signed first; a third that is only recommended for it."""
    with database.session() as session:
        made = new_round(session)
        recommended(session, new_application(session, made, name="Slack", state=ApplicationState.MODERATION), "reserve")
        for name, points in (("Ebb", 3), ("Tide", 5)):
            one = scored(session, new_application(session, made, name=name), asha=[points] * 2, ben=[points] * 2)
            recommended(session, one, "reserve")
            signed(session, one)
        return made.slug


def test_the_list_stands_in_its_order_and_the_budget_is_raised(browser: Browser, slug: str) -> None:
    url = f"/manage/rounds/{slug}/reserve"
    page = browser.sign_in("olive").get(f"/manage/rounds/{slug}")
    assert url in page.links.values()
    page = browser.get(url)
    assert page.text.index("Tide 40 £8,000") < page.text.index("Ebb 24 £8,000") and "Slack" not in page.text
    page = browser.follow(url, page.values(url) | {"amount": ["£12,500"], "reason": ["A gift of the county."]})
    assert "The budget is £12,500 now." in page.text and "Budget £12,500" in page.text


def test_what_is_wrong_stands_beside_the_field_and_is_kept(browser: Browser, slug: str) -> None:
    url = f"/manage/rounds/{slug}/reserve"
    browser.sign_in("olive")
    page = browser.post(url, {"revision": "1000000", "amount": "9,000", "reason": ""}, 422)
    assert page.errors == [
        ("#amount", "The new budget must be more than the £10,000 that it is now"),
        ("#reason", "Enter where the money comes from"),
    ]
    assert page.values(url) == {"revision": ["1000000"], "amount": ["9,000"], "reason": [""]}


def test_a_budget_that_somebody_raised_meanwhile_is_not_raised_again(browser: Browser, slug: str) -> None:
    url = f"/manage/rounds/{slug}/reserve"
    browser.sign_in("olive")
    fields = {"revision": "1000000", "amount": "12,500", "reason": "A gift of the county."}
    browser.post(url, fields)
    page = browser.post(url, fields | {"amount": "13,000"}, 409)
    assert "It is £12,500 now." in page.text


def test_without_a_reserve_list_it_says_so(browser: Browser) -> None:
    browser.sign_in("olive")
    page = browser.get(f"/manage/rounds/{World.scoring_round}/reserve")
    assert "No application of this round is signed for the reserve list." in page.text
    page = browser.get(f"/manage/rounds/{World.open_round}/reserve")
    assert "The budget can be raised from the start of assessing" in page.text and page.all(".//main//form") == []
