"""An officer goes through an application, asks its group a question, and finds everything on one timeline."""

import pyotp
import pytest
from playwright.sync_api import Browser

from portal.accounts.operations import hash_password
from portal.applications.operations import take_request_back
from portal.applications.queries import application_by_reference, open_request
from portal.core.clock import now
from tests.factories.panel import actor_named
from tests.support.cast import CAST, account_named
from tests.support.live import Live
from tests.support.person import Person
from tests.support.world import World

WORLD = World()
PASSWORD = "a lantern by the water"
CASE = f"/manage/applications/{WORLD.sent}/triage"
NEW = "We asked 212 people in June. 141 of them feel unsafe near the station after dark."


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_an_officer_triages_and_the_group_replies(chromium: Browser, live: Live, script: bool) -> None:
    secret = pyotp.random_base32()
    with live.app.extensions["portal"].database.session() as session:
        for name in ("olive", "owen"):
            account_named(session, name).password_hash = hash_password(PASSWORD)
        olive, application = account_named(session, "olive"), application_by_reference(session, WORLD.sent)
        request = open_request(session, application.id) if application else None
        if request:
            take_request_back(session, request=request, actor=actor_named(session, "olive"))
        olive.totp_secret, olive.totp_confirmed_at = secret, now()
    officer, lead = (Person(chromium, live.url, script=script) for _ in range(2))
    for person, name in ((officer, "olive"), (lead, "owen")):
        person.go("/sign-in").type("Email address", CAST[name].email).type("Password", PASSWORD).click("Sign in")
    officer.page.locator("input[name=code]").fill(pyotp.TOTP(secret).now())
    officer.click("Continue")

    officer.go(f"/manage/rounds/{WORLD.open_round}/board")
    officer.press(officer.page.locator(f"a[href='{CASE}']"))
    officer.press(officer.page.locator(f"a[href='{CASE}/owner']").first)
    officer.page.get_by_label("Owner").select_option(label="Olive Hart")
    officer.type("Day", "27").type("Month", "3").type("Year", "2031").click("Save")
    assert "Owner and due date are saved." in officer.text and "27 March 2031" in officer.text
    officer.follow("Raise a flag").choose("Money").choose("Finance").type("Why?", "Who counted these people?")
    officer.click("Raise the flag")

    officer.follow("Ask for more information")
    officer.type("What do you need from them?", "Who was asked, and when?")
    officer.page.locator("input[name=questions][value=evidence]").check()
    officer.type("Day", "28").type("Month", "3").type("Year", "2031").click("Ask them")

    lead.go(f"/applications/{WORLD.sent}/request")
    lead.press(lead.page.locator("main a[href*='/request/tasks/']").first)
    lead.page.locator("textarea[name=evidence]").fill(NEW)
    lead.click("Save and continue")
    lead.go(f"/applications/{WORLD.sent}/request").click("Send your reply")

    officer.go(CASE).follow("Before and after")
    assert NEW in officer.text and "Before" in officer.text
    officer.go(CASE).follow("Close flag 1").choose("Resolved: it was looked at and is fine now")
    officer.type("What came of it?", "They counted with care.").click("Close the flag")
    officer.type("Write a note for colleagues", "Ready for scoring.").click("Keep the note")
    told = officer.text[officer.text.index("Timeline") :]
    for words in (
        "Owner changed", "Due date changed", "Flag 1 raised: money, for finance", "Asked for more information",
        "They replied", "Flag 1 resolved", "They counted with care.", "Ready for scoring.",
    ):  # fmt: skip
        assert words in told, words
