"""Ask about a fund without an account, read the answers, and how officers answer."""

import time_machine
from flask import Flask

from portal.core.dates import deadline_words
from portal.core.db import Database
from portal.funds.models import Round, RoundQuestion
from portal.funds.queries import public_round, question_by_reference
from portal.funds.rules import questions_until
from tests.support.browser import Browser, Page
from tests.support.building.finding import KIT, KIT_ASKS
from tests.support.mailbox import mails
from tests.support.world import World

ZOE = "zoe@example.org"


def found(database: Database, world: World) -> Round:
    with database.session(read_only=True) as session:
        round_ = public_round(session, world.open_round)
        assert round_ is not None
        return round_


def question(database: Database, world: World) -> RoundQuestion:
    with database.session(read_only=True) as session:
        one = question_by_reference(session, world.question)
        assert one is not None
        return one


def test_the_cut_off_stands_on_the_fund_and_on_the_form(browser: Browser, database: Database, world: World) -> None:
    until = deadline_words(questions_until(found(database, world)))
    for path in ("", "/asked", "/ask"):
        assert until in browser.get(f"/funds/{world.open_round}{path}").text


def test_a_visitor_asks_and_is_not_shown(browser: Browser, app: Flask, world: World) -> None:
    page = browser.follow(f"/funds/{world.open_round}/ask", {"question": "May we pay fares?", "email": ZOE})
    assert "We have your question." in page.text
    assert "May we pay fares?" not in page.text, "nothing is shown before an officer has read it"
    assert mails(app, ZOE) == []
    assert KIT not in page.html and "Kit" not in page.html
    page = browser.sign_in("olive").get("/manage/questions")
    assert "May we pay fares?" in page.text


def test_someone_who_is_signed_in_is_not_asked_for_an_address(browser: Browser, world: World) -> None:
    browser.sign_in("amina")
    page = browser.get(f"/funds/{world.open_round}/ask")
    assert list(page.values(f"/funds/{world.open_round}/ask")) == ["question"]
    browser.follow(f"/funds/{world.open_round}/ask", {"question": "May we pay fares?"})


def test_what_was_typed_stays_beside_its_errors(browser: Browser, world: World) -> None:
    url = f"/funds/{world.open_round}/ask"
    page = browser.post(url, {"question": "word " * 151, "email": "zoe"}, 422)
    assert isinstance(page, Page)
    assert page.errors == [
        ("#question", "Your question must be 150 words or fewer"),
        ("#email", "Enter an email address in the form name@example.org"),
    ]
    assert page.values(url)["question"][0].split() == ["word"] * 151
    assert page.values(url)["email"] == ["zoe"]


def test_after_the_cut_off_it_says_so_and_gives_the_text_back(
    browser: Browser, database: Database, world: World
) -> None:
    with time_machine.travel(questions_until(found(database, world)), tick=False):
        url = f"/funds/{world.open_round}/ask"
        assert browser.get(url, 409).h1 == "It is too late to ask about this fund"
        long = "May we pay the fares of people who come to us from the island by ferry?"
        page = browser.post(url, {"question": long, "email": ZOE}, 409)
        assert isinstance(page, Page) and long in page.text
        assert "Ask a question" not in browser.get(f"/funds/{world.open_round}").links


def test_an_officer_answers_for_everyone_without_who_asked(
    browser: Browser, app: Flask, database: Database, world: World
) -> None:
    url = f"/manage/questions/{world.question}"
    browser.sign_in("olive")
    assert "1 question about funds to answer" in browser.get("/desk").text
    page = browser.get(url)
    assert page.values(url) == {"shown": [KIT_ASKS], "answer": [""]}
    sent = {"how": "answer", "shown": "May we pay for a van?", "answer": "Yes.\n\nBy the hour."}
    assert "Your answer is on the fund’s page." in browser.follow(url, sent).text
    assert "By the hour." in mails(app, KIT)[-1].body
    visitor = Browser(app)
    for path in ("", "/asked"):
        page = visitor.get(f"/funds/{world.open_round}{path}")
        assert "May we pay for a van?" in page.text and "By the hour." in page.text
        assert "Workshop 9" not in page.html and KIT not in page.html
    other = "Something else, which took a while to write and is not lost now."
    refused = browser.post(url, sent | {"answer": other}, 409)
    assert isinstance(refused, Page) and other in refused.text
    assert browser.get(url).all(".//main//form") == []


def test_a_private_answer_stays_private(browser: Browser, app: Flask, world: World) -> None:
    url = f"/manage/questions/{world.question}"
    browser.sign_in("olive").follow(url, {"how": "decline", "shown": KIT_ASKS, "answer": "Please call us."})
    assert "Please call us." in mails(app, KIT)[-1].body
    page = Browser(app).get(f"/funds/{world.open_round}/asked")
    assert "Please call us." not in page.html and "van" not in page.text


def test_an_answer_needs_its_words_and_its_readers(browser: Browser, database: Database, world: World) -> None:
    url = f"/manage/questions/{world.question}"
    browser.sign_in("olive")
    page = browser.post(url, {"how": "", "shown": "", "answer": ""}, 422)
    assert isinstance(page, Page)
    assert [target for target, _words in page.errors] == ["#how", "#answer"]
    page = browser.post(url, {"how": "answer", "shown": "", "answer": "Yes."}, 422)
    assert isinstance(page, Page)
    assert page.errors == [("#shown", "Enter the question as everyone reads it")]
    assert page.values(url)["answer"] == ["Yes."]
    assert question(database, world).state == "asked"
