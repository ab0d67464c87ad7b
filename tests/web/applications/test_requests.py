"""A request for information in the browser: the office asks, the group answers only that, the office compares."""

import pytest

from portal.core.db import Database
from tests.support.browser import Browser, Page, words_of
from tests.support.world import World


@pytest.fixture
def request_page(world: World) -> str:
    """Where Northway Youth sees what is asked."""
    return f"/applications/{world.sent}/request"


def test_the_group_sees_what_is_asked_and_only_that_is_open(browser: Browser, world: World, request_page: str) -> None:
    owen = browser.sign_in("owen")
    desk = owen.get("/desk")
    assert any(text.startswith("Answer our question about") for text in desk.links)
    assert "We need something from you" in owen.get(f"/applications/{world.sent}/submitted").text
    page = owen.get(request_page)
    assert "Please say who told you this." in page.text
    assert [words_of(item) for item in page.all(".//ul[@class='govuk-task-list']/li")] == [
        "What problem will you tackle? Not changed yet"
    ]
    assert owen.client.get(f"{request_page}/tasks/s4/evidence").status_code == 404
    assert owen.client.get(f"/applications/{world.sent}/tasks/s4/problem").status_code == 409


def test_the_reply_is_saved_sent_and_compared(browser: Browser, world: World, request_page: str) -> None:
    owen = browser.sign_in("owen")
    step = f"{request_page}/tasks/s4/problem"
    values = owen.get(step).values(step)
    assert "We asked about this. Please reply by" in owen.get(step).text
    assert owen.post(step, values | {"problem": "The caretaker told us."}) == request_page
    assert "What problem will you tackle? Changed" in owen.get(request_page).text
    receipt = owen.follow(f"{request_page}/send")
    assert "We have your reply." in receipt.text
    assert "We need something from you" not in receipt.text
    assert "The caretaker told us." in owen.get(f"/applications/{world.sent}/copy").text
    assert owen.post(f"{request_page}/send") == f"/applications/{world.sent}/submitted"
    olive = browser.sign_in("olive")
    assert "1 reply to read" in olive.get("/desk").text
    compared = olive.get(f"/manage/applications/{world.sent}/requests/1")
    assert "What problem will you tackle? (changed)" in compared.text
    assert "The caretaker told us." in compared.text
    back = olive.follow(f"/manage/applications/{world.sent}/requests/1")
    assert "not read yet" not in back.text


def test_a_reply_that_is_not_complete_says_what_is_missing(browser: Browser, request_page: str) -> None:
    owen = browser.sign_in("owen")
    step = f"{request_page}/tasks/s4/problem"
    owen.post(step, owen.get(step).values(step) | {"problem": ""})
    page = owen.get(request_page)
    assert "There is a problem" in page.text
    assert "Send your reply" not in [words_of(button) for button in page.all(".//main//button")]
    assert isinstance(owen.post(f"{request_page}/send", status=409), Page)


def test_the_office_asks_and_what_is_wrong_is_told_with_everything_kept(browser: Browser, world: World) -> None:
    url = f"/manage/applications/{world.scoring}/ask"
    assert "Scoring has begun" in browser.sign_in("olive").get(url).text
    url = f"/manage/applications/{world.sent}/ask"
    browser.post(f"/manage/applications/{world.sent}/requests/1")
    page = browser.post(url, {"words": "", "due-day": "31", "due-month": "2", "due-year": "2027"}, 422)
    assert isinstance(page, Page)
    assert page.errors == [
        ("#questions", "Select at least one question"),
        ("#words", "Enter what you need from them"),
        ("#due-day", "Enter the day by which they should reply, like 27 3 2027"),
    ]
    wrong = {
        "words": "Both please.",
        "questions": ["problem", "evidence"],
        "due-day": "",
        "due-month": "",
        "due-year": "",
    }
    page = browser.post(url, wrong, 422)
    assert isinstance(page, Page)
    kept = page.values(url)
    assert (kept["questions"], kept["words"]) == (["problem", "evidence"], ["Both please."])
    day = {"due-day": "1", "due-month": "1", "due-year": "2100"}
    done = browser.follow(url, {"words": "Both please.", "questions": ["problem", "evidence"], **day})
    assert "for a reply by 1 January 2100" in done.text


@pytest.mark.parametrize("questions", [1, 3, 30])
def test_asking_about_more_costs_no_more_queries(
    browser: Browser, database: Database, world: World, questions: int
) -> None:
    """The page of a request reads the application, the request and the answers, however much is asked."""
    from sqlalchemy import event

    from portal.applications.models import InformationRequest
    from portal.formkit.queries import form_of

    with database.session() as session:
        asked = session.query(InformationRequest).filter_by(open=True).one()
        keys = list(form_of(asked.response.form_version).by_key)[:questions]
        asked.questions, asked.before = keys, dict.fromkeys(keys)
    statements: list[str] = []
    engine = browser.app.extensions["portal"].database.engine
    browser.sign_in("owen").get(f"/applications/{world.sent}/request")
    event.listen(engine, "before_cursor_execute", lambda *facts: statements.append(facts[2]))
    browser.get(f"/applications/{world.sent}/request")
    reads = [statement for statement in statements if statement.startswith("SELECT")]
    assert len(reads) == 8, reads
