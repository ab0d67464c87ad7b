"""The Commissioner's pages."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.accounts.models import SignIn
from portal.applications.states import ApplicationState
from portal.core.clock import now
from portal.core.db import Database
from portal.decisions.models import Decision, Recommendation
from portal.funds.models import Round
from tests.factories.panel import new_application, new_round, recommended, scored
from tests.support.browser import Browser
from tests.support.cast import account_named


@pytest.fixture
def slug(database: Database) -> str:
    """A round with two recommendations to sign."""
    with database.session() as session:
        made = new_round(session, budget_pence=12_000_00)
        recommended(session, scored(session, new_application(session, made, name="Tide"), asha=[5, 5], ben=[5, 4]))
        weak = new_application(session, made, name="Ebb", state=ApplicationState.MODERATION)
        recommended(session, weak, "not_funded")
        return made.slug


def ticks(browser: Browser, slug: str) -> list[str]:
    """The values of the boxes on the list."""
    boxes = browser.get(f"/decide/{slug}").all(".//input[@type='checkbox']")
    return [box.get("value") for box in boxes]


def test_ticked_names_and_the_total_are_confirmed_and_signed(browser: Browser, database: Database, slug: str) -> None:
    browser.sign_in("grace")
    assert "2 to sign" in browser.get("/decide").text
    chosen = ticks(browser, slug)
    page = browser.get(f"/decide/{slug}/sign?application={chosen[0]}&application={chosen[1]}")
    assert page.h1 == "Sign 2 decisions" and "Tide" in page.text and "Ebb" in page.text
    assert "Total £8,000" in page.text
    page = browser.follow(f"/decide/{slug}/sign", {"application": chosen})
    assert "You signed 2 decisions." in page.text
    with database.session(read_only=True) as session:
        made = session.scalars(select(Round).where(Round.slug == slug)).one()
        assert (made.state, made.committed_pence) == ("decided", 8_000_00)


def test_nothing_ticked_is_a_problem_to_mend(browser: Browser, slug: str) -> None:
    page = browser.sign_in("grace").get(f"/decide/{slug}/sign", 422)
    assert page.errors == [("#application", "Select an application")]
    browser.get(f"/decide/{slug}/sign?application=junk&application=SCF00-ZZZZ:99999999999", 422)
    browser.post(f"/decide/{slug}/sign", {"application": "SCF00-ZZZZ:1"}, 409)


def test_the_second_press_reads_who_was_first(browser: Browser, slug: str) -> None:
    browser.sign_in("grace")
    chosen = ticks(browser, slug)[:1]
    browser.post(f"/decide/{slug}/sign", {"application": chosen})
    page = browser.post(f"/decide/{slug}/sign", {"application": chosen}, 409)
    assert "Someone signed before you" in page.text and "Grace Whitfield signed the decision on" in page.text


def test_signing_asks_for_the_password_again_and_keeps_the_ticks(browser: Browser, app: Flask, slug: str) -> None:
    browser.sign_in("grace")
    chosen = ticks(browser, slug)
    with app.extensions["portal"].database.session() as session:
        session.execute(update(SignIn).values(confirmed_at=now() - timedelta(minutes=16)))
    target = browser.post(f"/decide/{slug}/sign", {"application": chosen})
    assert isinstance(target, str) and target.startswith("/confirm-password?next=")
    with app.extensions["portal"].database.session() as session:
        assert session.scalars(select(Decision).join(Round).where(Round.slug == slug)).all() == []
    back = browser.get(parse_qs(urlsplit(target).query)["next"][0])
    assert back.values()["application"] == chosen


def test_nobody_is_offered_what_they_recommended(browser: Browser, app: Flask, slug: str) -> None:
    with app.extensions["portal"].database.session() as session:
        grace = account_named(session, "grace").id
        session.execute(update(Recommendation).values(recommended_by_id=grace))
    browser.sign_in("grace")
    page = browser.get(f"/decide/{slug}")
    assert page.all(".//input[@type='checkbox']") == [] and "You recommended it" in page.text


def test_one_recommendation_shows_scores_and_reasons_and_can_go_back(browser: Browser, slug: str) -> None:
    browser.sign_in("grace")
    reference = ticks(browser, slug)[0].partition(":")[0]
    url = f"/decide/{slug}/{reference}"
    page = browser.get(url)
    assert "Total 38 out of 40" in page.text and "5: asha gives 5." in page.text
    assert "Asha Verma" not in page.html
    assert browser.post(url, {"revision": "1", "back_reason": " "}, 422).errors == [
        ("#back_reason", "Enter what the officer should look at again")
    ]
    browser.post(url, {"revision": "0", "back_reason": "Costs?"}, 409)
    page = browser.follow(url, {"revision": "1", "back_reason": "Costs?"})
    assert "is back with the officer" in page.text and "Sent back" in page.text
    assert len(ticks(browser, slug)) == 1


def test_awards_above_the_budget_are_refused_in_plain_words(browser: Browser, database: Database) -> None:
    with database.session() as session:
        made = new_round(session, budget_pence=15_000_00)
        for _ in range(2):
            recommended(session, new_application(session, made, state=ApplicationState.MODERATION))
        slug = made.slug
    browser.sign_in("grace")
    page = browser.post(f"/decide/{slug}/sign", {"application": ticks(browser, slug)}, 409)
    assert "These awards come to £16,000, and £15,000 of the budget is left." in page.text
