"""One's own account, and the password again before what matters."""

from datetime import timedelta

import time_machine
from flask import Flask

from portal.core.clock import now
from tests.support.browser import Browser, Page
from tests.support.cast import CAST, PASSWORD
from tests.support.mailbox import mails


def _sign_in(browser: Browser, name: str) -> None:
    browser.post("/sign-in", {"email": CAST[name].email, "password": PASSWORD})


def test_shows_details_and_sign_ins(app: Flask, browser: Browser) -> None:
    browser.sign_in("amina")
    page = browser.get("/account")
    assert "Amina Karim" in page.text
    assert "A browser on a computer or phone (this one)" in page.text
    assert "Sign out everywhere else" not in page.text
    Browser(app).sign_in("amina")
    assert "Sign out everywhere else" in browser.get("/account").text


def test_saves_details(browser: Browser) -> None:
    browser.sign_in("amina")
    sent = {
        "name": "Amina K. Karim",
        "phone": "023 8000 0000",
        "contact_way": "text",
        "language": "Polish",
        "contact_needs": "Large print\nText messages",
    }
    assert "Your details are saved" in browser.follow("/account/details", sent).text
    assert browser.get("/account/details").values("/account/details") == {name: [text] for name, text in sent.items()}


def test_refuses_a_blank_name_and_ignores_other_fields(browser: Browser) -> None:
    browser.sign_in("amina")
    page = browser.post("/account/details", {"name": " ", "phone": "1"}, status=422)
    assert isinstance(page, Page)
    assert page.errors == [("#name", "Enter your full name")]
    extra = {"email": "x@example.org", "role": "administrator", "is_admin": "1", "verified_at": "", "id": "1"}
    browser.post("/account/details", {"name": "Amina Karim", **extra})
    assert CAST["amina"].email in browser.get("/account").text
    assert browser.client.get("/admin/people").status_code == 403


def test_a_new_password_needs_the_present_one(app: Flask, browser: Browser) -> None:
    _sign_in(browser, "amina")
    sent = {"current_password": "wrong wrong", "password": "nine brass buttons"}
    page = browser.post("/account/password", sent, status=422)
    assert isinstance(page, Page)
    assert page.errors == [("#current_password", "Check the password you have now")]
    assert browser.post("/account/password", sent | {"current_password": PASSWORD}) == "/account?done=password"
    assert [mail.template for mail in mails(app, CAST["amina"].email)][-1] == "password_changed"
    assert Browser(app).post("/sign-in", {"email": CAST["amina"].email, "password": "nine brass buttons"}) == "/desk"


def test_what_matters_asks_for_the_password_and_gives_the_text_back(browser: Browser) -> None:
    browser.sign_in("sam")
    with time_machine.travel(now() + timedelta(minutes=20)):
        to = browser.post("/admin/people/invite", {"email": "lara@panel.example.org", "role": "assessor"})
        assert isinstance(to, str)
        assert to.startswith("/confirm-password?next=")
        asked = browser.get(to)
        next_page = asked.values("/confirm-password")["next"][0]
        wrong = browser.post("/confirm-password", {"password": "wrong wrong", "next": next_page}, status=422)
        assert isinstance(wrong, Page)
        assert wrong.values("/confirm-password")["next"] == [next_page]
        with browser.client.session_transaction() as cookie:
            before = cookie["_user_id"]
        back = browser.post("/confirm-password", {"password": PASSWORD, "next": next_page})
        with browser.client.session_transaction() as cookie:
            assert cookie["_user_id"] != before
        assert isinstance(back, str)
        form = browser.get(back)
        assert form.values("/admin/people/invite") == {"email": ["lara@panel.example.org"], "role": ["assessor"]}
        assert browser.post("/admin/people/invite", {"email": "lara@panel.example.org", "role": "assessor"}) == (
            "/admin/people?done=invited"
        )


def test_a_staff_sign_in_ends_after_an_hour_and_an_applicants_after_eight(app: Flask) -> None:
    olive, amina = Browser(app).sign_in("olive"), Browser(app).sign_in("amina")
    with time_machine.travel(now() + timedelta(minutes=61)):
        assert olive.client.get("/account").status_code == 303
        assert amina.client.get("/account").status_code == 200
    with time_machine.travel(now() + timedelta(minutes=61 + 481)):
        assert amina.client.get("/account").status_code == 303
