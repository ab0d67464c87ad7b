"""Behind the link: what a consultee reads, says, changes; and everything that they must never be able to fetch."""

import json
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from portal.assessment.models import Assignment
from portal.consultation.models import Advice, Consultation
from portal.consultation.queries import consultation_by_reference
from portal.core.clock import now
from portal.core.db import Database
from portal.formkit.models import SectionAnswers
from tests.factories.panel import new_application
from tests.support.browser import Browser, Page
from tests.support.building.consultation import EMAIL, KEY
from tests.support.mailbox import mails, newest_link
from tests.support.world import World

WORLD = World()
HOME = f"/advice/{KEY}"
SAID = {
    "action": "save",
    "revision": "0",
    "need": "high",
    "duplicate": "partly",
    "duplicate_who": "A youth club",
    "concerns": "",
    "anything": "It is needed after dark.",
}


def held(session: Session) -> Consultation:
    found = consultation_by_reference(session, WORLD.consultation)
    assert found is not None
    return found


def text(answer: Page | str) -> Page:
    assert isinstance(answer, Page)
    return answer


def test_the_first_page_says_how_much_until_when_and_who_reads(browser: Browser) -> None:
    page = browser.get(HOME)
    assert "2 projects" in page.text and "4 minutes" in page.text and "(UK time)" in page.text
    assert "You do not score and you do not decide" in page.text and "without names" in page.text
    assert page.links["Start"] == f"{HOME}/interests"
    assert "Seafront" not in page.html, "nothing of a project before the interests"
    headers = page.response.headers
    assert headers["Referrer-Policy"] == "no-referrer" and headers["Cache-Control"] == "no-store"
    assert "noindex" in headers["X-Robots-Tag"]
    assert page.all(".//nav//ul/li/a[@class='govuk-service-navigation__link']")[0].get("href") == "/sign-in"


def test_interests_come_before_any_content_and_conflicts_vanish(browser: Browser, database: Database) -> None:
    for place in ("projects/1", "projects/9"):
        assert browser.client.get(f"{HOME}/{place}").headers["Location"] == HOME
    page = browser.get(f"{HOME}/interests")
    assert "Harbour Sisters" in page.text and "Northway Youth" in page.text
    assert "Seafront" not in page.html and "Kickabout" not in page.html
    assert browser.post(f"{HOME}/interests", {"seen": ["1", "2"], "linked": ["2"]}) == f"{HOME}/projects/1"
    assert browser.client.get(f"{HOME}/projects/2").headers["Location"] == HOME
    assert "Kickabout" not in browser.get(f"{HOME}/done").html
    assert browser.client.get(f"{HOME}/interests").headers["Location"] == HOME, "nothing is left to declare"
    with database.session() as session:
        assert [one.state for one in held(session).advice] == ["asked", "conflict"]


def test_all_conflicted_is_thank_you_and_done(browser: Browser) -> None:
    page = browser.follow(f"{HOME}/interests", {"seen": ["1", "2"], "linked": ["1", "2"]})
    assert "nothing more to do" in page.text
    assert "nothing to do" in browser.get(HOME).text


def test_four_questions_are_saved_and_resumed_by_the_same_link(app: Flask, browser: Browser) -> None:
    page = browser.follow(f"{HOME}/interests", {"seen": ["1", "2"]})
    assert "1 of 2" in page.text and "Harbour Sisters" in page.text and "£8,450" in page.text
    page = browser.follow(f"{HOME}/projects/1", SAID)
    assert "2 of 2" in page.text and "Friday Kickabout" in page.h1
    other = Browser(app)
    page = other.get(HOME)
    assert "1 project of 2" in page.text and page.links["Go on"] == f"{HOME}/projects/2"
    assert other.get(f"{HOME}/projects/1").values()["anything"] == ["It is needed after dark."]
    page = other.follow(f"{HOME}/projects/2", {"action": "no_view", "revision": "0"})
    assert "You have given your view" in page.h1
    page = other.follow(f"{HOME}/done", {})
    assert "We have emailed you a receipt" in page.text
    assert [one.template for one in mails(app, EMAIL)][-1] == "consult_receipt"
    page = other.follow(f"{HOME}/projects/2", {"action": "not_my_area", "revision": "1"})
    assert "Not my area" in page.text


def test_it_works_without_cookies_and_opening_changes_nothing(app: Flask, database: Database) -> None:
    client = app.test_client(use_cookies=False)
    with database.session(read_only=True) as session:
        before = [(one.state, one.declared_at) for one in session.scalars(select(Advice))]
    for place in ("", "/interests", "/projects/1", "/decline", "/done"):
        assert client.get(HOME + place).status_code in (200, 303, 302)
        assert client.head(HOME + place).status_code in (200, 303, 302)
    with database.session(read_only=True) as session:
        assert [(one.state, one.declared_at) for one in session.scalars(select(Advice))] == before
    assert client.post(f"{HOME}/interests", data={"seen": ["1", "2"]}).status_code == 303
    assert client.post(f"{HOME}/projects/1", data={"action": "no_view", "revision": "0"}).status_code == 303


