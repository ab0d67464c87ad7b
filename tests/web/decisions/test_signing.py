"""The Commissioner's pages."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.accounts.models import SignIn
from portal.applications.states import ApplicationState
from portal.core.clock import now
from portal.core.db import Database
from portal.decisions.models import Decision, Recommendation
from portal.decisions.operations import recommend
from portal.decisions.rules import Proposal
from portal.funds.models import Round
from tests.factories.panel import actor_named, new_application, new_round, recommended, scored
from tests.support.browser import Browser
from tests.support.cast import account_named

NOTICE = {"power": ["crime_reduction"], "reasons": ["Young people have somewhere safe to go, so fewer are hurt."]}


@pytest.fixture
def slug(database: Database) -> str:
    """A round with two recommendations to sign."""
    with database.session() as session:
        made = new_round(session, budget_pence=12_000_00)
        recommended(session, scored(session, new_application(session, made, name="Tide"), asha=[5, 5], ben=[5, 4]))
        weak = new_application(session, made, name="Ebb", state=ApplicationState.MODERATION)
        recommended(session, weak, "not_funded")
        return made.slug


def ticks(browser: Browser, slug: str) -> list[str]:
    """The values of the boxes on the list."""
    boxes = browser.get(f"/decide/{slug}").all(".//input[@type='checkbox']")
    return [box.get("value") for box in boxes]


def listed(browser: Browser, slug: str, chosen: list[str]) -> dict[str, list[str]]:
    """The fields of the page that confirms, as a browser sends them."""
    page = browser.get(f"/decide/{slug}/sign?" + "&".join(f"application={value}" for value in chosen))
    return page.values(f"/decide/{slug}/sign") | NOTICE


def test_ticked_names_and_the_total_are_confirmed_and_signed(browser: Browser, database: Database, slug: str) -> None:
    browser.sign_in("grace")
    assert "2 to sign" in browser.get("/decide").text
    chosen = ticks(browser, slug)
    page = browser.get(f"/decide/{slug}/sign?application={chosen[0]}&application={chosen[1]}")
    assert page.h1 == "Sign 2 decisions" and "Tide" in page.text and "Ebb" in page.text
    assert "Total £16,000 £8,000" in page.text, "asked for and recommended stand apart"
    page = browser.follow(f"/decide/{slug}/sign", listed(browser, slug, chosen))
    assert "You signed 2 decisions." in page.text
    with database.session(read_only=True) as session:
        made = session.scalars(select(Round).where(Round.slug == slug)).one()
        assert (made.state, made.committed_pence) == ("decided", 8_000_00)


def test_nothing_ticked_is_a_problem_to_mend(browser: Browser, slug: str) -> None:
    page = browser.sign_in("grace").get(f"/decide/{slug}/sign", 422)
    assert page.errors == [("#application", "Select an application")]
    browser.get(f"/decide/{slug}/sign?application=junk&application=SCF00-ZZZZ:99999999999", 422)
    browser.post(f"/decide/{slug}/sign", {"application": "SCF00-ZZZZ:1"}, 409)


def test_the_second_press_reads_who_was_first(browser: Browser, slug: str) -> None:
    browser.sign_in("grace")
    chosen = ticks(browser, slug)[:1]
    fields = listed(browser, slug, chosen)
    browser.post(f"/decide/{slug}/sign", fields)
    page = browser.post(f"/decide/{slug}/sign", fields, 409)
    assert "Someone signed before you" in page.text and "Grace Whitfield signed the decision on" in page.text


def test_signing_asks_for_the_password_again_and_keeps_the_ticks(browser: Browser, app: Flask, slug: str) -> None:
    browser.sign_in("grace")
    chosen = ticks(browser, slug)
    with app.extensions["portal"].database.session() as session:
        session.execute(update(SignIn).values(confirmed_at=now() - timedelta(minutes=16)))
    target = browser.post(f"/decide/{slug}/sign", {"application": chosen})
    assert isinstance(target, str) and target.startswith("/confirm-password?next=")
    with app.extensions["portal"].database.session() as session:
        assert session.scalars(select(Decision).join(Round).where(Round.slug == slug)).all() == []
    back = browser.get(parse_qs(urlsplit(target).query)["next"][0])
    assert back.values()["application"] == chosen


def test_nobody_is_offered_what_they_recommended(browser: Browser, app: Flask, slug: str) -> None:
    with app.extensions["portal"].database.session() as session:
        grace = account_named(session, "grace").id
        session.execute(update(Recommendation).values(recommended_by_id=grace))
    browser.sign_in("grace")
    page = browser.get(f"/decide/{slug}")
    assert page.all(".//input[@type='checkbox']") == [] and "You recommended it" in page.text


def test_one_recommendation_shows_scores_and_reasons_and_can_go_back(browser: Browser, slug: str) -> None:
    browser.sign_in("grace")
    reference = ticks(browser, slug)[0].partition(":")[0]
    url = f"/decide/{slug}/{reference}"
    page = browser.get(url)
    assert "Total 38 out of 40" in page.text and "5: asha gives 5." in page.text
    assert "Asha Verma" not in page.html
    assert browser.post(url, {"revision": "1", "back_reason": " "}, 422).errors == [
        ("#back_reason", "Enter what the officer should look at again")
    ]
    browser.post(url, {"revision": "0", "back_reason": "Costs?"}, 409)
    page = browser.follow(url, {"revision": "1", "back_reason": "Costs?"})
    assert "is back with the officer" in page.text and "Sent back" in page.text
    assert len(ticks(browser, slug)) == 1


def test_awards_above_the_budget_are_refused_in_plain_words(browser: Browser, database: Database) -> None:
    with database.session() as session:
        made = new_round(session, budget_pence=15_000_00)
        for _ in range(2):
            recommended(session, new_application(session, made, state=ApplicationState.MODERATION))
        slug = made.slug
    browser.sign_in("grace")
    page = browser.post(f"/decide/{slug}/sign", listed(browser, slug, ticks(browser, slug)), 409)
    assert "These awards come to £16,000, and £15,000 of the budget is left." in page.text


def test_a_list_that_changed_is_shown_with_both_values_and_nothing_is_signed(
    browser: Browser, database: Database, slug: str
) -> None:
    browser.sign_in("grace")
    fields = listed(browser, slug, ticks(browser, slug))
    with database.session() as session:
        tide = next(r for r in session.scalars(select(Recommendation)) if r.application.organisation.name == "Tide")
        part = Proposal("part_fund", 5_000_00, "Part of it is enough.")
        olive = actor_named(session, "olive")
        recommend(session, application=tide.application, proposal=part, revision=1, actor=olive)
        reference = tide.application.reference
    page = browser.post(f"/decide/{slug}/sign", fields, 409)
    assert page.h1 == "The list changed" and "Nothing was signed." in page.text
    assert f"{reference}, outcome Fund Fund in part" in page.text
    assert f"{reference}, amount £8,000 £5,000" in page.text
    with database.session(read_only=True) as session:
        assert session.scalars(select(Decision).join(Round).where(Round.slug == slug)).all() == []
    again = next(href for href in page.links.values() if "/sign?" in href)
    page = browser.follow(f"/decide/{slug}/sign", browser.get(again).values(f"/decide/{slug}/sign"))
    assert "You signed 2 decisions." in page.text


def test_a_list_that_was_not_read_or_was_made_up_is_not_signed(browser: Browser, slug: str) -> None:
    browser.sign_in("grace")
    fields = listed(browser, slug, ticks(browser, slug))
    for shown in ("", "[]", "{}", "[" * 3000, '[{"reference": 1}]', fields["shown"][0] + " "):
        page = browser.post(f"/decide/{slug}/sign", fields | {"shown": [shown]}, 409)
        assert "Open the list again and read it before you sign." in page.text


def test_conditions_stand_beside_what_is_signed(browser: Browser, database: Database, slug: str) -> None:
    with database.session() as session:
        tide = next(r for r in session.scalars(select(Recommendation)) if r.application.organisation.name == "Tide")
        proposal = Proposal("fund", None, "A strong plan.", conditions="Name the worker.\nStart by May.")
        olive = actor_named(session, "olive")
        recommend(session, application=tide.application, proposal=proposal, revision=1, actor=olive)
        reference = tide.application.reference
    browser.sign_in("grace")
    assert "Fund With conditions £8,000 £8,000" in browser.get(f"/decide/{slug}").text
    assert (
        "Asked for £8,000 Recommended £8,000 Approved Not signed yet" in browser.get(f"/decide/{slug}/{reference}").text
    )
    page = browser.get(f"/decide/{slug}/sign?application={reference}:2")
    assert "Conditions that you sign with it Project" in page.text and "Name the worker. Start by May." in page.text
    browser.post(f"/decide/{slug}/sign", page.values(f"/decide/{slug}/sign") | NOTICE)
    page = browser.get(f"/decide/{slug}/{reference}")
    assert "Approved £8,000 Conditions Name the worker. Start by May." in page.text
