"""The list of funds, and the page of one."""

import time_machine

from portal.core.clock import as_of, now
from portal.core.dates import deadline_words
from portal.core.db import Database
from portal.funds.models import Round
from portal.funds.queries import round_by_slug
from tests.support.browser import Browser, words_of
from tests.support.building.funds import set_up
from tests.support.world import World


def found(database: Database, slug: str) -> Round:
    with database.session(read_only=True) as session:
        round_ = round_by_slug(session, slug)
        assert round_ is not None
        return round_


def groups(browser: Browser) -> dict[str, list[str]]:
    """The rounds under each heading."""
    shown: dict[str, list[str]] = {}
    for element in browser.get("/funds").all(".//main//*"):
        if element.tag == "h2":
            heading = words_of(element)
            shown[heading] = []
        elif element.tag == "h3":
            shown[heading].append(words_of(element))
    return shown


def test_rounds_stand_under_what_they_are_now(browser: Browser, database: Database) -> None:
    with database.session() as session:
        set_up(session, "safer-communities-later", 2028, 10, 40)
    assert groups(browser) == {
        "Open": ["Safer Communities Fund 2027"],
        "Opening soon": ["Safer Communities Fund 2028"],
        "Closed": ["Safer Communities Fund 2026", "Safer Communities Fund 2025"],
    }


def test_an_open_round_moves_to_closed_on_the_second(browser: Browser, database: Database, world: World) -> None:
    closes = found(database, world.open_round).closes_at
    with time_machine.travel(closes, tick=False):
        assert groups(browser)["Open"] == []


def test_the_last_week_is_marked(browser: Browser, database: Database) -> None:
    assert "Closing soon" not in browser.get("/funds").text
    with database.session() as session:
        set_up(session, "safer-communities-nearly", 2028, -10, 6)
    assert browser.get("/funds").text.count("Closing soon") == 1


def test_the_page_of_a_round_states_its_facts_and_its_rule(browser: Browser, database: Database, world: World) -> None:
    round_ = found(database, world.open_round)
    page = browser.get(f"/funds/{world.open_round}")
    first = page.all(".//dl[@class='govuk-summary-list']")[0]
    facts = {words_of(row.find("dt")): words_of(row.find("dd")) for row in first.iterfind("div")}
    closes = deadline_words(round_.closes_at)
    assert facts["Closes"] == (
        f"{closes}. An application must reach us before that second, by our clock. If you have the page to submit open "
        "before then, you can still press the button for 5 minutes"
    )
    assert facts["You can ask for"] == "£3,001 to £75,000"
    assert facts["Money available"] == "£600,000"
    assert facts["Members only?"] == "Yes. Join the Funding Network first. It is free"
    assert list(facts) == [
        "Opens",
        "Closes",
        "You can ask for",
        "Money available",
        "Last round",
        "For work between",
        "Time to apply",
        "Decision",
        "Members only?",
        "By-and-for groups",
        "Ask us",
    ]


def test_every_principle_stands_there_word_for_word(browser: Browser, database: Database, world: World) -> None:
    with database.session(read_only=True) as session:
        round_ = round_by_slug(session, world.open_round)
        assert round_ is not None
        texts = [criterion.text for criterion in round_.criteria]
    assert len(texts) == 8
    fund, principles = (browser.get(f"/funds/{world.open_round}{path}") for path in ("", "/principles"))
    for page in (fund, principles):
        assert [text for text in texts if " ".join(text.split()) not in page.text] == []
    assert principles.text.count("Assessors ask:") == 8


def test_only_people_who_apply_are_offered_to_start(browser: Browser, world: World) -> None:
    start = "Start or carry on with your application"
    address = f"/funds/{world.open_round}"
    assert start not in browser.get(address).links
    assert browser.sign_in("amina").get(address).links[start] == f"{address}/apply"
    assert start not in browser.sign_in("olive").get(address).links
    assert start not in browser.sign_in("amina").get(f"/funds/{world.announced_round}").links


def test_a_round_that_is_not_public_and_one_that_is_not_there_are_the_same_404(
    browser: Browser, database: Database
) -> None:
    with database.session() as session, as_of(now()):
        set_up(session, "safer-communities-hidden", 2029, 10, 40).state = "drafting"
    reading = ("", "/principles", "/dates.ics", "/questions", "/questions/print", "/questions/large-print", "/asked")
    for path in (*reading, "/check", "/check/elig_rules", "/check/result", "/follow", "/ask"):
        hidden = browser.get(f"/funds/safer-communities-hidden{path}", 404)
        nowhere = browser.get(f"/funds/nowhere{path}", 404)
        assert hidden.text == nowhere.text
