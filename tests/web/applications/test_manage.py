"""The office's list of applications, and the page of one."""

from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import event

from portal.applications.queries import application_by_reference
from portal.applications.states import ApplicationState
from portal.audit.queries import entries_about
from portal.core.db import Database
from portal.outbox.models import Message
from tests.factories.panel import new_application, new_round
from tests.support.browser import Browser, Page, words_of
from tests.support.world import World

LIST = "/manage/applications"


def listed(page: Page) -> list[str]:
    """References in the order of the list."""
    return [words_of(span) for span in page.all(".//tbody//span[@class='govuk-hint']")]


def find(browser: Browser, **asked: str) -> list[str]:
    return listed(browser.get(f"{LIST}?{urlencode(asked)}"))


def state_of(database: Database, reference: str) -> tuple[str, str]:
    with database.session(read_only=True) as session:
        application = application_by_reference(session, reference)
        assert application is not None
        return application.state, application.check_reason


def test_it_lists_what_was_sent_and_no_draft(browser: Browser, world: World) -> None:
    page = browser.sign_in("olive").get(LIST)
    assert listed(page) == [world.sent, "SCF26-NWAY", world.scoring, "SCF25-NWAY", world.announced]
    assert world.draft not in page.html
    assert "5 applications" in page.text


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("SCF26-SCRG", ["SCF26-SCRG"]),
        ("scf26 scrg", ["SCF26-SCRG"]),
        ("SCF26SCRG", ["SCF26-SCRG"]),
        ("kickabout", ["SCF27-NWAY", "SCF26-NWAY", "SCF25-NWAY"]),
        ("Harbour", ["SCF26-SCRG", "SCF25-TDLD"]),
        ("Vera Lund", ["SCF26-SCRG", "SCF25-TDLD"]),
        ("owen@northway", ["SCF27-NWAY", "SCF26-NWAY", "SCF25-NWAY"]),
        ("SCF27-DRFT", []),
        ("100%", []),
        ("_", []),
        ("' OR 1=1 --", []),
        ("\\", []),
    ],
)
def test_search_finds_by_reference_project_organisation_and_person(
    browser: Browser, search: str, found: list[str]
) -> None:
    assert find(browser.sign_in("olive"), search=search) == found


def test_filters_and_order_stand_in_the_address(browser: Browser, world: World) -> None:
    browser.sign_in("olive")
    assert find(browser, round=world.scoring_round) == ["SCF26-NWAY", "SCF26-SCRG"]
    assert find(browser, state="submitted", round=world.open_round) == [world.sent]
    assert find(browser, sort="reference") == ["SCF25-NWAY", world.announced, "SCF26-NWAY", world.scoring, world.sent]
    assert find(browser, sort="amount")[0] in ("SCF27-NWAY", "SCF26-NWAY", "SCF25-NWAY")
    page = browser.get(f"{LIST}?search=Harbour&sort=reference&state=submitted")
    values = page.values(LIST)
    assert (values["search"], values["sort"], values["state"]) == (["Harbour"], ["reference"], ["submitted"])


@pytest.mark.parametrize(
    "query", ["sort=1;drop", "state=nothing", "page=99999", "page=-1", "page=x", "round=%00", "search=%00%0a"]
)
def test_strange_addresses_are_read_as_far_as_they_make_sense(browser: Browser, query: str) -> None:
    browser.sign_in("olive").get(f"{LIST}?{query}")


def test_a_search_that_finds_nothing_says_so_with_a_way_on(browser: Browser) -> None:
    page = browser.sign_in("olive").get(f"{LIST}?search=zebra")
    assert page.links["Show all applications"] == LIST


