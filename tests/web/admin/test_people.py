"""The administrator's pages: who works here, in which role."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from portal.core.clock import now
from tests.support.browser import Browser, Page
from tests.support.cast import CAST
from tests.support.mailbox import newest_link


def test_shows_everyone_with_roles_in_plain_words(browser: Browser) -> None:
    browser.sign_in("sam")
    page = browser.get("/admin/people")
    assert page.links["Olive Hart"] == "/admin/people/P-OLIVE"
    assert "Commissioner (signs off decisions)" in page.text
    assert "Amina Karim" not in page.text


def test_invites_and_the_new_person_sets_up_codes_first(app: Flask, browser: Browser) -> None:
    browser.sign_in("sam")
    page = browser.post("/admin/people/invite", {}, status=422)
    assert isinstance(page, Page)
    assert page.errors == [("#email", "Enter your email address"), ("#role", "Select what they will do")]
    people = browser.follow("/admin/people/invite", {"email": "lara@panel.example.org", "role": "assessor"})
    assert "We have sent the invitation" in people.text
    lara = Browser(app)
    link = newest_link(app, "lara@panel.example.org")
    assert lara.get(link).h1 == "Join Community safety funding"
    assert lara.post(link, {"name": "Lara Finch", "password": "nine brass buttons"}) == "/sign-in/set-up"
    assert lara.client.get("/account").status_code == 303
    assert "Lara Finch" in browser.get("/admin/people").text


def test_an_invitation_is_sent_again_and_cancelled(app: Flask, browser: Browser) -> None:
    browser.sign_in("sam")
    browser.post("/admin/people/invite", {"email": "lara@panel.example.org", "role": "assessor"})
    first = newest_link(app, "lara@panel.example.org")
    actions = [form.get("action") for form in browser.get("/admin/people").all(".//main//form")]
    browser.follow(actions[0])
    assert "newer one" in Browser(app).get(first, status=410).text
    actions = [form.get("action") for form in browser.get("/admin/people").all(".//main//form")]
    assert "The invitation is cancelled" in browser.follow(actions[1]).text
    assert Browser(app).get(newest_link(app, "lara@panel.example.org"), status=410).h1 == (
        "This invitation does not work any more"
    )


def test_people_of_organisations_are_not_invited_to_the_staff(browser: Browser) -> None:
    browser.sign_in("sam")
    page = browser.post("/admin/people/invite", {"email": CAST["amina"].email, "role": "assessor"}, status=409)
    assert isinstance(page, Page)
    assert "in the team of an organisation" in page.text


def test_a_role_is_given_and_removed_and_takes_effect_at_once(app: Flask, browser: Browser) -> None:
    browser.sign_in("sam")
    olive = Browser(app).sign_in("olive")
    assert "They have the role" in browser.follow("/admin/people/P-OLIVE/give-role", {"role": "assessor"}).text
    assert olive.client.get("/manage/members").status_code == 303
    olive.sign_in("olive")
    assert olive.get("/manage/members").h1 == "Members"
    confirm = browser.get("/admin/people/P-OLIVE/remove-role/officer")
    assert confirm.h1 == "Remove a role from Olive Hart"
    assert "They no longer have the role" in browser.follow("/admin/people/P-OLIVE/remove-role/officer").text
    assert olive.client.get("/manage/members").status_code == 303
    assert olive.sign_in("olive").client.get("/manage/members").status_code == 403


def test_the_last_administrator_stays(browser: Browser) -> None:
    browser.sign_in("sam")
    for path in ("/admin/people/P-SAM/remove-role/administrator", "/admin/people/P-SAM/suspend"):
        page = browser.post(path, status=409)
        assert isinstance(page, Page)
        assert "last administrator" in page.text
    assert browser.get("/admin/people/P-SAM").h1 == "Sam Idle"


def test_someone_is_put_on_hold_and_let_in_again(app: Flask, browser: Browser) -> None:
    browser.sign_in("sam")
    asha = Browser(app).sign_in("asha")
    assert "The account is on hold" in browser.follow("/admin/people/P-ASHA/suspend").text
    assert asha.client.get("/account").status_code == 303
    assert "They can sign in again" in browser.follow("/admin/people/P-ASHA/restore").text
    assert asha.sign_in("asha").get("/account").h1 == "Your account"


def test_a_role_that_there_is_not_is_not_found(browser: Browser) -> None:
    browser.sign_in("sam")
    for path in ("/admin/people/P-OLIVE/remove-role/applicant", "/admin/people/P-NOBODY", "/admin/people/P-X/suspend"):
        assert browser.client.get(path).status_code == 404
    page = browser.post("/admin/people/P-OLIVE/give-role", {"role": "applicant"}, status=422)
    assert isinstance(page, Page)
    assert page.errors == [("#role", "Select a role")]


@pytest.mark.parametrize(
    "act", ["give-role", "remove-role/officer", "suspend", "restore", "reset-second-factor", "invite"]
)
def test_a_change_of_rights_asks_for_the_password_again(browser: Browser, act: str) -> None:
    browser.sign_in("sam")
    path = f"/admin/people/P-OLIVE/{act}" if "invite" not in act else "/admin/people/invite"
    with time_machine.travel(now() + timedelta(minutes=16)):
        asked = browser.post(path, {"role": "assessor", "email": "lara@panel.example.org"})
    assert isinstance(asked, str)
    assert asked.startswith("/confirm-password?next=")
    page = browser.sign_in("sam").get("/admin/people/P-OLIVE")
    changes = [text for text in page.links if text.startswith("Remove") or text in ("Put on hold", "Let them in again")]
    assert changes == ["Remove the role Grants officer", "Put on hold"]
