"""The pages about money for the reserve list: the officer's, the Commissioner's, and what the group reads."""

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from portal.applications.queries import application_by_reference
from portal.core.clock import now
from portal.core.dates import date_words
from portal.core.db import Database
from portal.organisations.models import TeamMember
from tests.factories.panel import new_application, recommended, signed
from tests.factories.promotion import MODERATED, promoted, proposed, reserve_round
from tests.support.browser import Browser
from tests.support.cast import account_named

NOTICE = {"power": ["crime_reduction"], "reasons": ["Young people have somewhere safe to go, so fewer are hurt."]}


@pytest.fixture
def made(database: Database) -> tuple[str, str, str]:
    """The slug of an announced round, and the references of the two on its reserve list, in their order."""
    with database.session() as session:
        round_, listed = reserve_round(session, announced=True)
        first, second = (application.reference for application in listed)
        return round_.slug, first, second


def propose(browser: Browser, reference: str, **fields: str) -> str:
    """An officer's proposal, from the page."""
    url = f"/manage/applications/{reference}/promote"
    page = browser.sign_in("olive").get(url)
    typed = {name: [value] for name, value in ({"amount": "8,000", "reason": "A gift."} | fields).items()}
    fields = {name: value for name, value in page.values(url).items() if name != "action"}  # of the other form
    return browser.follow(url, fields | typed).text


def test_from_the_list_to_the_signature(browser: Browser, made: tuple[str, str, str]) -> None:
    slug, first, second = made
    page = browser.sign_in("olive").get(f"/manage/rounds/{slug}/reserve")
    assert f"/manage/applications/{first}/promote" in page.links.values() and page.text.count("Waits") == 2
    assert "is with the Commissioner" in propose(browser, first, conditions="Name the worker.")
    assert "Proposed, £3,000" in propose(browser, second, amount="3,000")
    url = f"/decide/{slug}/promotions"
    page = browser.sign_in("grace").get("/decide")
    assert url in page.links.values() and "£11,000 proposed" in page.text and "2 to sign" in page.text
    page = browser.get(url)
    assert "£3,000 of the £8,000 asked for" in page.text, "said again where a phone cuts the table off"
    assert "Total £16,000 £11,000" in page.text and "Name the worker." in page.text
    assert "The groups are told by email at once." in page.text
    page = browser.follow(url, page.values(url) | NOTICE)
    assert "You signed 2 promotions from the reserve list." in page.text and "Signed by Grace Whitfield" in page.text
    page = browser.get(f"/decide/{slug}/{second}")
    assert "Approved £3,000" in page.text and "From the reserve list" in page.text
    page = browser.sign_in("olive").get(f"/manage/rounds/{slug}/ranking")
    assert "£3,000" in page.text
    page = browser.get(f"/manage/applications/{second}/promote")
    assert "Signed by Grace Whitfield" in page.text and page.all(".//main//form") == []


def test_what_is_wrong_stands_beside_the_field_and_is_kept(browser: Browser, made: tuple[str, str, str]) -> None:
    _slug, first, second = made
    browser.sign_in("olive")
    url = f"/manage/applications/{second}/promote"
    fields = {"revision": "0", "amount": "9,000", "reason": "", "order_reason": "", "conditions": "Name the worker."}
    page = browser.post(url, fields, 422)
    assert page.errors == [
        ("#amount", "Amount must be more than £0, and the £8,000 that was asked for or less"),
        ("#reason", "Enter why it can be funded now"),
        ("#order_reason", "Enter why those that stand before it wait"),
    ]
    assert page.values(url)["amount"] == ["9,000"] and page.values(url)["conditions"] == ["Name the worker."]
    assert "This stands before it on the list: Project" in page.text
    assert "order_reason" not in browser.get(f"/manage/applications/{first}/promote").html


def test_a_stale_page_keeps_what_was_typed(browser: Browser, made: tuple[str, str, str]) -> None:
    _slug, first, _second = made
    propose(browser, first)
    url = f"/manage/applications/{first}/promote"
    page = browser.post(url, {"revision": "0", "amount": "7,000", "reason": "Another gift.", "conditions": ""}, 409)
    assert "Another gift." in page.html and "A gift." in page.html
    page = browser.get(url)
    assert "proposed £8,000" in page.text
    page = browser.follow(url, {"revision": ["1"], "action": ["take-back"]})
    assert "is taken back" in page.text and page.text.count("Waits") == 2


