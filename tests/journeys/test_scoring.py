"""An assessor on a phone: names first, practice, one principle at a time, a lost line, and the scores are sent."""

import pyotp
import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from portal.accounts.operations import hash_password
from portal.assessment.operations import assign
from portal.core.clock import now
from portal.core.db import Database
from tests.factories.panel import actor_named, new_application, new_round
from tests.support.cast import CAST, account_named
from tests.support.live import Live
from tests.support.person import Person

PASSWORD = "a lantern by the water"


def made(database: Database) -> tuple[str, str, str]:
    """(slug of a round, its two applications that Dev is to score)."""
    with database.session() as session:
        round_ = new_round(session, assessors=1)
        first, second = (new_application(session, round_, name=name) for name in ("Tide Turners", "Quay Watch"))
        olive, dev = actor_named(session, "olive"), account_named(session, "dev")
        for application in (first, second):
            assign(session, application=application, assessor=dev, actor=olive)
        return round_.slug, first.reference, second.reference


def signed_in(
    chromium: Browser, live: Live, name: str, *, script: bool = True, screen: ViewportSize | None = None
) -> Person:
    """One of the staff, by password and by the code of their app."""
    secret = pyotp.random_base32()
    with live.app.extensions["portal"].database.session() as session:
        account = account_named(session, name)
        account.password_hash, account.totp_secret = hash_password(PASSWORD), secret
        account.totp_confirmed_at = now()
    person = Person(chromium, live.url, script=script, screen=screen)
    person.go("/sign-in").type("Email address", CAST[name].email).type("Password", PASSWORD).click("Sign in")
    person.page.locator("input[name=code]").fill(pyotp.TOTP(secret).now())
    return person.click("Continue")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_an_assessor_on_a_phone(chromium: Browser, live: Live, script: bool) -> None:
    slug, first, second = made(live.app.extensions["portal"].database)
    dev = signed_in(chromium, live, "dev", script=script, screen={"width": 360, "height": 740})
    dev.go(f"/assess/links/{slug}")
    dev.page.get_by_label("Quay Watch", exact=True).check()
    dev.click("Continue")
    dev.page.get_by_label("I work, volunteer or am a trustee there, or did in the last 3 years").check()
    dev.type("Describe the link to Quay Watch in a few words", "I was on its board until May.").click("Declare")
    assert "Quay Watch" not in dev.page.content() and second not in dev.page.content()
    dev.go(f"/assess/{first}").follow("One principle at a time")
    dev.page.get_by_label("4. Words for 4.").check()
    dev.type("Why this score?", "The roles are agreed.")
    if script:
        expect(dev.page.locator("[data-saved]")).to_contain_text("Saved at")
        dev.context.set_offline(True)
        dev.type("Why this score?", "The roles are agreed in writing.")
        expect(dev.page.locator("[data-saved]")).to_contain_text("Not saved: no connection", timeout=15_000)
        dev.faults = [fault for fault in dev.faults if "ERR_INTERNET_DISCONNECTED" not in fault]
        dev.context.set_offline(False)
        expect(dev.page.locator("[data-saved]")).to_contain_text("Saved at", timeout=15_000)
        dev.faults = [fault for fault in dev.faults if "ERR_INTERNET_DISCONNECTED" not in fault]
    else:
        dev.type("Why this score?", "The roles are agreed in writing.")
    dev.click("Save and go to principle 2")
    dev.page.get_by_label("I cannot judge this").check()
    dev.type("Why this score?", "No question asks for it.").click("Save and look at all of them")
    assert "The roles are agreed in writing." in dev.page.content()
    dev.click("Send my scores")
    expect(dev.page.get_by_text("Your scores are sent.")).to_be_visible()
    dev.follow("Change a score, with the reason")
    dev.page.get_by_label("5. Words for 5.").first.check()
    dev.type("Why do you change your scores?", "I had missed the second letter.").click("Change my scores")
    expect(dev.page.get_by_text("from 4 to 5. I had missed the second letter.")).to_be_visible()


def test_an_officer_gives_a_round_out_and_records_a_link(chromium: Browser, live: Live) -> None:
    database = live.app.extensions["portal"].database
    slug, first, _second = made(database)
    with database.session() as session:
        round_ = new_round(session, assessors=2)
        for number in range(3):
            new_application(session, round_, name=f"Gull Club {number}")
        fresh = round_.slug
    olive = signed_in(chromium, live, "olive")
    olive.go(f"/manage/rounds/{fresh}/share").click("Show who would get what")
    assert olive.page.get_by_role("table").nth(1).get_by_role("row").count() == 7, "a heading and three by two"
    olive.click("Give them out")
    expect(olive.page.get_by_text("6 applications given out.")).to_be_visible()
    olive.go(f"/manage/applications/{first}/conflicts")
    olive.page.get_by_label("Who has the link?").select_option(label="Dev Rao")
    olive.page.get_by_label("Money or business between us").check()
    olive.type("Describe it in a few words", "His firm paints their hall.")
    olive.click("Record it: they will not see this application")
    olive.go(f"/manage/rounds/{slug}/conflicts")
    expect(olive.page.get_by_text("His firm paints their hall.")).to_be_visible()
