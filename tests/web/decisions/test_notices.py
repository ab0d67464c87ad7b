"""The pages of decision notices, and what is asked for when somebody signs."""

import pytest

from portal.core.db import Database
from portal.decisions.queries.notices import notices_of
from portal.feedback.operations import release_round
from portal.funds.models import Round
from tests.factories.panel import actor_named, approved, new_application, new_round, recommended, signed
from tests.support.browser import Browser
from tests.support.building.decisions import GROUNDS
from tests.support.world import World

MODERATION = "moderation"


@pytest.fixture
def made(database: Database) -> tuple[str, str]:
    """A decided round, with one grant and one that is not funded: its slug, and its notice."""
    with database.session() as session:
        round_ = new_round(session)
        yes, no = (new_application(session, round_, name=name, state=MODERATION) for name in ("Tide", "Ebb"))  # type: ignore[arg-type]
        recommended(session, yes)
        recommended(session, no, "not_funded")
        signed(session, yes, no)
        for application in (yes, no):
            approved(session, application)
        return round_.slug, notices_of(session, round_.id)[0].reference


def test_the_office_reads_it_at_once_and_anyone_after_the_announcement(
    browser: Browser, database: Database, made: tuple[str, str]
) -> None:
    slug, reference = made
    public = f"/decision-notices/{reference}"
    missing = browser.get("/decision-notices/FN-1999-001", 404).text
    assert browser.get(public, 404).text == missing, "before, it is as one that was made up"
    for name in ("olive", "grace"):
        page = browser.sign_in(name).get(f"/manage/decision-notices/{reference}")
        assert page.h1.endswith(f"Decision notice {reference}") and "Grace Whitfield, Commissioner" in page.text
        assert GROUNDS.reasons in page.text and "Section 9" in page.text and "1 grant, £8,000" in page.text
        assert "Tide" in page.text and "1 decision without money was signed with it" in page.text
        assert public not in page.links.values() and "Only the office can read this notice" in page.text
    assert reference in browser.get("/manage/decision-notices").links
    browser.get(public, 404)
    with database.session() as session:
        round_ = session.query(Round).filter_by(slug=slug).one()
        release_round(session, round_=round_, actor=actor_named(session, "olive"))
    assert public in browser.get(f"/manage/decision-notices/{reference}").links.values()
    browser.post("/sign-out")
    page = browser.get(public)
    assert "Tide" in page.text and GROUNDS.reasons in page.text and "Ebb" not in page.text
    assert "without money" not in page.text and "SHA-256" not in page.text


def test_what_is_missing_stands_beside_the_field_and_what_was_typed_is_kept(
    browser: Browser, database: Database
) -> None:
    with database.session() as session:
        application = new_application(session, new_round(session), state=MODERATION)  # type: ignore[arg-type]
        recommended(session, application)
        slug, tick = application.round.slug, f"{application.reference}:1"
    url = f"/decide/{slug}/sign"
    browser.sign_in("grace")
    fields = browser.get(f"{url}?application={tick}").values(url)
    page = browser.post(url, fields, 422)
    assert page.errors == [
        ("#power", "Choose the power that you sign under"),
        ("#reasons", "Enter your reasons for these grants"),
    ]
    page = browser.post(url, fields | {"reasons": ["Fewer are hurt."]}, 422)
    assert page.errors == [("#power", "Choose the power that you sign under")]
    assert page.values(url)["reasons"] == ["Fewer are hurt."] and page.values(url)["application"] == [tick]
    page = browser.follow(url, page.values(url) | {"power": ["victims"]})
    assert "You signed 1 decision. The notice is FN-" in page.text


def test_where_nothing_is_funded_nothing_is_asked(browser: Browser, database: Database) -> None:
    with database.session() as session:
        application = new_application(session, new_round(session), state=MODERATION)  # type: ignore[arg-type]
        recommended(session, application, "not_funded")
        slug, tick = application.round.slug, f"{application.reference}:1"
    url = f"/decide/{slug}/sign"
    page = browser.sign_in("grace").get(f"{url}?application={tick}")
    assert "reasons" not in page.values(url)
    browser.follow(url, page.values(url))
    reference = next(text for text in browser.get(f"/decide/{slug}").links if text.startswith("FN-"))
    assert "No grant was made with this notice." in browser.get(f"/manage/decision-notices/{reference}").text


def test_the_notice_of_the_announced_round_is_there_for_all(browser: Browser, world: World) -> None:
    page = browser.get(f"/decision-notices/{world.notice}")
    assert "Tell us who the youth worker is." in page.text and "Northway Youth" in page.text
    assert "Harbour Sisters" not in page.text