def test_it_goes_back_with_a_reason_and_then_nobody_jumps_the_queue(
    browser: Browser, made: tuple[str, str, str]
) -> None:
    slug, first, second = made
    propose(browser, first)
    propose(browser, second)
    browser.sign_in("grace")
    url = f"/decide/{slug}/promotions/{first}"
    assert browser.post(url, {"revision": "1", "back_reason": ""}, 422).errors == [
        ("#back_reason", "Enter what the officer should look at again")
    ]
    page = browser.follow(url, {"revision": "1", "back_reason": "Is it enough?"})
    assert "stands before" in page.text and "Sent back" in page.text and page.all(".//main//form") == []
    page = browser.sign_in("olive").get(f"/manage/applications/{first}/promote")
    assert "Is it enough?" in page.text


def test_a_list_that_changed_is_shown_with_both_values(browser: Browser, made: tuple[str, str, str]) -> None:
    slug, first, _second = made
    propose(browser, first)
    url = f"/decide/{slug}/promotions"
    fields = browser.sign_in("grace").get(url).values(url) | NOTICE
    propose(browser, first, amount="2,500")
    page = browser.sign_in("grace").post(url, fields, 409)
    assert "£8,000" in page.text and "£2,500" in page.text
    again = next(href for href in page.links.values() if href.startswith(f"{url}?"))
    assert browser.get(again).values(url)["reasons"] == NOTICE["reasons"], "what was typed comes back"
    page = browser.follow(url, browser.get(url).values(url) | NOTICE)
    assert "You signed 1 promotion" in page.text
    browser.post(url, fields, 409)


def test_a_round_that_is_not_decided_has_no_promotions_yet(browser: Browser, database: Database) -> None:
    with database.session() as session:
        round_, (first, _second) = reserve_round(session)
        round_.state = "assessing"
        slug, reference = round_.slug, first.reference
    page = browser.sign_in("olive").get(f"/manage/applications/{reference}/promote")
    assert "once every decision of the round is signed" in page.text and page.all(".//main//form") == []
    page = browser.sign_in("grace").get(f"/decide/{slug}/promotions")
    assert "Nothing on the reserve list waits for your signature." in page.text


@pytest.mark.parametrize("amount", [8_000_00, 5_000_00])
def test_the_group_reads_first_that_it_is_funded_now(browser: Browser, database: Database, amount: int) -> None:
    with database.session() as session:
        _round, (first, second) = reserve_round(session, announced=True)
        first.organisation_id, second.organisation_id = team_of(session, "owen"), team_of(session, "amina")
        session.flush()
        session.expire_all()
        proposed(session, first, amount, conditions="Name the worker.")
        promoted(session, first)
        now_funded, waits = first.reference, second.reference
    page = browser.sign_in("owen").get(f"/applications/{now_funded}/feedback")
    part = "" if amount == 8_000_00 else "part of "
    assert page.h1 == f"We can now fund {part}your project"
    today = date_words(now().date())
    assert f"On {today} we told you that your project was on our reserve list." in page.text
    assert "Name the worker." in page.text and "We will send you a grant agreement." in page.text
    assert ("£8,000 that you asked for" if amount == 8_000_00 else "£5,000 of the £8,000") in page.text
    assert browser.sign_in("amina").get(f"/applications/{waits}/feedback").h1 == "On our reserve list"


def team_of(session: Session, name: str) -> int:
    """The organisation of one of the cast."""
    member = select(TeamMember).where(TeamMember.account_id == account_named(session, name).id)
    return session.scalars(member).one().organisation_id


def test_the_number_of_queries_does_not_grow(app: Flask, database: Database) -> None:
    with database.session() as session:
        round_, listed = reserve_round(session, budget_pence=90_000_00)
        for application in listed:
            proposed(session, application)
        slug, reference = round_.slug, listed[0].reference
    counts: dict[str, set[int]] = {}
    for more in (0, 1, 7):
        with database.session() as session:
            first = application_by_reference(session, reference)
            assert first is not None
            round_ = first.round
            round_.state = "assessing"
            for _each in range(more):
                application = new_application(session, round_, state=MODERATED)
                recommended(session, application, "reserve")
                signed(session, application)
                proposed(session, application)
            round_.state = "decided"
        for name, url in (
            ("olive", f"/manage/rounds/{slug}/reserve"),
            ("olive", f"/manage/applications/{reference}/promote"),
            ("grace", f"/decide/{slug}/promotions"),
        ):
            counts.setdefault(url, set()).add(queries_of(app, Browser(app).sign_in(name), url))
    assert {url: len(found) for url, found in counts.items()} == dict.fromkeys(counts, 1), counts


def queries_of(app: Flask, browser: Browser, url: str) -> int:
    """How many statements a page takes."""
    seen: list[str] = []
    engine = app.extensions["portal"].database.engine

    def note(*args: object) -> None:
        seen.append(str(args[2]))

    event.listen(engine, "before_cursor_execute", note)
    browser.get(url)
    event.remove(engine, "before_cursor_execute", note)
    return len(seen)
