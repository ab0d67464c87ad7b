"""Joining the Funding Network: the form, sending it, the office's answer, and files."""

import re
from io import BytesIO
from pathlib import Path

from flask import Flask

from portal.access.actor import SYSTEM
from portal.core.clock import today
from portal.documents.operations import store_file
from portal.organisations.queries import membership_of
from portal.organisations.states import MembershipState
from portal.web.settings import Settings
from tests.support.browser import Browser, Page
from tests.support.building.organisations import DOCUMENT
from tests.support.cast import CAST
from tests.support.mailbox import mails

LANTERN = "/organisations/ORG-LNTN"
FILE = "constitution-of-org-harb"


def _status(browser: Browser, link: str) -> int:
    with browser.client.get(link) as answer:
        return answer.status_code


def test_a_new_group_goes_from_the_first_task_to_check(browser: Browser) -> None:
    browser.sign_in("nell")
    home = browser.post("/organisations/new", {"kind": "unincorporated", "name": "Quay Gardeners"})
    assert isinstance(home, str)
    tasks = browser.get(f"{home}/membership")
    assert tasks.h1 == "Join the Funding Network"
    assert "Not sent yet" in tasks.text
    step = f"{home}/membership/tasks/n1/you"
    assert tasks.links["About you"] == step
    assert browser.get(step).values(step)["base-revision"] == ["0"]
    onwards = browser.post(
        step, {"base-revision": "0", "your_role": "Treasurer", "your_phone": "", "action": "continue"}
    )
    assert onwards == f"{home}/membership/tasks/n1/contact-needs"
    assert browser.get(step).values(step)["your_role"] == ["Treasurer"]
    check = browser.get(f"{home}/membership/check")
    assert "things to do before you can send it" in check.text
    assert "Ask to join" not in check.text
    refused = browser.post(f"{home}/membership/send", status=409)
    assert isinstance(refused, Page)
    assert refused.h1 == "You cannot send this yet"


def test_a_group_that_is_not_registered_is_never_asked_for_a_number(browser: Browser) -> None:
    browser.sign_in("nell")
    home = browser.post("/organisations/new", {"kind": "unincorporated", "name": "Quay Gardeners"})
    text = browser.get(f"{home}/membership/check").text
    assert [word for word in ("charity number", "company number") if f"What is your {word}" in text] == []


def test_a_file_is_stored_and_given_to_the_team_only(app: Flask, browser: Browser) -> None:
    browser.sign_in("nell")
    home = browser.post("/organisations/new", {"kind": "unincorporated", "name": "Quay Gardeners"})
    step = f"{home}/membership/tasks/n3/governing-document"
    with (Path(app.instance_path) / "rules.pdf").open("w+b") as upload:
        upload.write(DOCUMENT)
        upload.seek(0)
        browser.post(step, {"base-revision": "0", "governing_document": upload, "action": "save"})
    page = browser.get(step)
    link = page.links["rules.pdf"]
    with browser.client.get(link) as answer:
        assert (answer.status_code, answer.data, answer.headers["Content-Disposition"]) == (
            200,
            DOCUMENT,
            "attachment; filename=rules.pdf",
        )
    assert [_status(Browser(app).sign_in(name), link) for name in ("amina", "olive")] == [404, 404]


def test_a_file_of_a_form_that_was_sent_is_read_by_officers_too(app: Flask) -> None:
    link = f"/organisations/ORG-HARB/files/{FILE}"
    expected = {
        "amina": 200,
        "vera": 200,
        "olive": 200,
        "owen": 404,
        "nell": 404,
        "asha": 403,
        "grace": 403,
        "sam": 403,
    }
    found = {name: _status(Browser(app).sign_in(name), link) for name in expected}
    assert found == expected
    swapped = f"/organisations/ORG-NRTH/files/{FILE}"
    assert [_status(Browser(app).sign_in(name), swapped) for name in ("owen", "olive", "amina")] == [404] * 3


def test_a_file_of_the_organisation_that_its_form_does_not_name_is_not_here(app: Flask, settings: Settings) -> None:
    with app.extensions["portal"].database.session() as session:
        found = membership_of(session, "ORG-HARB")
        assert found is not None
        stored = store_file(
            session,
            organisation_id=found.organisation_id,
            upload=BytesIO(DOCUMENT),
            filename="budget.pdf",
            folder=settings.uploads,
            actor=SYSTEM,
        )
        link = f"/organisations/ORG-HARB/files/{stored.public_id}"
    assert [_status(Browser(app).sign_in(name), link) for name in ("amina", "olive")] == [404, 404]


def test_what_was_sent_stays_to_read(browser: Browser) -> None:
    browser.sign_in("lena")
    page = browser.get(f"{LANTERN}/membership")
    assert page.h1 == "Your membership"
    assert "We are checking it" in page.text
    assert re.search(r"will reply by \w+ \d+ \w+ \d{4}\.", page.text)
    assert "Lantern Club brings neighbours together" in page.text
    assert browser.client.get(f"{LANTERN}/membership/check").headers["Location"] == f"{LANTERN}/membership"
    assert browser.post(f"{LANTERN}/membership/send") == f"{LANTERN}/membership"


def test_a_step_posted_after_sending_changes_nothing_and_gives_the_text_back(browser: Browser) -> None:
    browser.sign_in("lena")
    step = f"{LANTERN}/membership/tasks/n1/you"
    late = "A role that was typed too late, and that is long enough to be worth copying"
    page = browser.post(step, {"base-revision": "1", "your_role": late}, status=409)
    assert isinstance(page, Page)
    assert late in page.text
    assert late not in browser.get(f"{LANTERN}/membership").text


