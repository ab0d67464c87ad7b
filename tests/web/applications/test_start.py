"""The list of my applications, and starting one."""

from flask import Flask
from sqlalchemy import event

from portal.access.roles import TeamRole
from portal.core.clock import now
from portal.core.db import Database
from portal.organisations.models import Organisation, TeamMember
from tests.support.browser import Browser, words_of
from tests.support.cast import account_named
from tests.support.world import World


def join(database: Database, name: str, reference: str, role: TeamRole) -> None:
    with database.session() as session:
        organisation = session.query(Organisation).filter_by(reference=reference).one()
        account = account_named(session, name)
        session.add(TeamMember(organisation_id=organisation.id, account_id=account.id, role=role, joined_at=now()))


def test_my_list_shows_my_group_s_applications_and_nobody_else_s(browser: Browser, world: World) -> None:
    for name in ("amina", "beth", "vera"):
        page = browser.sign_in(name).get("/applications")
        found = [a.get("href") for a in page.all(".//main//a[@class='govuk-link govuk-task-list__link']")]
        assert found == [f"/applications/{one}" for one in (world.draft, world.scoring, world.announced)]
        assert "Draft: not submitted yet" in page.text
        assert "Northway" not in page.text
    assert "You have not started an application." in browser.sign_in("nell").get("/applications").text


def test_starting_again_opens_the_same_draft(browser: Browser, world: World, draft: str) -> None:
    browser.sign_in("beth")
    address = f"/funds/{world.open_round}/apply"
    page = browser.get(address)
    assert page.h1 == "Before you start"
    assert browser.post(address, page.values(address)) == draft
    assert browser.post(address) == draft


def test_a_group_that_waits_for_its_membership_can_start(browser: Browser, world: World) -> None:
    browser.sign_in("lena")
    address = f"/funds/{world.open_round}/apply"
    made = browser.post(address, {"elig_network": "applied", "organisation_id": "1", "state": "approved"})
    assert isinstance(made, str)
    page = browser.get(made)
    assert page.h1 == "Your application"
    assert "Not submitted yet" in page.text
    assert browser.post(address) == made


def test_with_several_groups_the_person_says_for_which(
    browser: Browser, database: Database, world: World, draft: str
) -> None:
    join(database, "amina", world.lantern, TeamRole.EDITOR)
    address = f"/funds/{world.open_round}/apply"
    page = browser.sign_in("amina").post(address, {}, 422)
    assert not isinstance(page, str)
    assert page.errors == [("#organisation", "Select the organisation that is applying")]
    assert [words_of(label) for label in page.all(".//label[@class='govuk-label govuk-radios__label']")] == [
        "Harbour Sisters",
        "Lantern Club",
    ]
    assert browser.post(address, {"organisation": world.harbour}) == draft
    other = browser.post(address, {"organisation": world.lantern})
    assert other != draft
    page = browser.post(address, {"organisation": world.northway}, 422)
    assert not isinstance(page, str)
    assert page.errors == [("#organisation", "Select the organisation that is applying")]


def test_someone_without_a_group_is_sent_to_add_one(browser: Browser, world: World) -> None:
    address = f"/funds/{world.open_round}/apply"
    page = browser.sign_in("nell").get(address)
    assert page.links["Add your organisation"] == "/organisations/new"
    page = browser.post(address, {}, 200)
    assert not isinstance(page, str)
    assert page.links["Add your organisation"] == "/organisations/new"


def test_a_closed_round_says_so_and_starts_nothing(browser: Browser, world: World) -> None:
    address = f"/funds/{world.scoring_round}/apply"
    assert "This fund is not open now." in browser.sign_in("lena").get(address).text
    page = browser.post(address, {}, 409)
    assert not isinstance(page, str)
    assert page.h1 == "This fund has closed"


def test_the_list_takes_the_same_queries_for_any_number(browser: Browser, app: Flask) -> None:
    counts = []
    for name in ("lena", "owen"):
        seen: list[str] = []
        engine = app.extensions["portal"].database.engine
        browser.sign_in(name)

        def note(*args: object, seen: list[str] = seen) -> None:
            if str(args[2]).startswith("SELECT"):
                seen.append(str(args[2]))

        event.listen(engine, "before_cursor_execute", note)
        browser.get("/applications")
        event.remove(engine, "before_cursor_execute", note)
        counts.append(len(seen))
    assert counts == [3, 3]


def test_before_you_start_says_how_long_what_and_what_came_of_the_last_round(browser: Browser, world: World) -> None:
    text = browser.sign_in("amina").get(f"/funds/{world.open_round}/apply").text
    for words in (
        "hours of work",
        "fewer than 5 groups applied",
        "the names of your partners",
        "we keep your draft: 6 months",
    ):
        assert words in text
