"""Correcting released feedback: the officer's pages, and what the group and its partner read."""

from flask import Flask

from portal.accounts.models import Account
from portal.assessment.operations import pin_conflict
from portal.feedback.queries import feedback_on
from portal.reapplying.queries import released_on
from tests.support.browser import Browser, Page
from tests.support.building.applications import person
from tests.support.cast import account_named
from tests.support.world import World

EDITOR = f"/manage/applications/{World.announced}/feedback"
CORRECT = f"{EDITOR}/correct"
HOME = f"/applications/{World.announced}/feedback"
WRONG = "We gave the wrong name for the hall."
NEW = "You named the hall on Tide Street in your answer."


def sent(page: Page, **changed: str) -> dict[str, str]:
    """What the form of the page would send."""
    found = {name: values[0] for name, values in page.values(CORRECT).items()}
    found.pop("tell", None)
    return found | {"action": "save"} | changed


def test_a_mistake_is_corrected_and_the_group_reads_when_and_what(browser: Browser, world: World) -> None:
    page = browser.sign_in("olive").get(EDITOR)
    assert page.links["Correct a mistake"] == CORRECT
    assert "Nothing was corrected since the release." in browser.get(f"{EDITOR}/history").text
    page = browser.get(CORRECT)
    wrong = browser.post(CORRECT, sent(page, **{"strong-1": NEW}), 422)
    assert isinstance(wrong, Page) and wrong.errors == [("#wrong", "Enter what was wrong")]
    assert wrong.values(CORRECT)["strong-1"] == [NEW], "what was typed is kept"
    long = browser.post(CORRECT, sent(page, wrong="word " * 61), 422)
    assert isinstance(long, Page) and long.errors == [("#wrong", "What was wrong must be 60 words or fewer")]
    page = browser.follow(CORRECT, sent(page, wrong=WRONG, **{"strong-1": NEW}))
    assert "You wrote this last. Ask a colleague" in page.text and "Approve the correction" not in page.text
    assert NEW not in browser.sign_in("amina").get(HOME).text

    progress = browser.sign_in("piers").get(f"/manage/rounds/{world.announced_round}/feedback")
    assert "saved by Olive Hart" in progress.text
    page = browser.get(CORRECT)
    assert "What this correction changes" in page.text and NEW in page.text
    page = browser.follow(CORRECT, sent(page, action="approve"))
    assert "Nobody got an email." in page.text
    assert "Written by Olive Hart" in page.text and "Approved by Piers Nash" in page.text and WRONG in page.text

    for address in (HOME, f"{HOME}/large-print"):
        page = browser.sign_in("amina").get(address)
        assert NEW in page.text and "We corrected this on" in page.text and WRONG in page.text
    partner = browser.sign_in("cora").get(f"{HOME}/partner")
    assert "We corrected this on" in partner.text and WRONG not in partner.text
    with browser.app.extensions["portal"].database.session(read_only=True) as session:
        feedback = feedback_on(session, world.announced)
        assert feedback is not None
        again = released_on(session, feedback.application)
        assert again is not None and again.principles[0].strong == NEW


def test_a_text_that_is_not_complete_is_shown_again(browser: Browser, world: World) -> None:
    page = browser.sign_in("olive").get(CORRECT)
    browser.follow(CORRECT, sent(page, wrong=WRONG, **{"missing-1": "You named [partner]."}))
    page = browser.sign_in("piers").get(CORRECT)
    wrong = browser.post(CORRECT, sent(page, action="approve"), 422)
    assert isinstance(wrong, Page) and wrong.errors[0][0] == "#missing-1"
    page = browser.follow(CORRECT, sent(page, action="drop"))
    assert "The feedback stays as it was released." in page.text


def test_two_officers_correct_at_once_and_nothing_is_lost(browser: Browser, world: World) -> None:
    before = sent(browser.sign_in("olive").get(CORRECT))
    browser.post(CORRECT, before | {"wrong": WRONG, "summary": "Olive was first."})
    page = browser.sign_in("piers").post(CORRECT, before | {"wrong": "Else.", "summary": "Piers came second."}, 409)
    assert isinstance(page, Page) and "Saved by Olive Hart" in page.text and "Piers came second." in page.text
    answer = {name: values[0] for name, values in page.values(CORRECT).items()}
    page = browser.follow(CORRECT, answer | {"choose-summary": "saved"})
    assert page.values(CORRECT)["summary"] == ["Olive was first."]
    assert page.values(CORRECT)["wrong"] == ["Else."]
    late = browser.sign_in("olive").post(CORRECT, sent(page, action="approve", **{"base-revision": "1"}), 409)
    assert isinstance(late, Page) and "A colleague has changed, approved or given up" in late.text


def test_an_officer_with_a_link_finds_neither_page(browser: Browser, app: Flask, world: World) -> None:
    with app.extensions["portal"].database.session() as session:
        feedback = feedback_on(session, world.announced)
        assert feedback is not None
        olive: Account = account_named(session, "olive")
        facts = {"kind": "work", "text": "A job.", "actor": person(session, "piers")}
        pin_conflict(session, application=feedback.application, person=olive, **facts)
    browser.sign_in("olive")
    for address in (CORRECT, f"{EDITOR}/history"):
        browser.get(address, 404)
