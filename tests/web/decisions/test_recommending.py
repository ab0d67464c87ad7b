"""The officer's pages: rounds, ranking, recommending."""

import pytest
from sqlalchemy import event

from portal.applications.queries import application_by_reference
from portal.applications.states import ApplicationState
from portal.core.db import Database
from portal.decisions.operations import send_back
from portal.funds.states import RoundState
from tests.factories.panel import actor_named, new_application, new_round, recommended, scored, signed
from tests.support.browser import Browser

FUND = {"revision": "0", "outcome": "fund", "amount": "", "reason": "A clear plan."}


@pytest.fixture
def reference(database: Database) -> str:
    """An application that two assessors have scored."""
    with database.session() as session:
        return scored(session, new_application(session, new_round(session)), asha=[4, 3], ben=[4, 1]).reference


def test_it_shows_scores_and_money_and_records_the_recommendation(
    browser: Browser, database: Database, reference: str
) -> None:
    page = browser.sign_in("olive").get(f"/manage/applications/{reference}/recommend")
    assert "Total 24 out of 40, from 2 assessors." in page.text
    assert "On at least one principle the scores lie two or more apart." in page.text
    assert "Asked for £8,000 Budget £10,000 Signed £0 Recommended £0 Left £10,000" in page.text
    assert page.values() == {"revision": ["0"], "amount": [""], "reason": [""], "conditions": [""]}
    page = browser.follow(f"/manage/applications/{reference}/recommend", FUND)
    assert page.h1 == "Ranking" and "£8,000 £8,000 – Fund To sign" in page.text, (
        "asked for, recommended and approved stand apart"
    )
    assert "Recommended £8,000 Left £2,000" in page.text
    with database.session(read_only=True) as session:
        application = application_by_reference(session, reference)
        assert application is not None and application.state == "recommended"


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({"outcome": "", "reason": ""}, ["#outcome", "#reason"]),
        ({"outcome": "part_fund", "amount": "lots"}, ["#amount"]),
        ({"outcome": "part_fund", "amount": "8,000.00"}, ["#amount"]),
        ({"outcome": "part_fund", "amount": "-1"}, ["#amount"]),
        ({"outcome": "not_funded", "main_reason": "because"}, ["#main_reason"]),
        ({"conditions": "Short.\n" + "word " * 41}, ["#conditions"]),
        ({"conditions": "One more.\n" * 11}, ["#conditions"]),
    ],
)
def test_it_refuses_what_cannot_be_and_keeps_what_was_typed(
    browser: Browser, reference: str, sent: dict[str, str], errors: list[str]
) -> None:
    page = browser.sign_in("olive").post(f"/manage/applications/{reference}/recommend", FUND | sent, 422)
    assert [target for target, _ in page.errors] == errors
    values = page.values()
    assert (values["reason"], values["amount"]) == ([(FUND | sent)["reason"]], [(FUND | sent)["amount"]])


def test_a_part_is_typed_as_people_type_money(browser: Browser, database: Database, reference: str) -> None:
    sent = FUND | {"outcome": "part_fund", "amount": " £5,000.50 "}
    browser.sign_in("olive").post(f"/manage/applications/{reference}/recommend", sent)
    page = browser.get(f"/manage/applications/{reference}/recommend")
    assert page.values()["amount"] == ["5,000.50"] and page.values()["revision"] == ["1"]


def test_two_officers_at_once_see_both_texts(browser: Browser, reference: str) -> None:
    url = f"/manage/applications/{reference}/recommend"
    browser.sign_in("piers").post(url, FUND | {"reason": "Piers was first."})
    page = browser.sign_in("olive").post(url, FUND | {"outcome": "reserve", "reason": "Olive came second."}, 409)
    assert "Saved by Piers Nash" in page.text
    assert "Piers was first." in page.text and "Olive came second." in page.text
    answer = {name: values[0] for name, values in page.values(url).items()}
    browser.post(url, answer | {"choose-reason": "saved"})
    values = browser.get(url).values()
    assert (values["outcome"], values["reason"], values["revision"]) == (["reserve"], ["Piers was first."], ["2"])


