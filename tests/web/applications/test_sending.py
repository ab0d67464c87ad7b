"""Check your answers, send once, the receipt, the copy that is kept, taking back and withdrawing."""

import hashlib
import json
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from portal.applications.models import Application, Snapshot
from portal.applications.operations import find_eligible, find_ineligible
from portal.applications.queries import application_by_reference, latest_snapshot
from portal.core.clock import now
from portal.core.dates import datetime_second_words, deadline_words
from portal.core.db import Database
from portal.organisations.models import Organisation
from tests.support.browser import Browser, Page, words_of
from tests.support.building.applications import person
from tests.support.cast import CAST
from tests.support.mailbox import mails
from tests.support.world import World


def application_of(database: Database, reference: str) -> Application:
    with database.session(read_only=True) as session:
        found = application_by_reference(session, reference)
        assert found is not None
        return found


def snapshot_of(database: Database, reference: str) -> Snapshot:
    with database.session(read_only=True) as session:
        application = application_by_reference(session, reference)
        assert application is not None
        found = latest_snapshot(session, application)
        assert found is not None
        return found


def facts(page: Page) -> dict[str, str]:
    """The rows of the page's first summary."""
    rows = page.all(".//dl[@class='govuk-summary-list']/div")
    return {words_of(row.find("dt")): words_of(row.find("dd")) for row in rows}


def stages(page: Page) -> list[str]:
    return [words_of(item) for item in page.all(".//ol[@class='govuk-list portal-stages']/li")]


def test_a_whole_draft_can_be_sent_from_the_check_page(browser: Browser, draft: str) -> None:
    page = browser.sign_in("amina").get(f"{draft}/check")
    assert "We will not see your application until you submit it." in page.text
    assert "missing or must be changed" not in page.text
    assert [form.get("action") for form in page.all(".//main//form")] == [f"{draft}/submit"]
    assert "Submit your application" in page.text


def test_everything_missing_is_listed_and_the_button_withheld(browser: Browser, draft: str) -> None:
    browser.sign_in("amina")
    for step, key in (("s4/problem", "problem"), ("s4/evidence", "evidence")):
        browser.post(f"{draft}/tasks/{step}", browser.get(f"{draft}/tasks/{step}").values() | {key: ""})
    page = browser.get(f"{draft}/check")
    assert "2 things are missing or must be changed" in page.text
    todo = page.all(".//section[@class='portal-todo']//a")
    assert [a.get("href") for a in todo] == [
        f"{draft}/tasks/s4/problem?return=check",
        f"{draft}/tasks/s4/evidence?return=check",
    ]
    assert page.all(".//main//form") == []
    refused = browser.post(f"{draft}/submit", {}, 409)
    assert isinstance(refused, Page)
    assert refused.h1 == "You cannot send your application yet"


def test_a_change_from_the_check_page_leads_back_to_it(browser: Browser, draft: str) -> None:
    step = f"{draft}/tasks/s4/problem"
    page = browser.sign_in("amina").get(f"{step}?return=check")
    assert page.links["Back"] == f"{draft}/check"
    assert browser.post(step, page.values() | {"problem": "New words"}) == f"{draft}/check"


def test_editors_and_readers_see_who_can_send(browser: Browser, draft: str) -> None:
    for name in ("beth", "vera"):
        page = browser.sign_in(name).get(f"{draft}/check")
        assert "Only a lead of Harbour Sisters can submit it." in page.text
        assert page.all(".//main//form") == []
    assert "Change: " not in page.text


def test_sending_twice_shows_the_same_receipt_and_tells_each_writer_once(
    browser: Browser, app: Flask, database: Database, world: World, draft: str
) -> None:
    browser.sign_in("amina")
    receipt = browser.follow(f"{draft}/submit")
    kept = snapshot_of(database, world.draft)
    assert receipt.h1 == "Application submitted"
    assert f"Your reference is {world.draft}" in receipt.text
    received = f"{datetime_second_words(kept.submitted_at)} (UK time)"
    assert facts(receipt) == {
        "Project": "Safe Steps on the Seafront",
        "Organisation": "Harbour Sisters",
        "Fund": "Safer Communities Fund 2027",
        "Received": f"{received}, from Amina Karim",
        "Check code": " ".join(kept.sha256[i : i + 4] for i in range(0, 64, 4)),
        "Where it is now": "Submitted",
    }
    assert browser.follow(f"{draft}/submit").text == receipt.text
    for name, count in (("amina", 1), ("beth", 1), ("vera", 0), ("owen", 0)):
        found = [m for m in mails(app, CAST[name].email) if m.about == world.draft]
        assert [m.template for m in found] == ["application_received"] * count
        assert [m.subject for m in found] == [f"We have your application {world.draft}"] * count
        assert all(datetime_second_words(kept.submitted_at) in m.body for m in found)


