"""Asking about the feedback: the page, what it says where one cannot, the office's list and answer."""

from collections.abc import Callable

import pytest
from flask import Flask

from portal.core.clock import now
from portal.feedback.queries import feedback_on
from tests.support.browser import Browser, Page
from tests.support.world import World


@pytest.fixture
def in_time(app: Flask, world: World) -> Callable[[], None]:
    """The feedback was released a moment ago."""

    def release_anew() -> None:
        with app.extensions["portal"].database.session() as session:
            found = feedback_on(session, world.announced)
            assert found is not None
            found.released_at = now()

    release_anew()
    return release_anew


@pytest.mark.usefixtures("in_time")
def test_a_group_asks_is_answered_and_reads_it(browser: Browser, world: World) -> None:
    home = f"/applications/{world.announced}/feedback"
    page = browser.sign_in("amina").get(home)
    assert page.links["Ask about this feedback"] == f"{home}/ask"
    empty = browser.post(f"{home}/ask", {"question": " "}, status=422)
    assert isinstance(empty, Page)
    assert [words for _, words in empty.errors] == ["Enter your question"]
    long = browser.post(f"{home}/ask", {"question": "word " * 151}, status=422)
    assert isinstance(long, Page)
    assert long.errors[0][1] == "Your question must be 150 words or fewer"
    assert long.values()["question"][0].count("word") == 151
    page = browser.follow(f"{home}/ask", {"question": "What is a baseline?"})
    assert "We answer by" in page.text
    assert "Ask about this feedback" not in page.links
    assert "asked its question already" in browser.get(f"{home}/ask", status=409).text

    listed = browser.sign_in("olive").get("/manage/feedback-questions")
    assert listed.text.index("Who should we talk to first?") < listed.text.index("What is a baseline?"), "due first"
    assert listed.text.count("Overdue since") == 1
    assert "2 questions about feedback to answer" in browser.get("/desk").text
    one = listed.links["What is a baseline?"]
    wrong = browser.post(one, {"answer": ""}, status=422)
    assert isinstance(wrong, Page)
    assert wrong.errors[0][1] == "Enter your answer"
    browser.follow(one, {"answer": "What you know before you begin."})
    assert "What you know before you begin." in browser.get(one).text
    page = browser.sign_in("vera").get(home)
    assert "What you know before you begin." in page.text


def test_after_the_last_day_nobody_is_invited_to_ask(browser: Browser, world: World) -> None:
    home = f"/applications/{world.announced}/feedback"
    assert "Ask about this feedback" not in browser.sign_in("amina").get(home).links
    assert "The time to ask about this feedback is over." in browser.get(f"{home}/ask", status=409).text


@pytest.mark.usefixtures("in_time")
def test_somebody_who_only_reads_is_not_invited_to_ask(browser: Browser, world: World) -> None:
    page = browser.sign_in("vera").get(f"/applications/{world.announced}/feedback")
    assert "Ask about this feedback" not in page.links
