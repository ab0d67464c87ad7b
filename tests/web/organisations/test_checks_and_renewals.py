"""The pages of checks, holds, renewals and doubles, as an officer and a lead meet them."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from portal.core.clock import today
from portal.organisations.queries import membership_of
from portal.web.settings import Settings
from tests.support.browser import Browser, Page
from tests.support.cast import CAST
from tests.support.mailbox import mails

LANTERN, COVE, HARBOUR = (f"/manage/members/{one}" for one in ("ORG-LNTN", "ORG-COVE", "ORG-HARB"))
RENEW = "/organisations/ORG-HARB/membership/renew"


def ends_soon(app: Flask, reference: str = "ORG-HARB") -> None:
    """Let a membership end in three weeks."""
    with app.extensions["portal"].database.session() as session:
        found = membership_of(session, reference)
        assert found is not None
        found.approved_until = today() + timedelta(days=21)


def test_the_task_list_of_a_group_without_a_number(browser: Browser) -> None:
    page = browser.sign_in("olive").get(f"{LANTERN}/checks")
    assert page.links["Governing document"] == f"{LANTERN}/checks/governing-document"
    assert "Register look-up" not in page.links
    assert "9 checks are open or a problem" in page.text


def test_a_charity_is_looked_up_by_its_number(browser: Browser) -> None:
    page = browser.sign_in("olive").get("/manage/members/ORG-NRTH/checks/register")
    assert "1099999" in page.text
    register = next(target for words, target in page.links.items() if "register of charities" in words)
    assert "regid=1099999" in register


def test_a_check_is_recorded_beside_what_they_wrote(browser: Browser) -> None:
    address = f"{LANTERN}/checks/governing-document"
    page = browser.sign_in("olive").get(address)
    assert page.links["constitution.pdf"] == "/organisations/ORG-LNTN/files/constitution-of-org-lntn"
    assert page.values(address)["expires_on-year"] == [str(today().year + 5)]
    wrong = browser.post(address, {"outcome": "problem", "note": "", "expires_on-year": "2"}, status=422)
    assert isinstance(wrong, Page)
    assert [target for target, _words in wrong.errors] == ["#note", "#expires_on-day"]
    assert wrong.values(address)["outcome"] == ["problem"]
    done = browser.follow(address, {"outcome": "problem", "note": "It is not signed", "seen": ""})
    assert "Your finding is recorded" in done.text
    again = browser.get(address)
    assert "It is not signed" in again.text
    late = browser.post(address, {"outcome": "in_order", "note": "Signed now", "seen": ""}, status=409)
    assert isinstance(late, Page)
    assert "Look at what they found" in late.text
    seen = again.values(address)["seen"][0]
    browser.follow(address, {"outcome": "in_order", "note": "Signed now", "seen": seen})
    assert browser.get(f"{LANTERN}/checks").text.count("In order") == 1
    assert "It is not signed" in browser.get(address).text


def test_an_application_shows_the_checks_on_file(browser: Browser) -> None:
    page = browser.sign_in("olive").get("/manage/applications/SCF26-SCRG")
    assert "9 of 9 are in order" in page.text
    assert page.links["Go to the checks of Harbour Sisters"] == f"{HARBOUR}/checks"
    assert "11 to look at" in browser.get("/manage/applications/SCF27-NWAY").text


def test_a_group_on_hold_reads_why_and_goes_on_again(app: Flask, browser: Browser) -> None:
    browser.sign_in("olive")
    wrong = browser.post(f"{HARBOUR}/suspend", {"reason": ""}, status=422)
    assert isinstance(wrong, Page)
    assert "on hold" in browser.follow(f"{HARBOUR}/suspend", {"reason": "Your accounts are late"}).text
    amina = Browser(app).sign_in("amina")
    page = amina.get("/organisations/ORG-HARB/membership")
    assert "Your accounts are late" in page.text
    assert "Harbour Sisters brings neighbours together" in page.text, "everything stays to read"
    amina.get("/applications/SCF27-DRFT")
    assert "on hold" in amina.get("/applications/SCF27-DRFT/check").text
    form = {name: values[0] for name, values in browser.get(f"{HARBOUR}/restore").values().items()}
    assert "member again" in browser.follow(f"{HARBOUR}/restore", form | {"words": "Thank you"}).text
    assert [mail.template for mail in mails(app, CAST["amina"].email)][-2:] == [
        "network_suspended",
        "network_restored",
    ]


def test_a_lead_renews_in_one_page_when_nothing_changed(app: Flask, browser: Browser) -> None:
    browser.sign_in("amina")
    assert "You can renew from" in browser.get(RENEW).text
    ends_soon(app)
    page = browser.get(RENEW)
    assert "Renew your membership" in browser.get("/organisations/ORG-HARB").links
    said = {name: "no" for name in ("said-n1", "said-n2", "said-n3", "said-n4", "said-n5")}
    assert "Coordinator" in page.text, "what we have is beside the question"
    one_missing = browser.post(RENEW, said | {"said-n3": ""}, status=422)
    assert isinstance(one_missing, Page)
    assert one_missing.errors == [("#said-n3", "Select yes or no for How you are run")]
    assert one_missing.values(RENEW)["said-n2"] == ["no"]
    check = browser.follow(RENEW, said)
    assert "Nothing has changed." in check.text
    unsaid = browser.post(f"{RENEW}/send", {}, status=422)
    assert isinstance(unsaid, Page)
    assert unsaid.errors == [("#agreed", "Read what you agree to, and tick the box")]
    done = browser.follow(f"{RENEW}/send", {"agreed": "y"})
    assert str((today() + timedelta(days=21)).year + 1) in done.text
    assert browser.post(f"{RENEW}/send", {"agreed": "y"}) == RENEW, "pressed twice"


def test_yes_opens_the_part_and_an_officer_sees_old_beside_new(app: Flask, browser: Browser) -> None:
    ends_soon(app)
    browser.sign_in("beth")
    said = {name: "no" for name in ("said-n1", "said-n2", "said-n4", "said-n5")} | {"said-n3": "yes"}
    step = browser.post(RENEW, said)
    assert step == f"{RENEW}/tasks/n3/governing-document"
    committee = f"{RENEW}/tasks/n3/committee"
    form = {name: values[0] for name, values in browser.get(committee).values(committee).items()}
    browser.post(committee, form | {"committee_size": "3", "return": "check", "action": "continue"})
    check = browser.get(f"{RENEW}/check")
    assert "How many people are on your board or committee?" in check.text
    assert "A lead of your organisation can send it" in check.text
    assert browser.client.post(f"{RENEW}/send", data={"csrf_token": browser.csrf_token()}).status_code == 404
    amina = Browser(app).sign_in("amina")
    assert "We are looking at it" in amina.follow(f"{RENEW}/send", {"agreed": "y"}).text
    assert "We are looking at it" in amina.get(RENEW).text
    olive = Browser(app).sign_in("olive")
    assert olive.get("/manage/renewals").links["Harbour Sisters"] == f"{HARBOUR}/renewal"
    assert "2 renewals of membership to look at" in olive.get("/desk").text
    page = olive.get(f"{HARBOUR}/renewal")
    assert "Look at this" in page.text
    wrong = olive.post(f"{HARBOUR}/renewal", {"answer": "back"}, status=422)
    assert isinstance(wrong, Page)
    assert wrong.errors == [("#words", "Enter what they should do, or why you do not renew")]
    olive.follow(f"{HARBOUR}/renewal", {"answer": "back", "words": "Who left?"})
    assert "Who left?" in amina.get(RENEW).text
    amina.post(f"{RENEW}/send", {"agreed": "y"})
    assert "The membership is renewed" in olive.follow(f"{HARBOUR}/renewal", {"answer": "renew"}).text
    assert "committee" in olive.get(HARBOUR).text


def test_doubles_are_merged_after_a_look_and_the_old_address_leads_on(app: Flask, browser: Browser) -> None:
    nell = Browser(app).sign_in("nell")
    home = nell.post("/organisations/new", {"kind": "unincorporated", "name": "The LANTERN-Club"})
    assert isinstance(home, str)
    other = home.rsplit("/", maxsplit=1)[1]
    page = browser.sign_in("olive").get(LANTERN)
    assert "This may be the same group as" in page.text
    assert "The names are the same" in page.text
    address = f"{LANTERN}/doubles/{other}/merge"
    preview = browser.get(address)
    assert "People in the team: 1" in preview.text
    wrong = browser.post(address, {"stays": "ORG-LNTN", "reason": "Their lead says so"}, status=422)
    assert isinstance(wrong, Page)
    assert wrong.errors == [("#sure", "Tick the box if you are sure")]
    done = browser.follow(address, {"stays": "ORG-LNTN", "reason": "Their lead says so", "sure": "y"})
    assert "The two entries are one now" in done.text
    assert "This may be the same group as" not in done.text
    assert nell.client.get(home).headers["Location"] == "/organisations/ORG-LNTN"
    assert nell.client.get(f"{home}/membership").headers["Location"] == "/organisations/ORG-LNTN/membership"
    assert Browser(app).sign_in("owen").client.get(home).status_code == 404
    assert nell.client.post(f"{home}/membership/send", data={"csrf_token": nell.csrf_token()}).status_code == 404
    assert browser.client.get(address).status_code == 404


def test_what_cannot_be_merged_says_why_and_has_no_button(browser: Browser) -> None:
    page = browser.sign_in("olive").get(f"{HARBOUR}/doubles/ORG-NRTH/merge")
    assert "They cannot be merged now" in page.text
    assert "Which one stays?" not in page.text


def test_an_entry_that_was_merged_stays_to_read(browser: Browser) -> None:
    browser.sign_in("olive")
    assert browser.client.get("/manage/members/ORG-TIDE").headers["Location"] == COVE
    page = browser.get(f"{COVE}/merged/ORG-TIDE")
    assert "Nobody can write here any more" in page.text
    with browser.client.get(page.links["constitution.pdf"]) as answer:
        assert answer.status_code == 200
    assert "Tide Kitchen" in browser.get(COVE).text


@pytest.mark.parametrize("path", [LANTERN, f"{LANTERN}/checks", HARBOUR, "/manage/renewals"])
def test_the_pages_take_few_queries(browser: Browser, settings: Settings, path: str) -> None:
    browser.sign_in("olive").get(path)
    seen: list[str] = []
    engine = browser.app.extensions["portal"].database.engine
    event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    browser.get(path)
    assert len([one for one in seen if one.startswith("SELECT")]) <= 17


def test_two_groups_are_told_apart(app: Flask, browser: Browser) -> None:
    nell = Browser(app).sign_in("nell")
    home = nell.post("/organisations/new", {"kind": "unincorporated", "name": "Lantern C1ub"})
    assert isinstance(home, str)
    other = home.rsplit("/", maxsplit=1)[1]
    assert "look the same" in browser.sign_in("olive").get(LANTERN).text
    done = browser.follow(f"{LANTERN}/doubles/{other}", {"reason": "It meets in another town"})
    assert "This may be the same group" not in done.text
    assert "It meets in another town" in done.text
