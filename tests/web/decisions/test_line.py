"""The officer's pages of the line and its scenarios, by form alone."""

from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import event, select

from portal.applications.states import ApplicationState
from portal.core.db import Database
from portal.decisions.models import Recommendation, Scenario
from tests.factories.panel import new_application, new_round, recommended, scored, signed
from tests.support.browser import Browser

Names = dict[str, str]


@pytest.fixture
def names(database: Database) -> Names:
    """Tide 40, Ebb 24 and Slack 8 out of 40; each asks for 8,000 pounds of a pot of 20,000. Name -> reference."""
    with database.session() as session:
        made = new_round(session, budget_pence=20_000_00)
        found = {"slug": made.slug}
        for name, points in (("Tide", 5), ("Ebb", 3), ("Slack", 1)):
            one = new_application(session, made, name=name)
            found[name] = scored(session, one, asha=[points] * 2, ben=[points] * 2).reference
        return found


def here(names: Names) -> str:
    return f"/manage/rounds/{names['slug']}"


def fields(names: Names, ticked: tuple[str, ...], **more: str) -> dict[str, str | list[str]]:
    """The form as a browser sends it: every amount, the boxes that are ticked, and what is given."""
    amounts = {f"amount-{names[name]}": "8,000" for name in ("Tide", "Ebb", "Slack")}
    return {"was": "24.0", "at": "24.0", **amounts, "fund": [names[name] for name in ticked], **more}


def asked(target: object) -> dict[str, list[str]]:
    """The query of the address that a browser is sent to."""
    assert isinstance(target, str)
    return parse_qs(urlsplit(target).query)


def test_the_first_line_is_what_can_be_paid_and_says_what_it_does(browser: Browser, names: Names) -> None:
    page = browser.sign_in("olive").get(f"{here(names)}/line")
    assert page.h1 == "The line"
    assert "Chosen £16,000 for 2" in page.text and "Left £4,000" in page.text
    assert page.values()["at"] == ["24.0"]
    assert page.values()["fund"] == [names["Tide"], names["Ebb"]]
    assert "First application to us" in page.text and "By area" not in page.text, "this form asks for no area"
    assert f"{here(names)}/line" in "".join(browser.get(here(names)).links.values())


def test_the_line_moves_by_a_press_and_the_address_holds_it(browser: Browser, names: Names) -> None:
    browser.sign_in("olive")
    path = f"{here(names)}/line"
    both = ("Tide", "Ebb")
    assert asked(browser.post(path, fields(names, both, move="up"))) == {"at": ["40.0"]}
    assert asked(browser.post(path, fields(names, both, move="down"))) == {"at": ["8.0"]}
    assert asked(browser.post(path, fields(names, both, at="39.9"))) == {"at": ["39.9"]}
    assert asked(browser.post(path, fields(names, both, at=""))) == {"at": ["none"]}
    page = browser.get(f"{path}?at=8.0")
    assert "Over the pot £4,000" in page.text and "This choice comes to £4,000 more than the pot." in page.text


def test_ticks_parts_and_shares_are_kept_in_the_address(browser: Browser, names: Names) -> None:
    browser.sign_in("olive")
    part = {f"amount-{names['Tide']}": "5,500.50", "what-1": "first:no", "least-1": "30%"}
    target = browser.post(f"{here(names)}/line", fields(names, ("Tide", "Slack"), **part))
    assert asked(target) == {
        "at": ["24.0"],
        "in": [names["Slack"]],
        "out": [names["Ebb"]],
        "part": [f"{names['Tide']}:550050"],
        "share": ["first:no:percent:30"],
    }
    assert isinstance(target, str)
    page = browser.get(target)
    assert page.values()["fund"] == [names["Tide"], names["Slack"]]
    assert "Chosen £13,500.50 for 2" in page.text
    assert "Minimum share not met. First-time applicants: Applied before gets £0" in page.text


def test_what_is_wrong_stands_beside_the_field_and_everything_typed_is_kept(browser: Browser, names: Names) -> None:
    browser.sign_in("olive")
    wrong = {
        "at": "forty",
        f"amount-{names['Tide']}": "9,000",
        f"amount-{names['Ebb']}": "some",
        "what-1": "first:yes",
        "least-1": "lots",
        "least-2": "5%",
    }
    page = browser.post(f"{here(names)}/line", fields(names, ("Slack",), **wrong), 422)
    assert [name for name, _ in page.errors] == [
        "#at",
        f"#amount-{names['Tide']}",
        f"#amount-{names['Ebb']}",
        "#least-1",
        "#what-2",
    ]
    values = page.values()
    assert {name: values[name][0] for name in wrong} == wrong
    assert values["fund"] == [names["Slack"]]


