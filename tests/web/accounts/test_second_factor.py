"""Staff sign in with a password and a code; the first time they set the code up before anything else."""

import pyotp
from flask import Flask

from portal.core.clock import now
from tests.support.browser import Browser, Page
from tests.support.cast import CAST, PASSWORD


def _sign_in(browser: Browser, next_page: str = "/account") -> str | Page:
    return browser.post("/sign-in", {"email": CAST["olive"].email, "password": PASSWORD, "next": next_page})


def _code(key: str, by: int = 0) -> str:
    return pyotp.TOTP(key.replace(" ", "")).generate_otp(int(now().timestamp()) // 30 + by)


def _key(page: Page) -> str:
    return page.text.split("Key: ")[1].split(" Security code")[0]


def _set_up(browser: Browser) -> tuple[str, list[str]]:
    assert _sign_in(browser) == "/sign-in/set-up?next=%2Faccount"
    page = browser.get("/sign-in/set-up?next=/account")
    key = _key(page)
    sent = {name: values[0] for name, values in page.values("/sign-in/set-up").items()}
    wrong = browser.post("/sign-in/set-up", sent | {"code": "000"}, status=422)
    assert isinstance(wrong, Page)
    assert wrong.values("/sign-in/set-up")["next"] == ["/account"]
    assert _key(wrong) == key
    shown = browser.post("/sign-in/set-up", sent | {"code": _code(key, -1)}, status=200)
    assert isinstance(shown, Page)
    assert shown.links["I have kept them"] == "/account"
    return key, [code.text for code in shown.all(".//main//li")]


def test_nothing_opens_before_the_code_is_set_up(browser: Browser) -> None:
    _sign_in(browser)
    for path in ("/account", "/manage/members", "/organisations", "/account/second-factor"):
        assert browser.client.get(path).headers["Location"].startswith("/sign-in?next=")
    assert browser.get("/sign-in/set-up").all(".//main//{http://www.w3.org/2000/svg}svg")


def test_set_up_then_sign_in_with_a_code_once(app: Flask, browser: Browser) -> None:
    key, codes = _set_up(browser)
    assert len(codes) == 10
    assert browser.get("/account").h1 == "Your account"
    other = Browser(app)
    assert _sign_in(other) == "/sign-in/code?next=%2Faccount"
    assert other.client.get("/manage/members").status_code == 303
    wrong = other.post("/sign-in/code", {"code": _code(key, -1), "next": "/account"}, status=422)
    assert isinstance(wrong, Page)
    assert wrong.errors == [("#code", "Check the code. Each code works once, for about a minute")]
    with other.client.session_transaction() as cookie:
        waiting = cookie["_user_id"]
    assert other.post("/sign-in/code", {"code": _code(key), "next": "/account"}) == "/account"
    with other.client.session_transaction() as cookie:
        assert cookie["_user_id"] != waiting
    assert other.get("/account").h1 == "Your account"


def test_a_recovery_code_works_once(app: Flask, browser: Browser) -> None:
    _, codes = _set_up(browser)
    for status in (303, 422):
        other = Browser(app)
        _sign_in(other)
        other.post("/sign-in/code", {"code": codes[3]}, status=status)


def test_a_password_alone_cannot_set_up_another_code(app: Flask, browser: Browser) -> None:
    _set_up(browser)
    thief = Browser(app)
    _sign_in(thief)
    assert thief.client.get("/sign-in/set-up").headers["Location"] == "/sign-in/code"


def test_a_key_signed_for_someone_else_is_not_taken(app: Flask, browser: Browser) -> None:
    theirs = Browser(app).sign_in("sam").get("/account/second-factor/set-up")
    key = _key(theirs)
    token = theirs.values("/account/second-factor/set-up")["setup_token"][0]
    _sign_in(browser)
    page = browser.post("/sign-in/set-up", {"setup_token": token, "code": _code(key)}, status=422)
    assert isinstance(page, Page)
    assert _key(page) != key


def test_the_pages_without_a_waiting_sign_in_lead_to_sign_in(browser: Browser) -> None:
    assert browser.client.get("/sign-in/code").headers["Location"] == "/sign-in"
    assert browser.client.get("/sign-in/set-up").headers["Location"] == "/sign-in"


def test_new_recovery_codes_come_instead_of_the_old(browser: Browser) -> None:
    _, codes = _set_up(browser)
    shown = browser.post("/account/second-factor/codes", status=200)
    assert isinstance(shown, Page)
    fresh = [code.text for code in shown.all(".//main//li")]
    assert (len(fresh), set(fresh) & set(codes)) == (10, set())
    assert "You have 10 recovery codes left" in browser.get("/account/second-factor").text