def test_what_is_wrong_stands_beside_it_with_everything_typed(browser: Browser) -> None:
    browser.follow(f"{HOME}/interests", {"seen": ["1", "2"]})
    bad = SAID | {"need": "", "duplicate": "", "anything": "w " * 101}
    page = text(browser.post(f"{HOME}/projects/1", bad, status=422))
    assert page.errors == [
        ("#need", "Select if there is a need, or choose No view"),
        ("#duplicate", "Select if anyone does this already, or choose No view"),
        ("#anything", "Anything else must be 100 words or fewer"),
    ]
    assert page.values()["duplicate_who"] == ["A youth club"]
    page = text(browser.post(f"{HOME}/projects/1", bad | {"action": "no_view"}, status=422))
    assert page.errors == [("#anything", "Anything else must be 100 words or fewer")]


def test_two_pages_of_one_project(browser: Browser) -> None:
    browser.follow(f"{HOME}/interests", {"seen": ["1", "2"]})
    browser.follow(f"{HOME}/projects/1", SAID)
    page = text(browser.post(f"{HOME}/projects/1", SAID | {"anything": "Something else."}, status=409))
    assert "It is needed after dark." in page.text and "Something else." in page.text
    chosen = {**SAID, "revision": "1", "anything": "Something else.", "choose-anything": "saved", "need": "low"}
    browser.follow(f"{HOME}/projects/1", chosen)
    values = browser.get(f"{HOME}/projects/1").values()
    assert values["anything"] == ["It is needed after dark."] and values["need"] == ["low"]


def test_an_interest_found_while_reading_is_confirmed_first(browser: Browser) -> None:
    browser.follow(f"{HOME}/interests", {"seen": ["1", "2"]})
    browser.follow(f"{HOME}/projects/1", SAID)
    page = text(browser.post(f"{HOME}/projects/1", {"action": "interest"}, status=200))
    assert page.h1 == "Do you have a link to Harbour Sisters?"
    assert browser.get(f"{HOME}/projects/1").values()["need"] == ["high"], "nothing happened yet"
    assert browser.post(f"{HOME}/projects/1", {"action": "interest-yes"}) == f"{HOME}/projects/2"
    assert browser.client.get(f"{HOME}/projects/1").headers["Location"] == HOME


def test_declining_says_why_and_can_be_taken_back(browser: Browser) -> None:
    page = text(browser.post(f"{HOME}/decline", {"reason": " "}, status=422))
    assert page.errors == [("#reason", "Enter why you cannot help")]
    page = browser.follow(f"{HOME}/decline", {"reason": "I am on leave."})
    assert "Thank you for telling us" in page.h1
    assert "Give my view after all" in browser.get(HOME).text
    assert browser.post(HOME, {}) == f"{HOME}/interests"


@pytest.mark.parametrize("kind", ["unknown", "replaced", "too old"])
def test_a_dead_link_explains_and_offers_a_new_one_to_the_address_on_record(
    app: Flask, browser: Browser, kind: str
) -> None:
    key, later = KEY, timedelta(minutes=20)
    if kind == "replaced":
        with time_machine.travel(now() + later):
            browser.sign_in("olive").post(f"/manage/consultations/{WORLD.consultation}/link")
        later = timedelta(minutes=40)
    elif kind == "too old":
        later = timedelta(days=40)
    else:
        key = "nobody-knows-this-key"
    visitor, before = Browser(app), len(mails(app, EMAIL))
    with time_machine.travel(now() + later):
        page = visitor.get(f"/advice/{key}", status=404 if kind == "unknown" else 410)
        assert page.h1 == "This link does not work" and "goes only to the address that we have" in page.text
        assert "Harbour" not in page.html and "Moreau" not in page.html and EMAIL not in page.html
        for place in ("interests", "projects/1", "decline", "done"):
            assert visitor.client.get(f"/advice/{key}/{place}").headers["Location"] == f"/advice/{key}"
            assert visitor.client.post(f"/advice/{key}/{place}").headers["Location"] == f"/advice/{key}"
        answers = [visitor.follow("/advice/new-link", {"email": one}).html for one in ("spy@example.org", EMAIL)]
    masked = [answer.split("<main")[1] for answer in answers]
    assert masked[0] == masked[1], "the answer is the same whoever asks"
    assert len(mails(app, EMAIL)) == before + (kind != "too old") and mails(app, "spy@example.org") == []
    if kind != "too old":
        assert "2 projects" in visitor.get(newest_link(app, EMAIL)).text


