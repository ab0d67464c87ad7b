"""An officer moves the line, saves two scenarios, compares them and recommends one; the Commissioner signs it."""

import pyotp
from playwright.sync_api import Browser, ViewportSize

from portal.accounts.operations import hash_password
from portal.core.clock import now
from tests.factories.panel import new_application, new_round, scored
from tests.support.cast import CAST, account_named
from tests.support.live import Live
from tests.support.person import Person

PASSWORD = "a lantern by the water"
SECRET = pyotp.random_base32()
TABLET: ViewportSize = {"width": 820, "height": 1180}


def test_from_the_line_to_the_signature(chromium: Browser, live: Live) -> None:
    with live.app.extensions["portal"].database.session() as session:
        for name in ("olive", "grace"):
            account = account_named(session, name)
            account.password_hash, account.totp_secret = hash_password(PASSWORD), SECRET
            account.totp_confirmed_at = now()
        made = new_round(session, budget_pence=20_000_00)
        for name, points in (("Tide", 5), ("Ebb", 3), ("Slack", 1)):
            scored(session, new_application(session, made, name=name), asha=[points] * 2, ben=[points] * 2)
        slug = made.slug
    olive = signed_in(chromium, live, "olive")
    olive.go(f"/manage/rounds/{slug}").follow("The line: try out what to fund")
    assert "£16,000 for 2" in olive.text
    save(olive, "By score", "The two best can be paid in full.")
    olive.follow("Open it on the page of the line").click("Line up one")
    assert "£8,000 for 1" in olive.text and "at=40.0" in olive.page.url
    row = olive.page.get_by_role("row", name="Slack")
    row.get_by_role("checkbox").focus()
    olive.page.keyboard.press("Space")
    row.get_by_role("textbox").fill("3,000")
    olive.click("Update")
    assert "£11,000 for 2" in olive.text
    save(olive, "With Slack", "Slack works where nobody else does.")
    olive.go(f"/manage/rounds/{slug}/scenarios")
    olive.page.get_by_label("First scenario").select_option(label="By score")
    olive.page.get_by_label("Second scenario").select_option(label="With Slack")
    olive.click("Compare")
    assert "Where they differ: 2 applications" in olive.text
    olive.go(f"/manage/rounds/{slug}/scenarios/2").follow("Recommend this")
    olive.type("Why do you recommend this?", "It reaches people whom nobody reaches.").choose("Reserve list")
    olive.click("Recommend 2 applications, £11,000")
    assert "3 recommendations with the Commissioner." in olive.text
    grace = signed_in(chromium, live, "grace", TABLET)
    grace.go(f"/decide/{slug}")
    for box in grace.page.get_by_role("checkbox").all():
        box.check()
    grace.click("Check what you sign")
    grace.choose("Reducing crime and disorder").type("Why will these grants help?", "Fewer young people are hurt.")
    grace.click("Sign 3 decisions, £11,000")
    assert "You signed 3 decisions." in grace.text
    olive.go(f"/manage/rounds/{slug}/line")
    assert "£11,000" in olive.text and olive.page.get_by_role("checkbox").count() == 0


def save(olive: Person, name: str, why: str) -> None:
    """Keep what the line shows."""
    olive.follow("Save as scenario").type("Name", name).type("Why this choice?", why).click("Save the scenario")
    assert f"Saved: {name}." in olive.text and "Recommend this" in olive.text


def signed_in(chromium: Browser, live: Live, name: str, screen: ViewportSize | None = None) -> Person:
    """One of the staff with a browser of their own, signed in by password and code."""
    person = Person(chromium, live.url, screen=screen)
    person.go("/sign-in").type("Email address", CAST[name].email).type("Password", PASSWORD).click("Sign in")
    person.page.locator("input[name=code]").fill(pyotp.TOTP(SECRET).now())
    return person.click("Continue")