def test_what_was_sent_back_says_why(browser: Browser, database: Database, reference: str) -> None:
    with database.session() as session:
        application = application_by_reference(session, reference)
        assert application is not None
        recommendation = recommended(session, application)
        grace = actor_named(session, "grace")
        send_back(session, recommendation=recommendation, reason="Ask about the hall.", revision=1, actor=grace)
    browser.sign_in("olive")
    assert "Ask about the hall." in browser.get(f"/manage/applications/{reference}/recommend").text


def test_an_ineligible_application_is_offered_one_outcome_with_its_reason(browser: Browser, database: Database) -> None:
    with database.session() as session:
        application = new_application(session, new_round(session), state=ApplicationState.INELIGIBLE)
        reference = application.reference
    url = f"/manage/applications/{reference}/recommend"
    page = browser.sign_in("olive").get(url)
    assert page.values(url) == {
        "revision": ["0"],
        "outcome": ["not_funded"],
        "main_reason": ["not_eligible"],
        "reason": ["You asked for more than the fund can give."],
        "conditions": [""],
    }
    browser.post(url, {name: values[0] for name, values in page.values(url).items()})
    browser.post(url, FUND | {"revision": "1"}, 422)


def test_once_signed_it_is_only_read(browser: Browser, database: Database, reference: str) -> None:
    with database.session() as session:
        application = application_by_reference(session, reference)
        assert application is not None
        recommended(session, application)
        signed(session, application)
    page = browser.sign_in("olive").get(f"/manage/applications/{reference}/recommend")
    assert "Signed by Grace Whitfield" in page.text and page.all(".//main//form") == []
    browser.post(f"/manage/applications/{reference}/recommend", FUND | {"revision": "1"}, 409)


def test_a_round_is_started_here_and_says_what_is_next(browser: Browser, database: Database) -> None:
    with database.session() as session:
        made = new_round(session)
        made.state = RoundState.PUBLISHED
        new_application(session, made, state=ApplicationState.SUBMITTED)
        slug = made.slug
    page = browser.sign_in("olive").get(f"/manage/rounds/{slug}")
    assert "1 to check" in page.text
    page = browser.follow(f"/manage/rounds/{slug}", {})
    assert "You can now give applications to assessors." in page.text and "Start assessing" not in page.text
    assert slug in "".join(browser.get("/manage/rounds").links.values())


def test_ranking_and_rounds_take_the_same_queries_for_any_number(browser: Browser, database: Database) -> None:
    counts: list[tuple[int, int]] = []
    statements: list[str] = []
    event.listen(
        browser.app.extensions["portal"].database.engine,
        "before_cursor_execute",
        lambda *args: statements.append(args[2]),
    )
    for number in (1, 3, 30):
        with database.session() as session:
            made = new_round(session)
            for _ in range(number):
                application = new_application(session, made, state=ApplicationState.MODERATION)
                recommended(session, application, "reserve")
            slug = made.slug
        browser.sign_in("olive")
        found = []
        for url in (f"/manage/rounds/{slug}/ranking", "/manage/rounds"):
            statements.clear()
            browser.get(url)
            found.append(len(statements))
        counts.append((found[0], found[1]))
    assert counts == [counts[0]] * 3


def test_more_than_the_budget_is_a_warning_here(browser: Browser, database: Database) -> None:
    with database.session() as session:
        made = new_round(session, budget_pence=10_000_00)
        for _ in range(2):
            recommended(session, new_application(session, made, state=ApplicationState.MODERATION))
        slug = made.slug
    page = browser.sign_in("olive").get(f"/manage/rounds/{slug}/ranking")
    assert "Over the budget £6,000" in page.text
    assert "What is recommended comes to more than the budget." in page.text
