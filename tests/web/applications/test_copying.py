"""Applying again with earlier answers: the choice of the round, and the marks on what was copied."""

from flask import Flask

from tests.support.browser import Browser
from tests.support.world import World


def free_the_round(browser: Browser, draft: str) -> None:
    browser.sign_in("amina").post(f"{draft}/withdraw", browser.get(f"{draft}/withdraw").values())


def test_an_earlier_application_offers_it_and_the_copy_is_marked(browser: Browser, world: World, draft: str) -> None:
    free_the_round(browser, draft)
    again = browser.get(f"/applications/{world.announced}/submitted").links["Apply again with these answers"]
    page = browser.get(again)
    assert "promises and signatures are not copied" in page.text
    home = browser.post(again, page.values())
    assert isinstance(home, str)
    tasks = browser.get(home)
    assert f"This began as a copy of {world.announced}." in tasks.text
    assert f"Since {world.announced}: " in tasks.text
    step = browser.get(f"{home}/tasks/s4/problem")
    assert f"From {world.announced}. Copied on" in step.text
    browser.post(f"{home}/tasks/s4/problem", step.values() | {"problem": "New words.", "action": "later"})
    assert "Copied on" not in browser.get(f"{home}/tasks/s4/problem").text


def test_a_question_that_changed_says_what_it_was(browser: Browser, world: World, draft: str) -> None:
    free_the_round(browser, draft)
    home = browser.post(f"/applications/{world.announced}/again", {"round": world.open_round})
    page = browser.get(f"{home}/tasks/s2/when")
    assert "This question has changed since last time" in page.text
    assert "The help was: It must fall between" in page.text


def test_with_a_draft_there_nothing_is_copied_and_that_is_said(browser: Browser, world: World, draft: str) -> None:
    again = f"/applications/{world.announced}/again"
    page = browser.sign_in("beth").get(again)
    assert "You have begun an application. Nothing in it will change" in page.text
    assert "Nothing in it was changed" in browser.follow(again, page.values()).text


def test_no_other_round_is_no_dead_end(browser: Browser, app: Flask, world: World) -> None:
    page = browser.sign_in("amina").get(f"/applications/{world.draft}/again")
    assert "No other fund is open now." in page.text
