"""The sign-in page: who gets in, and how little the others learn."""

import re
from collections.abc import Callable

import pytest
from flask import Flask

from portal.accounts.models import Account
from portal.core.clock import now
from tests.support.browser import Browser, Page
from tests.support.cast import CAST, PASSWORD

Change = Callable[[str, Callable[[Account], None]], None]


def _send(browser: Browser, email: str, password: str, status: int = 303, **more: str) -> Page | str:
    return browser.post("/sign-in", {"email": email, "password": password} | more, status=status)


def test_shows_one_form_and_the_other_ways_in(browser: Browser) -> None:
    page = browser.get("/sign-in?next=/organisations")
    assert (page.h1, page.values("/sign-in")) == (
        "Sign in",
        {"next": ["/organisations"], "email": [""], "password": [""]},
    )
    wanted = ["I do not know my password", "Email me a link to sign in instead", "Create an account"]
    assert [page.links[text] for text in wanted] == [
        "/reset?next=%2Forganisations",
        "/sign-in/link?next=%2Forganisations",
        "/register?next=%2Forganisations",
    ]


def test_a_right_password_leads_on_with_a_new_identifier(browser: Browser) -> None:
    with browser.client.session_transaction() as cookie:
        cookie["_user_id"] = cookie["more"] = "planted"
    assert browser.client.get("/account").status_code == 303
    assert _send(browser, CAST["amina"].email.upper(), PASSWORD, next="/organisations/ORG-HARB") == (
        "/organisations/ORG-HARB"
    )
    with browser.client.session_transaction() as cookie:
        first = cookie["_user_id"]
        assert (first != "planted", "more" in cookie) == (True, False)
    assert browser.get("/account").h1 == "Your account"
    browser.post("/sign-out")
    _send(browser, CAST["amina"].email, PASSWORD)
    with browser.client.session_transaction() as cookie:
        assert cookie["_user_id"] != first


def test_a_cookie_copied_before_sign_out_is_dead_after_it(app: Flask, browser: Browser) -> None:
    _send(browser, CAST["amina"].email, PASSWORD)
    copied = browser.client.get_cookie("portal")
    assert copied is not None
    assert browser.post("/sign-out") == "/signed-out"
    other = Browser(app)
    other.client.set_cookie("portal", copied.value)
    assert other.client.get("/account").headers["Location"] == "/sign-in?next=%2Faccount"


def test_blank_fields_are_asked_for(browser: Browser) -> None:
    page = _send(browser, "", "", status=422)
    assert isinstance(page, Page)
    assert page.errors == [("#email", "Enter your email address"), ("#password", "Enter your password")]


def _masked(page: Page | str) -> str:
    assert isinstance(page, Page)
    return re.sub(r'nonce="[^"]+"|name="csrf_token" value="[^"]+"', "", page.html)


def test_unknown_unverified_on_hold_and_wrong_get_the_same_answer(app: Flask, change: Change) -> None:
    change("vera", lambda vera: setattr(vera, "verified_at", None))
    change("owen", lambda owen: setattr(owen, "suspended_at", now()))
    answers = set()
    for name, password in [("amina", "wrong wrong"), ("vera", PASSWORD), ("owen", PASSWORD), ("nobody", PASSWORD)]:
        email = CAST[name].email if name in CAST else "nobody@example.org"
        page = _send(Browser(app), email, password, status=422)
        answers.add(_masked(page).replace(email, "ADDRESS"))
    assert len(answers) == 1
    assert "Check your email address and password" in answers.pop()


def test_the_eleventh_try_is_answered_like_the_first(app: Flask) -> None:
    pages = {
        email: [_masked(_send(Browser(app), email, "wrong wrong", status=422)) for _ in range(11)]
        + [_masked(_send(Browser(app), email, PASSWORD, status=422))]
        for email in (CAST["amina"].email, "nobody@example.org")
    }
    assert len({page.replace(email, "ADDRESS") for email, found in pages.items() for page in found}) == 1


@pytest.mark.parametrize("path", ["/sign-in/link", "/reset"])
def test_asking_for_a_link_is_answered_alike_for_everyone(app: Flask, change: Change, path: str) -> None:
    change("vera", lambda vera: setattr(vera, "verified_at", None))
    change("owen", lambda owen: setattr(owen, "suspended_at", now()))
    answers = set()
    for email in [*(CAST[name].email for name in ("amina", "vera", "owen", "olive")), "nobody@example.org"]:
        browser = Browser(app)
        assert browser.post(path, {"email": email}) == "/check-your-email"
        answers.add(_masked(browser.get("/check-your-email")).replace(email, "ADDRESS"))
    assert len(answers) == 1


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example",
        "https://evil.example", "http://evil.example/desk", "%2f%2fevil.example", "/%2fevil.example",
        "/%5cevil.example",
        "/\tevil.example", "\t//evil.example", "/\n/evil.example", "javascript:alert(1)", "data:text/html,x",
        "user@evil.example", "/@evil.example/../..//evil.example", "http://localhost@evil.example", "///",
        "//localhost",
        "/\u2215evil.example", "\u2044\u2044evil.example", "/no-such-page", "/sign-out", "desk",
    ],
)  # fmt: skip
def test_next_never_leads_out(browser: Browser, target: str) -> None:
    assert _send(browser, CAST["amina"].email, PASSWORD, next=target) == "/desk"


def test_a_foreign_form_cannot_sign_anyone_in(browser: Browser) -> None:
    sent = {"email": CAST["amina"].email, "password": PASSWORD, "csrf_token": "foreign"}
    assert browser.client.post("/sign-in", data=sent).status_code == 400
    assert browser.client.get("/account").status_code == 303


@pytest.mark.parametrize("change_of", ["password", "hold", "everywhere"])
def test_a_sign_in_ends_elsewhere_at_the_next_request(
    app: Flask, browser: Browser, change: Change, change_of: str
) -> None:
    elsewhere = Browser(app)
    _send(elsewhere, CAST["amina"].email, PASSWORD)
    _send(browser, CAST["amina"].email, PASSWORD)
    if change_of == "password":
        target = browser.post("/account/password", {"current_password": PASSWORD, "password": "a new kettle of fish"})
        assert target == "/account?done=password"
    elif change_of == "hold":
        change("amina", lambda amina: setattr(amina, "suspended_at", now()))
    else:
        assert browser.post("/account/sign-out-everywhere") == "/account?done=signed-out"
    assert elsewhere.client.get("/account").status_code == 303
    assert browser.client.get("/account").status_code == (303 if change_of == "hold" else 200)