def test_a_page_that_was_open_before_the_closing_can_be_sent_for_five_minutes_and_no_other(
    browser: Browser, database: Database, world: World, draft: str
) -> None:
    closes = application_of(database, world.draft).round.closes_at
    with time_machine.travel(closes - timedelta(seconds=1), tick=False) as clock:
        stamp = browser.sign_in("amina").get(f"{draft}/check").values(f"{draft}/submit")["opened"][0]
        clock.move_to(closes + timedelta(minutes=5))
        assert isinstance(browser.post(f"{draft}/submit", {"opened": stamp}, 409), Page)
        clock.move_to(closes + timedelta(minutes=5, seconds=-1))
        for forged in ("", stamp[:-2], "x"):
            assert isinstance(browser.post(f"{draft}/submit", {"opened": forged}, 409), Page)
        browser.post(f"{draft}/submit", {"opened": stamp})
    assert snapshot_of(database, world.draft).submitted_at == closes + timedelta(minutes=5, seconds=-1)


def test_without_that_page_the_closing_time_is_the_end_and_the_draft_is_kept(
    browser: Browser, database: Database, world: World, draft: str
) -> None:
    closes = application_of(database, world.draft).round.closes_at
    with time_machine.travel(closes - timedelta(seconds=1), tick=False) as clock:
        assert "Submit your application" in browser.sign_in("amina").get(f"{draft}/check").text
        clock.move_to(closes)
        page = browser.post(f"{draft}/submit", {}, 409)
        assert isinstance(page, Page)
        assert page.h1 == "This fund has closed"
        assert f"closed at {deadline_words(closes)}. What you saved before is kept" in page.text
        assert "Safe Steps on the Seafront" in browser.get(f"{draft}/copy").text
        assert "The fund is not open." in browser.get(f"{draft}/check").text
    assert application_of(database, world.draft).state == "draft"


def test_the_last_second_counts(browser: Browser, database: Database, world: World, draft: str) -> None:
    closes = application_of(database, world.draft).round.closes_at
    with time_machine.travel(closes - timedelta(seconds=1), tick=False):
        browser.sign_in("amina").post(f"{draft}/submit")
    assert snapshot_of(database, world.draft).submitted_at == closes - timedelta(seconds=1)


def test_the_copy_comes_from_what_was_sent_whatever_changes_after(
    browser: Browser, database: Database, world: World, draft: str
) -> None:
    browser.sign_in("amina").post(f"{draft}/submit")
    before = {path: browser.get(f"{draft}/{path}").text for path in ("copy", "submitted")}
    with database.session() as session:
        application = application_by_reference(session, world.draft)
        assert application is not None
        session.get_one(Organisation, application.organisation_id).name = "Another Name"
        application.round.name, application.title = "Another Fund", "Another Title"
    for path, text in before.items():
        assert browser.get(f"{draft}/{path}").text == text
    document = json.loads(snapshot_of(database, world.draft).document)
    digest = hashlib.sha256(json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode())
    assert " ".join(digest.hexdigest()[i : i + 4] for i in range(0, 64, 4)) in before["copy"]
    assert document["answers"]["problem"].split()[0] in before["copy"]


def test_a_draft_to_read_is_marked_as_one(browser: Browser, draft: str) -> None:
    for name in ("amina", "vera"):
        page = browser.sign_in(name).get(f"{draft}/copy")
        assert "Draft This has not been submitted. We have not seen it." in page.text
        assert "Check code" not in page.text