def test_what_is_signed_stays_as_it_is(browser: Browser, database: Database, names: Names) -> None:
    with database.session() as session:
        application = session.scalars(select(Recommendation)).first()
        made = new_round(session, budget_pence=20_000_00)
        first = new_application(session, made, state=ApplicationState.MODERATION)
        recommended(session, first, "part_fund", amount_pence=3_000_00)
        signed(session, first)
        slug = made.slug
        assert application is not None
    page = browser.sign_in("olive").get(f"/manage/rounds/{slug}/line")
    assert "Signed £3,000" in page.text and page.all(".//input[@type='checkbox']") == []


def test_a_scenario_is_saved_compared_and_recommended(browser: Browser, database: Database, names: Names) -> None:
    browser.sign_in("olive")
    save = f"{here(names)}/scenarios/save"
    assert "No scenario is saved yet." in browser.get(f"{here(names)}/scenarios").text
    page = browser.get(f"{save}?at=24.0")
    assert "Chosen £16,000 for 2" in page.text
    seen = page.values(f"{save}?at=24.0")["seen"][0]
    page = browser.post(f"{save}?at=24.0", {"seen": seen, "name": "", "why": "Because it is"}, 422)
    assert page.errors == [("#name", "Enter a name")] and "Because it is" in page.text
    told = {"seen": seen, "name": "By score", "why": "The two best."}
    for _ in range(2):
        page = browser.follow(f"{save}?at=24.0", told)
    assert "The two best." in page.text and "Olive Hart" in page.text
    only = browser.get(f"{save}?at=40.0").values(f"{save}?at=40.0")["seen"][0]
    page = browser.post(f"{save}?at=40.0", told | {"seen": only}, 422)
    assert page.errors == [("#name", "Another scenario of this round has that name. Choose another")]
    browser.follow(f"{save}?at=40.0", {"seen": only, "name": "One", "why": "Only the best."})
    with database.session(read_only=True) as session:
        assert [s.number for s in session.scalars(select(Scenario).where(Scenario.name.in_(("By score", "One"))))][-2:]
    page = browser.get(f"{here(names)}/scenarios/compare?a=1&b=2")
    assert "Where they differ: 1 application" in page.text and "Ebb" in page.text and "Tide" not in page.text
    page = browser.get(f"{here(names)}/scenarios/compare?a=1&b=1", 422)
    assert page.errors == [("#a", "Choose two different scenarios to compare")]


def test_recommending_a_scenario_names_everyone_first(browser: Browser, database: Database, names: Names) -> None:
    browser.sign_in("olive")
    save = f"{here(names)}/scenarios/save?at=24.0"
    browser.follow(save, {"seen": browser.get(save).values(save)["seen"][0], "name": "A", "why": "B"})
    use = f"{here(names)}/scenarios/1/use"
    page = browser.get(use)
    assert "Tide" in page.text and "Total 2 applications" in page.text and "£16,000" in page.text
    page = browser.post(use, {"reason": "", "rest": ""}, 422)
    assert [name for name, _ in page.errors] == ["#reason", "#rest"]
    page = browser.post(use, {"reason": "Best.", "rest": "not_funded"}, 422)
    assert page.errors == [("#main_reason", "Choose the main reason")]
    page = browser.follow(use, {"reason": "Best.", "rest": "reserve"})
    assert page.h1 == "Ranking" and "3 recommendations with the Commissioner." in page.text
    page = browser.get(use)
    assert "What changed since it was saved" in page.text and page.all(".//main//form") == []
    browser.post(use, {"reason": "Best.", "rest": "reserve"}, 409)


def test_the_line_takes_the_same_queries_for_any_number(browser: Browser, database: Database) -> None:
    counts: list[int] = []
    statements: list[str] = []
    engine = browser.app.extensions["portal"].database.engine
    event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    for number in (1, 3, 30):
        with database.session() as session:
            made = new_round(session)
            for _ in range(number):
                new_application(session, made, state=ApplicationState.MODERATION)
            slug = made.slug
        browser.sign_in("olive")
        statements.clear()
        browser.get(f"/manage/rounds/{slug}/line?at=20")
        counts.append(len([one for one in statements if one.startswith("SELECT")]))
    assert counts == [counts[0]] * 3