def test_after_the_deadline_nothing_is_shown_and_nothing_taken(browser: Browser, database: Database) -> None:
    browser.follow(f"{HOME}/interests", {"seen": ["1", "2"]})
    with time_machine.travel(now() + timedelta(days=20)):
        page = browser.get(HOME)
        assert "The time to answer is over" in page.text and page.all(".//main//form") == []
        for place in ("interests", "projects/1", "decline", "done"):
            assert browser.client.get(f"{HOME}/{place}").headers["Location"] == HOME
        assert browser.client.post(f"{HOME}/projects/1", data=SAID).headers["Location"] == HOME
    with database.session(read_only=True) as session:
        assert {one.state for one in held(session).advice} == {"asked"}


def plant(session: Session) -> None:
    """A canary in every answer of the application that consultees must not see, in scores and in others' advice."""
    seen = ("project_name", "project_summary", "project_activities", "districts", "main_theme", "who_will_benefit",
            "problem", "evidence", "outcomes", "partners_how", "amount_requested")  # fmt: skip
    application = held(session).advice[0].application
    for row in session.scalars(select(SectionAnswers).where(SectionAnswers.response_id == application.response_id)):
        row.answers = {key: _marked(value) if key not in seen else value for key, value in row.answers.items()}
    for given in session.scalars(select(Assignment).where(Assignment.application_id == application.id)):
        given.note = "Score-canary"
        for score in given.scores:
            score.reason = "Score-canary"
    other = Consultation(
        reference="CN-THEMEL",
        consultee_id=session.scalars(select(Consultation.consultee_id)).one() + 1,
        round_id=application.round_id,
        asked_at=now(),
        ends_at=now() + timedelta(days=9),
    )
    session.add(other)
    session.flush()
    session.add(
        Advice(
            consultation_id=other.id, application_id=application.id, number=1, state="answered", declared_at=now(),
            need="low", duplicate="no", concerns="Concern-canary", anything="Advice-canary",
        )
    )  # fmt: skip
    unasked = new_application(session, held(session).round, name="Unasked-canary")
    unasked.title = "Unasked-canary"


def _marked(value: object) -> object:
    return json.loads(json.dumps(value)) if not isinstance(value, str) else f"{value} Answer-canary"


def test_nothing_else_can_be_fetched_by_the_link(browser: Browser, database: Database) -> None:
    with database.session() as session:
        plant(session)
        answers = [row.answers for row in session.scalars(select(SectionAnswers))]
    assert "Answer-canary" in json.dumps(answers)
    browser.follow(f"{HOME}/interests", {"seen": ["1", "2"]})
    places = ["", "/interests", "/decline", "/done", *(f"/projects/{number}" for number in range(5))]
    fetched = "".join(browser.client.get(HOME + place).get_data(as_text=True) for place in places)
    fetched += text(browser.post(f"{HOME}/projects/1", {"action": "save", "revision": "0"}, status=422)).html
    assert "Safe Steps on the Seafront" in fetched and "youth service" in fetched
    assert "canary" not in fetched
    for words in ("Theo Grange", "theo@", "sort code", "account number", "amina@", "SCF26-"):
        assert words not in fetched, words
    for address in ("/desk", "/manage/consultees", f"/applications/{WORLD.scoring}", f"/assess/{WORLD.scoring}"):
        assert "/sign-in" in browser.client.get(address).headers["Location"]


def test_a_link_opens_only_what_its_owner_was_asked(browser: Browser, database: Database) -> None:
    browser.follow(f"{HOME}/interests", {"seen": ["1", "2"]})
    with database.session() as session:
        plant(session)
    before = browser.get(f"{HOME}/done").text
    assert "Unasked" not in before
    assert browser.client.post(f"{HOME}/projects/3", data=SAID).headers["Location"] == HOME


@pytest.mark.parametrize("place", ["", "/interests", "/done"])
def test_many_projects_take_no_more_queries_than_few(browser: Browser, database: Database, place: str) -> None:
    if place == "/done":
        browser.follow(f"{HOME}/interests", {"seen": ["1", "2"]})
    asked: list[str] = []
    engine = browser.app.extensions["portal"].database.engine
    event.listen(engine, "before_cursor_execute", lambda _c, _cur, statement, *_rest: asked.append(statement))

    def selects() -> int:
        asked.clear()
        browser.get(HOME + place)
        return sum(one.lstrip().upper().startswith("SELECT") for one in asked)

    counts = {selects()}
    for more in (1, 28):
        with database.session() as session:
            mine = held(session)
            first = max(one.number for one in mine.advice) + 1
            for number in range(first, first + more):
                made = new_application(session, mine.round)
                session.add(
                    Advice(
                        consultation_id=mine.id,
                        application_id=made.id,
                        number=number,
                        declared_at=now() if place == "/done" else None,
                    )
                )
        counts.add(selects())
    assert len(counts) == 1
