"""The task list: where the draft stands, honestly."""

import time_machine

from portal.applications.queries import application_by_reference
from portal.core.clock import now
from portal.core.dates import deadline_words
from portal.core.db import Database
from tests.support.browser import Browser, Page, words_of
from tests.support.world import World

HELD = "Nothing to re-enter: what we have from your passport"


def tasks(page: Page) -> dict[str, str]:
    """Each task's title and status."""
    rows = page.all(".//li[@class='govuk-task-list__item govuk-task-list__item--with-link']")
    return {words_of(row.findall(".//a")[0]): words_of(row.findall("div")[1]) for row in rows}


def standing(page: Page) -> str:
    return words_of(page.all(".//div[@class='portal-standing portal-standing--draft']")[0])


def test_it_opens_with_what_counts_most(browser: Browser, database: Database, world: World, draft: str) -> None:
    page = browser.sign_in("amina").get(draft)
    with database.session(read_only=True) as session:
        application = application_by_reference(session, world.draft)
        assert application is not None
        closes = deadline_words(application.round.closes_at)
    assert page.h1 == "Safe Steps on the Seafront"
    assert standing(page).startswith(f"Not submitted yet Closes at {closes}. Reference {world.draft}. Last changed ")


def test_a_whole_draft_is_completed_but_never_looks_sent(browser: Browser, draft: str) -> None:
    page = browser.sign_in("amina").get(draft)
    found = tasks(page)
    assert found.pop(HELD) == "2 documents"
    assert found.pop("Check your answers and submit") == "You can look now. Not submitted yet"
    together = [found.pop(title) for title in ("Share out the tasks", "Comments", "Partners")]
    assert together == ["Optional", "None to deal with", "Optional"]
    assert len(found) > 5
    assert set(found.values()) == {"Completed"}
    assert page.text.count("Saved ") >= len(found)
    assert "by Amina Karim" in page.text


def test_statuses_follow_the_answers(browser: Browser, draft: str) -> None:
    browser.sign_in("amina")
    before = tasks(browser.get(draft))
    page = browser.get(f"{draft}/tasks/s4/problem")
    sent = page.values() | {"problem": "", "action": "later"}
    browser.post(f"{draft}/tasks/s4/problem", sent)
    page = browser.get(f"{draft}/tasks/s4/problem")
    after = tasks(browser.get(draft))
    assert {title: status for title, status in after.items() if status != before[title]} == {
        "Why it is needed": "In progress"
    }
    browser.post(f"{draft}/tasks/s4/problem", page.values() | {"problem": "word " * 251, "action": "later"})
    assert tasks(browser.get(draft))["Why it is needed"] == "There is a problem"


def test_the_team_is_named_with_what_each_may_do(browser: Browser, draft: str) -> None:
    page = browser.sign_in("beth").get(draft)
    for words in (
        "Amina Karim (lead: can write and submit)",
        "Beth Okafor (can write)",
        "Vera Lund (can read)",
    ):
        assert words in page.text
    assert "Withdraw this application" not in page.links
    assert "Withdraw this application" in browser.sign_in("amina").get(draft).links


def test_a_reader_of_the_team_is_shown_no_link_to_write(browser: Browser, draft: str) -> None:
    page = browser.sign_in("vera").get(draft)
    assert list(tasks(page)) == [HELD, "Comments", "Check your answers and submit"]
    assert [target for target in page.links.values() if "/tasks/" in target] == []


def test_after_the_closing_it_says_that_it_was_not_submitted(
    browser: Browser, database: Database, world: World, draft: str
) -> None:
    browser.sign_in("amina")
    with time_machine.travel(now().replace(microsecond=0)) as clock:
        with database.session(read_only=True) as session:
            application = application_by_reference(session, world.draft)
            assert application is not None
            closes = application.round.closes_at
        clock.move_to(closes)
        browser.sign_in("amina")
        page = browser.get(draft)
    assert standing(page).startswith("Not submitted Safer Communities Fund 2027 is closed. It closed at ")
    assert "Your answers are kept" in standing(page)