def test_the_office_sees_who_waits(browser: Browser) -> None:
    browser.sign_in("olive")
    page = browser.get("/manage/members")
    assert page.links["Lantern Club"] == "/manage/members/ORG-LNTN"
    assert "Harbour Sisters" not in page.text
    both = browser.get("/manage/members?state=approved")
    assert [text for text in both.links if text in ("Harbour Sisters", "Northway Youth", "Lantern Club")] == [
        "Harbour Sisters",
        "Northway Youth",
    ]
    assert list(browser.get("/manage/members?state=all&search=lantern").links).count("Lantern Club") == 1
    assert "No organisation fits" in browser.get("/manage/members?state=all&search=%25").text


def test_the_office_reads_one_and_approves(app: Flask, browser: Browser) -> None:
    browser.sign_in("olive")
    page = browser.get("/manage/members/ORG-LNTN")
    assert page.h1 == "Lantern Club"
    assert "9 checks are open or a problem: Governing document, At least 2 responsible people" in page.text
    assert page.links["constitution.pdf"] == "/organisations/ORG-LNTN/files/constitution-of-org-lntn"
    wrong = browser.post(
        "/manage/members/ORG-LNTN/approve",
        {"until-day": "31", "until-month": "2", "until-year": "2027", "conditions": "Sign your rules", "despite": "y"},
        status=422,
    )
    assert isinstance(wrong, Page)
    assert (wrong.errors, wrong.values()) == (
        [("#until-day", "Enter the last day of the membership, like 27 3 2027")],
        {
            "until-day": ["31"],
            "until-month": ["2"],
            "until-year": ["2027"],
            "conditions": ["Sign your rules"],
            "despite": ["y"],
        },
    )
    form = {name: values[0] for name, values in browser.get("/manage/members/ORG-LNTN/approve").values().items()}
    assert form["until-year"] == str(today().year + 1)
    twice = browser.post("/manage/members/ORG-LNTN/approve", form, status=422)
    assert isinstance(twice, Page)
    assert twice.errors == [("#despite", "Tick the box if you approve although some checks are not in order")]
    form["despite"] = "y"
    assert "They are a member now" in browser.follow("/manage/members/ORG-LNTN/approve", form).text
    assert "You are a member" in Browser(app).sign_in("lena").get(f"{LANTERN}/membership").text
    assert [mail.template for mail in mails(app, CAST["lena"].email)][-1] == "network_approved"
    again = browser.post("/manage/members/ORG-LNTN/approve", form, status=409)
    assert isinstance(again, Page)
    assert "This membership is member" in again.text


def test_the_office_asks_for_more_and_the_group_replies(app: Flask, browser: Browser) -> None:
    browser.sign_in("olive")
    ask = "/manage/members/ORG-LNTN/ask"
    form = {name: values[0] for name, values in browser.get(ask).values().items()}
    page = browser.post(ask, form, status=422)
    assert isinstance(page, Page)
    assert page.errors == [("#request", "Enter what you need from them")]
    assert "We have asked them for more" in browser.follow(ask, form | {"request": "Send your rules"}).text
    lena = Browser(app).sign_in("lena")
    tasks = lena.get(f"{LANTERN}/membership")
    assert "We need something from you" in tasks.text
    assert "Send your rules" in tasks.text
    check = lena.get(f"{LANTERN}/membership/check")
    assert "Ask to join" in check.text
    assert "We are checking it" in lena.follow(f"{LANTERN}/membership/send").text


def test_the_office_says_no_with_a_reason_and_the_group_asks_again(app: Flask, browser: Browser) -> None:
    browser.sign_in("olive")
    page = browser.post("/manage/members/ORG-LNTN/decline", {}, status=422)
    assert isinstance(page, Page)
    assert page.errors == [("#reason", "Select a reason"), ("#next_steps", "Enter what they can do next")]
    sent = {"reason": "No governing document", "next_steps": "Write a short one. We have a template."}
    assert "We have told them" in browser.follow("/manage/members/ORG-LNTN/decline", sent).text
    lena = Browser(app).sign_in("lena")
    standing = lena.get(f"{LANTERN}/membership")
    assert "No governing document." in standing.text
    assert "We have a template" in standing.text
    assert lena.follow(f"{LANTERN}/membership/again").h1 == "Join the Funding Network"
    assert browser.client.get("/manage/members/ORG-LNTN").status_code == 404


def test_an_editor_writes_but_does_not_send_and_a_viewer_only_reads(app: Flask, browser: Browser) -> None:
    browser.sign_in("olive")
    ask = {"request": "Send your rules", "reply_by-day": "1", "reply_by-month": "12", "reply_by-year": "2099"}
    with app.extensions["portal"].database.session() as session:
        found = membership_of(session, "ORG-HARB")
        assert found is not None
        found.state = MembershipState.APPLIED
    browser.post("/manage/members/ORG-HARB/ask", ask)
    beth, vera = Browser(app).sign_in("beth"), Browser(app).sign_in("vera")
    assert "A lead of your organisation can send it" in beth.get("/organisations/ORG-HARB/membership/check").text
    assert (
        beth.client.post("/organisations/ORG-HARB/membership/send", data={"csrf_token": beth.csrf_token()}).status_code
        == 404
    )
    assert vera.get("/organisations/ORG-HARB/membership").h1 == "Your membership"
    assert vera.client.get("/organisations/ORG-HARB/membership/tasks/n1/you").status_code == 404
