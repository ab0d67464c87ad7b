"""The page: before and after the decisions, in the same queries for any number, and who finds it."""

from datetime import timedelta

from sqlalchemy import event

from portal.assessment.models import ApplicationReading
from portal.core.clock import now
from portal.core.db import Database
from portal.funds.states import RoundState
from tests.factories.panel import new_application, new_round, recommended, scored, signed
from tests.support.browser import Browser, words_of
from tests.support.cast import account_named
from tests.support.world import World


def round_with(database: Database, count: int, *, decided: bool = True) -> str:
    """The slug of a round with so many scored applications, every other one funded; Asha opened each an hour before."""
    with database.session() as session:
        made = new_round(session, budget_pence=90_000_00)
        applications = []
        for number in range(count):
            one = scored(session, new_application(session, made, asked_pence=1_000_00), asha=[4, 3], ben=[3, 3])
            one.organisation.income_band = "10k_100k" if number % 4 < 2 else "over_1m" if number % 2 else "under_10k"
            asha, at = account_named(session, "asha").id, now() - timedelta(hours=1)
            session.add(ApplicationReading(application_id=one.id, account_id=asha, at=at, page="score"))
            applications.append(one)
        if decided:
            for number, one in enumerate(applications):
                recommended(session, one, "not_funded" if number % 2 else "fund")
            signed(session, *applications)
            made.state = RoundState.DECIDED
        return made.slug


def tables(browser: Browser, slug: str) -> dict[str, str]:
    """What each table says, by its caption."""
    page = browser.get(f"/manage/rounds/{slug}/fairness")
    return {words_of(table.find("caption")): words_of(table) for table in page.all(".//table")}


def test_before_the_decisions_are_signed_only_the_scores_are_shown(browser: Browser, database: Database) -> None:
    slug = round_with(database, 5, decided=False)
    page = browser.sign_in("grace").get(f"/manage/rounds/{slug}/fairness")
    assert "Not every decision in this round is signed yet." in page.text
    found = tables(browser, slug)
    assert list(found) == ["Each assessor beside the others", "Agreement on each principle", "Time on each application"]
    # On principle 1 Asha gives one more than Ben, on principle 2 the same: half a point over ten scores.
    assert found["Each assessor beside the others"].endswith("Asha Verma 10 +0.50 Ben Hollis 10 −0.50")
    # All: 5 × (4, 3) and 5 × (3, 3): observed 10/20, expected 2(20 × 195 − 65²)... = 1 − 19 × 10 / 150.
    agreed = found["Agreement on each principle"]
    assert "All principles together 20 −0.27 Assessors agree no more than chance would give." in agreed
    assert "2. Careful with public money 10 None All scores are equal" in agreed
    assert "Asha Verma 5 1 hour 1 hour 1 hour Ben Hollis 0 Not known" in found["Time on each application"]


def test_afterwards_success_is_shown_and_small_numbers_are_kept_back(browser: Browser, database: Database) -> None:
    slug = round_with(database, 20)
    page = browser.sign_in("olive").get(f"/manage/rounds/{slug}/fairness")
    assert "10 of 20 (50%) were funded, with £10,000 together." in page.text
    sizes = tables(browser, slug)["By yearly income of the group"]
    assert "Kept back" not in sizes and sizes.count("10 5 50% £5,000") == 1  # the middle size: five of ten
    assert "By-and-for groups" in tables(browser, slug)


def test_fewer_than_five_are_not_shown_at_all(browser: Browser, database: Database) -> None:
    page = browser.sign_in("olive").get(f"/manage/rounds/{round_with(database, 4)}/fairness")
    assert "Kept back: fewer than 5 applications were decided." in page.text and "£" not in page.text


def test_it_takes_the_same_queries_for_any_number(browser: Browser, database: Database) -> None:
    counts, engine = [], browser.app.extensions["portal"].database.engine
    browser.sign_in("olive")
    for number in (1, 3, 30):
        slug, asked = round_with(database, number), list[str]()

        def note(_connection: object, _cursor: object, statement: str, *_rest: object, to: list[str] = asked) -> None:
            to.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        browser.client.get(f"/manage/rounds/{slug}/fairness")
        event.remove(engine, "before_cursor_execute", note)
        counts.append(sum(one.lstrip().startswith("SELECT") for one in asked))
    assert counts[0] == counts[1] == counts[2]


def test_officers_and_the_commissioner_find_it_from_their_round(browser: Browser, world: World) -> None:
    here = f"/manage/rounds/{world.announced_round}/fairness"
    for name, start in (("olive", "/manage/rounds"), ("grace", "/decide")):
        page = browser.sign_in(name).get(f"{start}/{world.announced_round}")
        assert here in page.links.values()
        assert f"{start}/{world.announced_round}" in browser.get(here).links.values()
        browser = Browser(browser.app)
