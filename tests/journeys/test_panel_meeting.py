"""A panel on tablets: two members, one of them with a link, and the chair; from the start to signed minutes."""

import re

import pyotp
import pytest
from playwright.sync_api import Browser, ViewportSize

from portal.accounts.operations import hash_password
from portal.core.clock import now
from portal.moderation.queries import meeting_to_arrange
from tests.factories.moderation import two_items
from tests.support.building.organisations import account_named
from tests.support.cast import CAST
from tests.support.live import Live
from tests.support.person import Person

PASSWORD = "a lantern by the water"
TABLET: ViewportSize = {"width": 820, "height": 1180}
SECRETS: dict[str, str] = {}
OUT = "You are not in this item. We will call you back."


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_meeting_from_start_to_signed_minutes(chromium: Browser, live: Live, script: bool) -> None:
    with live.app.extensions["portal"].database.session() as session:
        meeting, hidden, _heard = two_items(session)
        panel, about = f"/panel/{meeting.reference}", hidden.reference
        for name in ("asha", "ben", "cara"):
            account = account_named(session, name)
            account.password_hash, account.totp_secret = hash_password(PASSWORD), pyotp.random_base32()
            account.totp_confirmed_at = now()
            SECRETS[name] = account.totp_secret
    asha, ben, cara = (signed_in(chromium, live, name, script) for name in ("asha", "ben", "cara"))
    for person in (asha, ben, cara):
        person.press(person.page.locator(f"a[href='{panel}']"))
        assert person.path == panel and "The meeting has not begun." in person.text
    assert "Project Canary" not in cara.text and "Project Canary" in ben.text
    asha.click("Start the meeting")
    for name in ("ben", "cara"):
        asha.press(asha.page.get_by_role("button", name=re.compile(f"Is here.*{CAST[name].name}")))
    asha.click("Begin the next item")
    assert "Cara Dunn is out for it." in asha.text
    shown(cara, OUT, script)
    shown(ben, "Group Canary asks for £8,000", script)
    assert "anary" not in cara.page.content()
    asha.follow("Record what the panel agrees")
    asha.page.get_by_label("Score for Working in partnership").select_option("3.5")
    asha.type("Reason for the score on Working in partnership", "The letter settled it.")
    asha.click("Record what the panel agreed")
    assert "The panel agreed 3.5." in asha.text
    asha.go(panel).click("Next item")
    shown(cara, "Project Robin", script)
    assert "anary" not in cara.page.content()
    asha.click("Close the meeting")
    asha.follow("Write what the panel advised", nth=0)
    asha.type("What did the panel advise?", "Fund it in full.").click("Put it in the minutes")
    asha.click("Sign the minutes")
    assert "Signed\nAsha Verma" in asha.text.replace("\n\n", "\n") and "came back" in asha.text
    ben.go(f"{panel}/minutes/print")
    assert "The letter settled it." in ben.text and "Fund it in full." in ben.text
    cara.go(f"{panel}/minutes")
    assert "1. Project Robin" in cara.text and "anary" not in cara.page.content()
    with live.app.extensions["portal"].database.session(read_only=True) as session:
        found = meeting_to_arrange(session, panel.rsplit("/", 1)[1])
        assert found is not None and about in [one.application.reference for one in found.items if one.decided_at]


def shown(person: Person, words: str, script: bool) -> None:
    """With script the page keeps itself up to date; without it there is a link."""
    if script:
        person.page.get_by_text(words).first.wait_for()
        person.page.wait_for_load_state("load")
        person.look()
    else:
        person.follow("Reload")
    assert words in person.text


def signed_in(chromium: Browser, live: Live, name: str, script: bool) -> Person:
    """Somebody with a tablet of their own, signed in by password and code."""
    person = Person(chromium, live.url, script=script, screen=TABLET)
    person.go("/sign-in").type("Email address", CAST[name].email).type("Password", PASSWORD).click("Sign in")
    person.page.locator("input[name=code]").fill(pyotp.TOTP(SECRETS[name]).now())
    return person.click("Continue")