def test_taken_back_it_is_a_draft_again_and_says_so(browser: Browser, draft: str) -> None:
    browser.sign_in("amina").post(f"{draft}/submit")
    page = browser.get(f"{draft}/reopen")
    assert "you must submit it again before" in page.text
    home = browser.follow(f"{draft}/reopen")
    assert "Not submitted yet" in home.text
    again = browser.follow(f"{draft}/submit")
    assert again.h1 == "Application submitted"


def test_it_is_not_taken_back_once_checked(browser: Browser, database: Database, world: World, draft: str) -> None:
    browser.sign_in("amina").post(f"{draft}/submit")
    with database.session() as session:
        application = application_by_reference(session, world.draft)
        assert application is not None
        find_eligible(session, application=application, actor=person(session, "olive"))
    assert "take your application back" not in browser.get(f"{draft}/submitted").text
    assert browser.get(f"{draft}/reopen").all(".//main//form") == []
    refused = browser.post(f"{draft}/reopen", {}, 409)
    assert isinstance(refused, Page)
    assert "before we have looked at it" in refused.text


def test_withdrawing_asks_first_and_then_is_final(browser: Browser, database: Database, world: World) -> None:
    address = f"/applications/{world.scoring}/withdraw"
    page = browser.sign_in("amina").get(address)
    assert "You cannot undo this." in page.text
    listed = browser.follow(address)
    assert f"Your application {world.scoring} is withdrawn." in listed.text
    page = browser.get(f"/applications/{world.scoring}/submitted")
    assert page.h1 == "Application withdrawn"
    assert application_of(database, world.scoring).live is None
    refused = browser.post(address, {}, 409)
    assert isinstance(refused, Page)
    assert "can no longer be withdrawn" in refused.text


def test_the_stages_are_the_same_for_everyone_before_the_announcement(
    browser: Browser, database: Database, world: World
) -> None:
    """Found eligible and found not eligible, approved and declined: to the applicant each page is the same."""
    pages = {}
    address = f"/applications/{world.scoring}/submitted"
    browser.sign_in("amina")
    for state in ("submitted", "eligible", "ineligible", "assessing", "moderation", "recommended"):
        with database.session() as session:
            application = application_by_reference(session, world.scoring)
            assert application is not None
            application.state, application.check_reason = state, "CANARY they are in Dorset"
        pages[state] = browser.get(address)
    assert len({page.text for page in pages.values()}) == 1
    assert "CANARY" not in pages["ineligible"].html
    for state in ("approved", "declined", "reserve"):
        with database.session() as session:
            application = application_by_reference(session, world.scoring)
            assert application is not None
            application.state, application.round.state = state, "decided"
        pages[state] = browser.get(address)
    assert len({pages[state].text for state in ("approved", "declined", "reserve")}) == 1
    assert [stage.split(": ")[0] for stage in stages(pages["ineligible"])[:2]] == ["Received", "Checks"]
    assert stages(pages["ineligible"])[2].startswith("Scoring: it is here now At least 2 people score it")


@pytest.mark.parametrize("verdict", [True, False])
def test_the_office_s_check_tells_the_applicant_nothing_but_that_it_is_under_way(
    browser: Browser, database: Database, world: World, draft: str, verdict: bool
) -> None:
    browser.sign_in("amina").post(f"{draft}/submit")
    with database.session() as session:
        application = application_by_reference(session, world.draft)
        assert application is not None
        olive = person(session, "olive")
        if verdict:
            find_eligible(session, application=application, actor=olive)
        else:
            find_ineligible(session, application=application, reason="CANARY", actor=olive)
    page = browser.get(f"{draft}/submitted")
    assert facts(page)["Where it is now"] == "Being checked"
    for path in ("submitted", "copy"):
        assert "CANARY" not in browser.get(f"{draft}/{path}").html
    assert "CANARY" not in browser.get("/applications").html


def test_the_times_are_london_s(browser: Browser, database: Database, world: World, draft: str) -> None:
    at = now().replace(microsecond=0)
    with time_machine.travel(at, tick=False):
        browser.sign_in("amina").post(f"{draft}/submit")
        page = browser.get(f"{draft}/copy")
    assert facts(page)["Received"] == f"{datetime_second_words(at)} (UK time)"
