"""Creating an account, and the links that come by mail."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from portal.core.clock import now
from tests.support.browser import Browser, Page
from tests.support.cast import CAST, PASSWORD
from tests.support.mailbox import mails, newest_link

NADIA = {"name": "Nadia Bloom", "email": "nadia@example.org", "password": "three quiet otters"}


def test_shows_only_what_it_needs(browser: Browser) -> None:
    page = browser.get("/register")
    assert (page.h1, page.values("/register")) == ("Create an account", {"name": [""], "email": [""], "password": [""]})


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({"name": "  "}, [("#name", "Enter your full name")]),
        ({"email": "nadia"}, [("#email", "Enter an email address in the form name@example.org")]),
        ({"email": "a@b.org\nbcc: c@d.org"}, [("#email", "Enter an email address in the form name@example.org")]),
        ({"password": "short"}, [("#password", "Enter a password with 8 characters or more")]),
        ({"password": "nadiabloom"}, [("#password", "Enter a password that is not your name or email address")]),
    ],
)
def test_refuses_with_the_fix_and_keeps_what_was_typed(
    browser: Browser, changed: dict[str, str], errors: list[tuple[str, str]]
) -> None:
    sent = NADIA | changed
    page = browser.post("/register", sent, status=422)
    assert isinstance(page, Page)
    assert page.errors == errors
    kept = {"name": [sent["name"].strip()], "email": [" ".join(sent["email"].split())], "password": [""]}
    assert page.values("/register") == kept


def test_the_whole_way_to_the_page_that_was_wanted(app: Flask, browser: Browser) -> None:
    page = browser.follow("/register", NADIA | {"next": "/organisations/new"})
    assert page.h1 == "Check your email"
    assert "nadia@example.org" in page.text
    link = newest_link(app, "nadia@example.org")
    other = Browser(app)
    for _ in range(2):
        assert other.get(link).h1 == "Confirm your email address"
    assert other.post(link.split("?")[0], {"next": "/organisations/new"}) == "/organisations/new"
    assert other.get("/organisations/new").h1 == "Add an organisation"
    assert "used before" in other.get(link, status=410).text


def _masked(page: Page, email: str) -> str:
    return re.sub(r'nonce="[^"]+"|name="csrf_token" value="[^"]+"', "", page.html).replace(email, "ADDRESS")


def test_known_and_unknown_addresses_get_the_same_page(app: Flask) -> None:
    pages = set()
    for email in ("nadia@example.org", CAST["amina"].email, CAST["olive"].email):
        browser = Browser(app)
        assert browser.post("/register", NADIA | {"email": email}) == "/check-your-email"
        pages.add(_masked(browser.get("/check-your-email"), email))
    assert len(pages) == 1
    assert [mail.template for mail in mails(app, CAST["amina"].email)][-1] == "already_registered"


def test_sends_three_and_then_says_call_us(app: Flask, browser: Browser) -> None:
    browser.follow("/register", NADIA)
    again = [browser.follow("/check-your-email").text for _ in range(3)]
    assert [("We have sent it again" in text, "call us on" in text) for text in again] == [
        (True, False),
        (True, False),
        (False, True),
    ]
    assert len(mails(app, "nadia@example.org")) == 3


def test_a_link_that_ran_out_is_replaced_by_one_tap(app: Flask, browser: Browser) -> None:
    browser.follow("/register", NADIA)
    old = newest_link(app, "nadia@example.org")
    with time_machine.travel(now() + timedelta(hours=25)):
        page = browser.get(old, status=410)
        assert page.h1 == "This link does not work any more"
        assert "too old" in page.text
        again = next(form.get("action") for form in page.all(".//main//form"))
        assert browser.follow(again).h1 == "Check your email"
        new = newest_link(app, "nadia@example.org")
        assert new != old
        assert browser.post(new) == "/desk"


def test_a_link_signs_in_once_by_post(app: Flask, browser: Browser) -> None:
    browser.follow("/sign-in/link", {"email": CAST["amina"].email})
    link = newest_link(app, CAST["amina"].email)
    assert browser.get(link).h1 == "Sign in now"
    assert browser.client.get("/account").status_code == 303
    assert browser.post(link) == "/desk"
    assert browser.get("/account").h1 == "Your account"
    assert Browser(app).get(link, status=410).h1 == "This link does not work any more"


def test_a_reset_lets_in_with_the_new_password_only(app: Flask, browser: Browser) -> None:
    with_old = Browser(app)
    with_old.post("/sign-in", {"email": CAST["amina"].email, "password": PASSWORD})
    for _ in range(2):
        browser.follow("/reset", {"email": CAST["amina"].email})
    links = [mail.secret_link or "" for mail in mails(app, CAST["amina"].email) if mail.template == "reset_password"]
    assert "newer one" in browser.get(links[0], status=410).text
    page = browser.post(links[1], {"password": "Amina Karim"}, status=422)
    assert isinstance(page, Page)
    assert page.errors == [("#password", "Enter a password that is not your name or email address")]
    assert browser.post(links[1], {"password": "eleven tall lanterns"}) == "/desk"
    assert with_old.client.get("/account").status_code == 303
    assert "used before" in browser.get(links[1], status=410).text
    fresh = Browser(app)
    fresh.post("/sign-in", {"email": CAST["amina"].email, "password": PASSWORD}, status=422)
    assert fresh.post("/sign-in", {"email": CAST["amina"].email, "password": "eleven tall lanterns"}) == "/desk"


def test_a_made_up_link_says_so(browser: Browser) -> None:
    for path in ("/verify/x", "/sign-in/link/x", "/reset/x"):
        page = browser.get(path, status=410)
        assert "not complete" in page.text
        assert len(page.all(".//main//form")) == 0
