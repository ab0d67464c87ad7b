"""What was sent, to read: found, shown as its reader got it, its one-time link kept from staff."""

from dataclasses import replace

from flask import Flask

from portal.app import create_app
from portal.core.db import Database
from portal.outbox.models import Delivery
from portal.outbox.operations import Recipient, queue
from portal.outbox.queries import message_by_handle
from portal.web.settings import Settings
from tests.support.browser import Browser

LINK = "/invitations/T0KEN-that-opens-an-account"


def invite(database: Database, number: int = 1, inviter: str = "Amina Karim") -> str:
    """Queue an invitation with a one-time link."""
    with database.session() as session:
        return queue(
            session, key=f"invite:{number}", template="team_invite", to=Recipient(None, "Una Bell", "una@example.org"),
            about_type="organisation", about="ORG-HARB", secret_link=LINK, inviter=inviter, org_name="Harbour Sisters",
        ).handle  # fmt: skip


def test_it_lists_messages_with_their_state(browser: Browser, database: Database) -> None:
    handle = invite(database)
    page = browser.sign_in("olive").get("/manage/messages?search=una@example.org")
    assert "1 message with “una@example.org”" in page.text
    assert f"/manage/messages/{handle}" in page.links.values()
    assert "Waiting" in page.text


def test_one_that_failed_says_what_the_server_said(browser: Browser, database: Database) -> None:
    handle = invite(database)
    with database.session() as session:
        message = message_by_handle(session, handle)
        assert message is not None
        message.delivery, message.problem = Delivery.FAILED, "SMTPRecipientsRefused: 550 no such mailbox"
    browser.sign_in("olive")
    page = browser.get(f"/manage/messages/{handle}")
    assert "Not delivered" in page.text
    assert "550 no such mailbox" in page.text
    assert "1 message that could not be sent" in browser.get("/desk").text


def test_the_one_time_link_is_kept_from_staff(browser: Browser, database: Database) -> None:
    page = browser.sign_in("olive").get(f"/manage/messages/{invite(database)}")
    assert "T0KEN" not in page.html
    assert "(a private link)" in page.text


def test_a_demonstration_shows_it_because_nothing_is_sent(database: Database, settings: Settings) -> None:
    app = create_app(replace(settings, mode="demo"))
    page = Browser(app).sign_in("olive").get(f"/manage/messages/{invite(database)}")
    assert LINK in page.text
    app.extensions["portal"].database.engine.dispose()


def test_what_people_typed_stays_words(app: Flask, browser: Browser, database: Database) -> None:
    handle = invite(database, inviter="<b>Amina</b> ((secret_link))")
    page = browser.sign_in("olive").get(f"/manage/messages/{handle}")
    assert "<b>Amina</b>" in page.text
    assert "T0KEN" not in page.html


def test_a_list_comes_in_pages_and_an_unknown_one_is_not_found(browser: Browser, database: Database) -> None:
    for number in range(55):
        invite(database, number)
    page = browser.sign_in("olive").get("/manage/messages?search=una@example.org")
    assert "55 messages" in page.text
    assert browser.get(page.links["Next page"]).h1.startswith("Messages (page 2")
    browser.get("/manage/messages/1", status=404)
    browser.get("/manage/messages/99999999999999999999", status=404)
