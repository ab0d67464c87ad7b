"""The officer's pages: who scores an application, and everyone's load."""

import pytest
from sqlalchemy import event

from portal.access.roles import Role
from portal.applications.queries import application_by_reference
from portal.core.db import Database
from tests.factories.panel import new_application, new_person, new_round
from tests.support.browser import Browser
from tests.support.cast import CAST


@pytest.fixture
def reference(database: Database) -> str:
    """An eligible application that nobody has yet."""
    with database.session() as session:
        return new_application(session, new_round(session), name="Tide Turners").reference


def test_it_gives_an_application_out_and_takes_it_off(browser: Browser, reference: str) -> None:
    url = f"/manage/applications/{reference}/assessors"
    browser.sign_in("olive").get(url)
    page = browser.follow(url, {"assessor": [CAST["asha"].email, CAST["ben"].email]})
    assert "Given to Asha Verma and Ben Hollis." in page.text
    assert page.text.count("To declare") == 2
    page = browser.follow(url, {"take-off": CAST["ben"].email})
    assert "Taken off Ben Hollis." in page.text


def test_it_refuses_an_empty_choice_and_strangers(browser: Browser, reference: str) -> None:
    url = f"/manage/applications/{reference}/assessors"
    browser.sign_in("olive")
    for sent in ({}, {"assessor": "nobody@example.org"}, {"assessor": CAST["piers"].email}):
        assert browser.post(url, sent, 422).errors == [("#assessor", "Select at least one assessor")]


def test_people_with_a_link_are_named_but_cannot_be_chosen(
    browser: Browser, database: Database, reference: str
) -> None:
    with database.session() as session:
        application = application_by_reference(session, reference)
        assert application is not None
        place = application.organisation.team[0].account.email.partition("@")[2]
        new_person(session, "Nina Near", f"nina@{place}", Role.ASSESSOR)
    url = f"/manage/applications/{reference}/assessors"
    page = browser.sign_in("olive").get(url)
    assert "Not shown because they have a link to the group: Nina Near." in page.text
    refused = browser.post(url, {"assessor": f"nina@{place}"}, 409)
    assert "Nina Near is in the group's team, or has an email address at the same place" in refused.text


def test_the_load_takes_the_same_queries_for_any_number(browser: Browser, database: Database) -> None:
    counts = []
    for number in (1, 3, 30):
        with database.session() as session:
            made = new_round(session)
            for _ in range(number):
                new_application(session, made)
            slug = made.slug
        statements: list[str] = []
        engine = browser.app.extensions["portal"].database.engine
        event.listen(engine, "before_cursor_execute", lambda *args, s=statements: s.append(args[2]))
        page = browser.sign_in("olive").get(f"/manage/rounds/{slug}/assessors")
        assert page.text.count("Eligible: to assign") == number
        counts.append(sum(statement.startswith("SELECT") for statement in statements))  # beginning one varies
    assert counts[0] == counts[1] == counts[2]
