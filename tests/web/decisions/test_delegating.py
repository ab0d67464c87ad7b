"""The pages of those who sign for the Commissioner."""

from datetime import timedelta

import pytest

from portal.applications.states import ApplicationState
from portal.assessment.models import Conflict
from portal.core.clock import now, today
from portal.core.db import Database
from tests.factories.panel import new_application, new_round, recommended
from tests.support.browser import Browser
from tests.support.cast import account_named
from tests.web.decisions.test_signing import NOTICE, listed, ticks

WHY = "The Commissioner has a link to one of the groups."


@pytest.fixture
def slug(database: Database) -> str:
    """A round with two recommendations; the Commissioner has a link to the first group."""
    with database.session() as session:
        made = new_round(session, budget_pence=30_000_00)
        for name in ("Tide", "Ebb"):
            application = new_application(session, made, name=name, state=ApplicationState.MODERATION)
            recommended(session, application)
            if name == "Tide":
                grace = account_named(session, "grace").id
                session.add(Conflict(application_id=application.id, account_id=grace, **CONFLICT))
        return made.slug


CONFLICT = {"kind": "personal", "text": "A friend.", "pinned": False, "late": False, "recorded_at": now()}


def named(browser: Browser, slug: str, name: str = "P-PIERS", days: int = 5) -> str:
    """Grace names somebody. Out: the words of the page after it."""
    day = today() + timedelta(days=days)
    fields = {
        "delegate": name, "reason": WHY,
        "until-day": str(day.day), "until-month": str(day.month), "until-year": str(day.year),
    }  # fmt: skip
    return browser.sign_in("grace").follow(f"/decide/{slug}/delegate", fields).text


def test_the_delegate_signs_what_the_commissioner_must_not_hear_of(browser: Browser, slug: str) -> None:
    for path in ("/decide", f"/decide/{slug}", f"/decide/{slug}/sign"):
        browser.sign_in("piers").get(path, 403)
    page = browser.sign_in("grace").get(f"/decide/{slug}")
    assert "Ebb" in page.text and "Tide" not in page.text
    assert "Piers Nash may sign in this round for you." in named(browser, slug)
    page = browser.sign_in("piers").get("/desk")
    assert "You may sign for the Commissioner" in page.text
    page = browser.get("/decide")
    assert f"/decide/{slug}" in page.links.values() and "safer-communities" not in str(page.links.values())
    page = browser.get(f"/decide/{slug}")
    assert "Tide" in page.text and f"because: {WHY}" in page.text
    (tide,) = [
        tick
        for tick in ticks(browser, slug)
        if browser.get(f"/decide/{slug}/{tick.partition(':')[0]}").text.count("Tide")
    ]
    page = browser.follow(f"/decide/{slug}/sign", listed(browser, slug, [tide]) | NOTICE)
    assert (
        "You signed 1 decision" in page.text
        and f"Signed by Piers Nash for the Commissioner, because: {WHY}" in page.text
    )
    reference = next(text for text in page.links if text.startswith("FN-"))
    assert (
        f"Piers Nash for the Commissioner, because: {WHY}" in browser.get(f"/manage/decision-notices/{reference}").text
    )
    browser.sign_in("grace").get(f"/manage/decision-notices/{reference}", 404)
    assert reference not in browser.get("/manage/decision-notices").text
    browser.sign_in("olive").get(f"/decide/{slug}", 403)
    browser.sign_in("piers").get("/decide/safer-communities-scoring", 404)
    browser.get(f"/decide/{slug}/delegate", 403)


def test_it_is_taken_back_and_a_page_that_was_open_is_refused(browser: Browser, slug: str) -> None:
    named(browser, slug)
    browser.sign_in("piers")
    fields = listed(browser, slug, ticks(browser, slug)) | NOTICE
    url = f"/decide/{slug}/delegate"
    taken = browser.sign_in("grace").get(url).values(url)
    assert "You took it back." in browser.follow(url, taken).text
    page = browser.post(url, taken, 409)
    assert "This was taken back" in page.text
    assert "Piers Nash" in browser.get(url).text, "it stays readable"
    browser.sign_in("piers").post(f"/decide/{slug}/sign", fields, 403)


def test_what_is_missing_stands_beside_the_field_and_is_kept(browser: Browser, slug: str) -> None:
    url = f"/decide/{slug}/delegate"
    page = browser.sign_in("grace").post(url, {"delegate": "P-GRACE", "reason": "", "until-day": "31"}, 422)
    assert [field for field, _message in page.errors] == ["#delegate", "#reason", "#until"]
    page = browser.post(
        url, {"delegate": "P-PIERS", "reason": WHY, "until-day": "1", "until-month": "1", "until-year": "2020"}, 422
    )
    assert page.errors == [("#until", "The last day must be today or later")]
    kept = page.values(url)
    assert (kept["reason"], kept["delegate"], kept["until-year"]) == ([WHY], ["P-PIERS"], ["2020"])