def test_thirty_take_the_same_queries_as_one_and_come_in_pages(
    browser: Browser, app: Flask, database: Database
) -> None:
    counts = []
    browser.sign_in("olive")
    engine = app.extensions["portal"].database.engine
    for number in (1, 3, 30):
        with database.session() as session:
            made = new_round(session)
            for _ in range(number):
                sent = new_application(session, made, state=ApplicationState.SUBMITTED)
                sent.submitted_at = sent.started_at
            slug = made.slug
        seen: list[str] = []

        def note(*args: object, seen: list[str] = seen) -> None:
            if str(args[2]).startswith("SELECT"):
                seen.append(str(args[2]))

        event.listen(engine, "before_cursor_execute", note)
        page = browser.get(f"{LIST}?round={slug}")
        event.remove(engine, "before_cursor_execute", note)
        counts.append(len(seen))
    assert counts == [5, 5, 5]
    assert len(listed(page)) == 25
    assert page.h1 == "Applications (page 1 of 2)"
    assert len(listed(browser.get(f"{LIST}?round={slug}&page=2"))) == 5


def test_the_page_of_one_shows_what_was_sent_and_its_history(browser: Browser, world: World) -> None:
    page = browser.sign_in("olive").get(f"{LIST}/{world.sent}")
    assert page.h1 == "Friday Kickabout"
    assert "Northway Youth" in page.text
    assert "£12,600" in page.text
    assert "Where it has been" in page.text
    assert "Who did what" in page.text


def test_it_records_that_it_can_be_scored(browser: Browser, database: Database, world: World) -> None:
    page = browser.sign_in("olive").follow(f"{LIST}/{world.sent}", {"verdict": "eligible", "reason": ""})
    assert f"Recorded for {world.sent}." in page.text
    assert state_of(database, world.sent) == ("eligible", "")


def test_a_no_is_read_in_the_applicant_s_words_before_it_counts(
    browser: Browser, database: Database, world: World
) -> None:
    url, reason = f"{LIST}/{world.sent}", "It helps people in Dorset.\n\nWe cover Hampshire."
    browser.sign_in("olive")
    page = browser.post(url, {"verdict": "not_eligible", "reason": reason}, 200)
    assert isinstance(page, Page)
    assert "We could not score it. It helps people in Dorset." in page.text
    assert state_of(database, world.sent) == ("submitted", "")
    values = page.values(url)
    again = browser.post(url, values | {"action": "change"}, 200)
    assert isinstance(again, Page)
    assert again.values(url) == {"verdict": ["not_eligible"], "reason": [reason]}
    browser.post(url, values | {"action": "confirm"})
    assert state_of(database, world.sent) == ("ineligible", reason)
    with database.session(read_only=True) as session:
        actions = [entry.action for entry in entries_about(session, "application", world.sent)]
        assert actions[0] == "application:ineligible"
        about = session.query(Message).filter_by(about=world.sent).all()
        assert {message.template for message in about} == {"application_received", "application_more_info"}


@pytest.mark.parametrize("action", ["", "confirm"])
def test_a_no_without_a_reason_and_no_verdict_say_what_to_do(browser: Browser, world: World, action: str) -> None:
    url = f"{LIST}/{world.sent}"
    browser.sign_in("olive")
    for sent, error in (
        ({}, ("#verdict", "Select whether it meets the rules")),
        ({"verdict": "not_eligible", "reason": "  "}, ("#reason", "Enter why it cannot go to the panel")),
    ):
        page = browser.post(url, sent | {"action": action}, 422)
        assert isinstance(page, Page)
        assert page.errors == [error]


def test_two_officers_who_decide_at_once_do_not_overwrite_each_other(
    browser: Browser, database: Database, world: World
) -> None:
    url = f"{LIST}/{world.sent}"
    browser.sign_in("piers").post(url, {"verdict": "eligible"})
    refused = browser.sign_in("olive").post(url, {"verdict": "eligible"}, 409)
    assert isinstance(refused, Page)
    assert state_of(database, world.sent) == ("eligible", "")


def test_a_draft_and_one_that_was_withdrawn_unseen_are_not_there(browser: Browser, world: World) -> None:
    browser.sign_in("olive")
    nowhere = browser.get(f"{LIST}/SCF27-NOPE", 404).text
    assert browser.get(f"{LIST}/{world.draft}", 404).text == nowhere
    browser.sign_in("amina").post(f"/applications/{world.draft}/withdraw")
    assert browser.sign_in("olive").get(f"{LIST}/{world.draft}", 404).text == nowhere
    assert find(browser, search=world.draft) == []
