"""What else a fund's page tells: how earlier rounds came out, the next one, the calendar, the list for other sites."""

from flask import Flask
from icalendar import Calendar
from sqlalchemy import event

from portal.access.actor import ANONYMOUS
from portal.core.clock import now
from portal.core.db import Database
from portal.funds.models import RoundQuestion
from portal.funds.operations import count_check
from portal.funds.queries import public_round
from tests.support.browser import Browser
from tests.support.building.funds import set_up
from tests.support.world import World


def test_the_last_round_that_was_announced_is_told_and_no_other(browser: Browser, world: World) -> None:
    text = browser.get(f"/funds/{world.open_round}").text
    assert "Last time fewer than 5 groups applied, so we do not say how many got money." in text
    assert "How the last round came out" in text
    links = browser.get(f"/funds/{world.open_round}").links
    assert links["Safer Communities Fund 2025"] == f"/funds/{world.announced_round}"
    assert "Safer Communities Fund 2026" not in links
    scoring = browser.get(f"/funds/{world.scoring_round}").text
    assert "Results" not in scoring


def test_a_closed_fund_stays_with_its_results_and_the_next_round(browser: Browser, world: World) -> None:
    page = browser.get(f"/funds/{world.announced_round}")
    assert "Results" in page.text and "Not shown, because fewer than 5 groups were funded" in page.text
    assert page.links["Safer Communities Fund 2027"] == f"/funds/{world.open_round}"
    assert "Results of Safer Communities Fund 2025" in browser.get("/funds").links


def test_a_fund_that_opens_soon_offers_an_email(browser: Browser, database: Database) -> None:
    with database.session() as session:
        set_up(session, "safer-communities-later", 2028, 10, 40)
    assert browser.get("/funds").links["Email me when it opens: Safer Communities Fund 2028"].endswith("later/follow")


def test_the_calendar_file_is_one(browser: Browser, world: World) -> None:
    answer = browser.client.get(f"/funds/{world.open_round}/dates.ics")
    assert answer.mimetype == "text/calendar"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{world.open_round}.ics"'
    assert len(Calendar.from_ical(answer.data).walk("VEVENT")) == 4


def test_other_websites_may_read_the_list_of_open_funds(browser: Browser, world: World) -> None:
    answer = browser.client.get("/funds.json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert "Set-Cookie" not in answer.headers
    assert answer.json is not None
    [found] = answer.json["open"]
    assert (found["id"], found["url"]) == (world.open_round, f"http://localhost/funds/{world.open_round}")


def test_a_fund_page_asks_the_database_as_often_for_thirty_answers_as_for_one(
    browser: Browser, app: Flask, database: Database, world: World
) -> None:
    def asked() -> int:
        seen: list[str] = []
        engine = app.extensions["portal"].database.engine

        def note(*args: object) -> None:
            seen.append(str(args[2]))

        event.listen(engine, "before_cursor_execute", note)
        browser.get(f"/funds/{world.open_round}")
        browser.get(f"/funds/{world.open_round}/asked")
        event.remove(engine, "before_cursor_execute", note)
        return sum(statement.startswith("SELECT") for statement in seen)  # beginning a transaction varies

    queries = []
    for many in (1, 2, 27):
        with database.session() as session:
            round_ = public_round(session, world.open_round)
            assert round_ is not None
            for i in range(many):
                session.add(
                    RoundQuestion(
                        round_id=round_.id,
                        email="a@example.org",
                        text=f"{many} {i}",
                        digest=f"{many} {i}",
                        shown="A?",
                        answer="B.",
                        state="answered",
                        asked_at=now(),
                        answered_at=now(),
                    )
                )
        queries.append(asked())
    assert len(set(queries)) == 1, queries


def test_officers_see_how_checks_ended_with_a_bar_for_each_question(
    browser: Browser, database: Database, world: World
) -> None:
    url = f"/manage/rounds/{world.open_round}/checks"
    browser.sign_in("olive")
    assert "Nobody has finished the check" in browser.get(url).text
    with database.session() as session:
        round_ = public_round(session, world.open_round)
        assert round_ is not None
        for i, key in enumerate(("elig_rules", "elig_rules", "elig_area")):
            count_check(
                session, round_=round_, outcome="stop", results={key: "stop"}, visitor="v", attempt=str(i),
                actor=ANONYMOUS,
            )  # fmt: skip
    page = browser.get(url)
    assert "Do you have a signed governing document? 2 0" in page.text
    assert [bar.get("width") for bar in page.all(".//{http://www.w3.org/2000/svg}rect")] == ["100", "50"]
    assert "Finished checks 3" in page.text
    assert (
        browser.get(f"/manage/rounds/{world.open_round}").links["Who could apply: how eligibility checks ended"] == url
    )
