"""The pages of an organisation and of its people."""

from flask import Flask

from tests.support.browser import Browser, Page
from tests.support.cast import CAST
from tests.support.mailbox import mails, newest_link


def test_the_network_page_tells_all_before_any_account(browser: Browser) -> None:
    page = browser.get("/network")
    assert page.h1 == "The Funding Network"
    assert [heading.text for heading in page.all(".//main//h2")] == [
        "What you get",
        "What we ask",
        "How long it takes",
        "Types of group that can join",
    ]
    assert page.links["Create an account"] == "/register?next=/organisations/new"
    assert "within 10 working days" in page.text


def test_someone_without_an_organisation_adds_one(browser: Browser) -> None:
    browser.sign_in("nell")
    assert browser.get("/organisations").links["Add an organisation"] == "/organisations/new"
    page = browser.post("/organisations/new", {"name": "Quay Gardeners"}, status=422)
    assert isinstance(page, Page)
    assert (page.errors, page.values("/organisations/new")) == (
        [("#kind", "Select what type of organisation you are")],
        {"name": ["Quay Gardeners"]},
    )
    home = browser.follow("/organisations/new", {"kind": "unincorporated", "name": "Quay Gardeners"})
    assert home.h1 == "Quay Gardeners"
    assert "Not sent yet" in home.text
    assert browser.client.get("/organisations").headers["Location"].startswith("/organisations/ORG-")


def test_a_kind_that_cannot_join_gets_the_reason_and_another_way(browser: Browser) -> None:
    browser.sign_in("nell")
    for kind in ("sole-trader", "individual", "for-profit"):
        page = browser.follow("/organisations/new", {"kind": kind.replace("-", "_"), "name": "Nell"})
        assert page.h1 == "You cannot join as this type of organisation"
        assert page.errors == []
        assert "What you can do instead" in page.text
    assert browser.get("/organisations").h1 == "Your organisations"


def test_home_shows_where_things_stand(browser: Browser) -> None:
    browser.sign_in("amina")
    page = browser.get("/organisations/ORG-HARB")
    assert (page.h1, page.links["View people"], page.links["View applications"]) == (
        "Harbour Sisters",
        "/organisations/ORG-HARB/people",
        "/applications",
    )
    assert "You can apply to open funds" in page.text


def test_extra_fields_change_nothing(browser: Browser) -> None:
    browser.sign_in("nell")
    extra = {"reference": "ORG-HARB", "organisation_id": "1", "state": "approved", "role": "lead", "created_by_id": "1"}
    home = browser.follow("/organisations/new", {"kind": "unincorporated", "name": "Quay Gardeners"} | extra)
    assert "Not sent yet" in home.text


def test_people_are_listed_and_only_a_lead_sees_the_buttons(app: Flask, browser: Browser) -> None:
    browser.sign_in("amina")
    page = browser.get("/organisations/ORG-HARB/people")
    assert [heading.text for heading in page.all(".//main//h2")] == ["Amina Karim (you)", "Beth Okafor", "Vera Lund"]
    assert page.links["Remove Vera Lund"] == "/organisations/ORG-HARB/people/P-VERA/remove"
    theirs = Browser(app).sign_in("vera").get("/organisations/ORG-HARB/people")
    assert [text for text in theirs.links if text.startswith(("Remove", "Invite", "Change role"))] == []


def test_someone_new_is_invited_and_joins(app: Flask, browser: Browser) -> None:
    browser.sign_in("amina")
    invite = "/organisations/ORG-HARB/people/invite"
    page = browser.post(invite, {"email": "zoe"}, status=422)
    assert isinstance(page, Page)
    assert page.errors == [
        ("#email", "Enter an email address in the form name@example.org"),
        ("#role", "Select what they will do"),
    ]
    people = browser.follow(invite, {"email": "zoe@example.org", "role": "editor"})
    assert "zoe@example.org" in people.text
    zoe = Browser(app)
    link = newest_link(app, "zoe@example.org")
    assert zoe.get(link).h1 == "Join Harbour Sisters"
    bad = zoe.post(link, {"name": "Zoe Marsh", "password": "zoemarsh"}, status=422)
    assert isinstance(bad, Page)
    assert bad.errors == [("#password", "Enter a password that is not your name or email address")]
    home = zoe.follow(link, {"name": "Zoe Marsh", "password": "nine brass buttons"})
    assert home.h1 == "Harbour Sisters"
    assert "used before" in Browser(app).get(link, status=410).text


