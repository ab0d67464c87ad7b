"""What anyone reads about the office: nothing of a round before it is announced, and always what decisions say now."""

from datetime import timedelta

import pytest
from sqlalchemy import event, update
from sqlalchemy.orm import Session

from portal.applications.states import ApplicationState
from portal.core.clock import now
from portal.core.db import Database
from portal.decisions.models import Decision
from portal.feedback.models import Feedback
from portal.funds.models import Round
from tests.factories.panel import new_application, new_round
from tests.support.browser import Browser
from tests.support.cast import account_named
from tests.support.world import World


def decide(session: Session, round_: Round, *, funded: bool, told_after_days: int = 4) -> None:
    """One more application with a decision (£1,000 or nothing) and feedback that was released."""
    state = ApplicationState.APPROVED if funded else ApplicationState.DECLINED
    one = new_application(session, round_, state=state, asked_pence=1_000_00)
    session.add(
        Decision(
            application_id=one.id,
            round_id=round_.id,
            outcome="fund" if funded else "not_funded",
            amount_pence=1_000_00 if funded else 0,
            reason="Read with care.",
            main_reason="" if funded else "need_evidence",
            recommended_by_id=account_named(session, "olive").id,
            signed_by_id=account_named(session, "grace").id,
            signed_at=now(),
        )
    )
    at = now() + timedelta(days=told_after_days)
    session.add(
        Feedback(
            application=one, state="released", summary="Thanks.", changes=["One."], drafted_at=now(), released_at=at
        )
    )
    session.flush()


def past(session: Session, count: int, *, state: str = "announced", fund_of: Round | None = None) -> Round:
    """A round of so many: every other one funded, the first half told a day after the promised one."""
    made = new_round(session, budget_pence=900_000_00)
    if fund_of:
        made.fund = fund_of.fund
    made.decision_on = made.promised_on = (now() + timedelta(days=8)).date()
    for number in range(count):
        decide(session, made, funded=number % 2 == 0, told_after_days=9 if number < count // 2 else 4)
    made.state = state
    session.flush()
    return made


def test_a_fund_tells_its_odds(browser: Browser, database: Database) -> None:
    with database.session() as session:
        slug = past(session, 20).fund.slug
    page = browser.get(f"/odds/{slug}")
    assert "Last time 20 groups applied and 10 got money." in page.text
    assert "20 10 50% £10,000 £1,000" in page.text and "50%" in page.text
    assert "Common reasons for “not funded this time” We could not see enough proof" in page.text
    assert "/score-card" in page.links.values()


def test_the_page_of_a_fund_leads_to_them(browser: Browser, world: World) -> None:
    page = browser.get(f"/funds/{world.open_round}")
    assert page.links["How many groups get money"] == "/odds/safer-communities-fund"
    assert "fewer than 5 groups applied, so we do not say" in browser.get("/odds/safer-communities-fund").text


@pytest.mark.parametrize("state", ["assessing", "decided", "cancelled", "published"])
def test_nothing_of_a_round_before_it_is_announced(browser: Browser, database: Database, state: str) -> None:
    with database.session() as session:
        slug = past(session, 12, state=state).fund.slug
    if state == "cancelled":
        browser.get(f"/odds/{slug}", status=404)
    else:
        text = browser.get(f"/odds/{slug}").text
        assert "No round of this fund has been announced yet" in text and "12" not in text
    for path in ("/score-card", "/score-card/open", "/score-card/time"):
        assert "Panel round" not in browser.get(path).text


def test_the_figures_follow_from_the_decisions(browser: Browser, database: Database) -> None:
    with database.session() as session:
        made = past(session, 12)
        slug, number = made.fund.slug, made.id
    assert "12 groups applied and 6 got money." in browser.get(f"/odds/{slug}").text
    with database.session() as session:
        decide(session, session.get_one(Round, number), funded=True)
    assert "13 groups applied and 7 got money." in browser.get(f"/odds/{slug}").text


def test_the_score_card_and_what_stands_behind_a_figure(browser: Browser, database: Database) -> None:
    with database.session() as session:
        past(session, 20)
    page = browser.get("/score-card")
    assert page.text.count("We cannot measure this yet.") == 3
    for name in ("Don’t waste time", "Act with urgency", "Be proportionate"):
        assert name in page.text
    behind = browser.get("/score-card/open")
    for words in ("Panel round 50%", "From when to when", "A new day that we set later does not count"):
        assert words in behind.text
    for key in ("risk", "nothing"):
        browser.get(f"/score-card/{key}", status=404)


def test_a_portal_without_a_past_round_says_so(browser: Browser, database: Database) -> None:
    with database.session() as session:
        session.execute(update(Round).values(state="published"))
    assert "No round has been announced yet" in browser.get("/score-card").text
    browser.get("/score-card/urgency", status=404)
    assert "No round of this fund has been announced yet" in browser.get("/odds/safer-communities-fund").text


@pytest.mark.parametrize("path", ["/score-card", "/score-card/urgency", "/odds/{fund}"])
def test_the_same_queries_for_any_number(browser: Browser, database: Database, path: str) -> None:
    counts, engine = set(), browser.app.extensions["portal"].database.engine
    with database.session() as session:
        first = past(session, 6)
        fund, number = first.fund.slug, first.id
    for more in (1, 3):
        seen: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object, to: list[str] = seen) -> None:
            to.extend([statement] if statement.startswith("SELECT") else [])

        event.listen(engine, "before_cursor_execute", note)
        browser.get(path.format(fund=fund))
        event.remove(engine, "before_cursor_execute", note)
        counts.add(len(seen))
        with database.session() as session:
            for _ in range(more):
                past(session, 6, fund_of=session.get_one(Round, number))
    assert len(counts) == 1, counts