def test_an_invitation_is_sent_again_and_cancelled(app: Flask, browser: Browser) -> None:
    browser.sign_in("amina")
    browser.post("/organisations/ORG-HARB/people/invite", {"email": "zoe@example.org", "role": "viewer"})
    first = newest_link(app, "zoe@example.org")
    actions = [form.get("action") for form in browser.get("/organisations/ORG-HARB/people").all(".//main//form")]
    assert "We have sent the invitation again" in browser.follow(actions[0]).text
    second = newest_link(app, "zoe@example.org")
    assert second != first
    assert "newer one" in Browser(app).get(first, status=410).text
    actions = [form.get("action") for form in browser.get("/organisations/ORG-HARB/people").all(".//main//form")]
    assert "The invitation is withdrawn" in browser.follow(actions[1]).text
    page = Browser(app).get(second, status=410)
    assert (page.h1, "Ask Amina Karim" in page.text) == ("This invitation does not work any more", True)


def test_someone_known_joins_by_one_button_and_others_are_told_who_it_is_for(app: Flask, browser: Browser) -> None:
    browser.sign_in("amina")
    browser.post("/organisations/ORG-HARB/people/invite", {"email": CAST["nell"].email, "role": "viewer"})
    link = newest_link(app, CAST["nell"].email)
    wrong = Browser(app).sign_in("owen")
    assert wrong.get(link).h1 == "This invitation is for someone else"
    assert isinstance(wrong.post(link, status=409), Page)
    signed_out = Browser(app)
    assert signed_out.get(link).values(link) == {}
    assert signed_out.post(link) == "/sign-in?next=/organisations/ORG-HARB"
    assert Browser(app).sign_in("nell").get("/organisations/ORG-HARB").h1 == "Harbour Sisters"


def test_the_last_lead_reads_why_they_stay(browser: Browser) -> None:
    browser.sign_in("amina")
    page = browser.post("/organisations/ORG-HARB/people/P-AMINA/remove", status=409)
    assert isinstance(page, Page)
    assert "Each organisation needs a lead. Make someone else a lead first." in page.text


def test_a_role_is_changed_and_someone_is_removed(app: Flask, browser: Browser) -> None:
    browser.sign_in("amina")
    assert browser.get("/organisations/ORG-HARB/people/P-VERA/role").values() == {"role": ["viewer"]}
    assert (
        "The role is changed" in browser.follow("/organisations/ORG-HARB/people/P-VERA/role", {"role": "editor"}).text
    )
    vera = Browser(app).sign_in("vera")
    assert vera.get("/organisations/ORG-HARB").h1 == "Harbour Sisters"
    assert browser.get("/organisations/ORG-HARB/people/P-VERA/remove").h1 == "Remove Vera Lund from your team"
    assert "no longer in your team" in browser.follow("/organisations/ORG-HARB/people/P-VERA/remove").text
    assert vera.client.get("/organisations/ORG-HARB").status_code == 404


def test_a_mail_is_for_one_person_with_a_plain_subject(app: Flask, browser: Browser) -> None:
    browser.sign_in("nell")
    name = "Quay\r\nBcc: all@example.org Gardeners"
    home = browser.post("/organisations/new", {"kind": "unincorporated", "name": name})
    assert isinstance(home, str)
    browser.post(f"{home}/people/invite", {"email": "zoe@example.org", "role": "viewer"})
    (mail,) = mails(app, "zoe@example.org")
    assert mail.subject == "Nell Short asked you to help with Quay Bcc: all@example.org Gardeners"
