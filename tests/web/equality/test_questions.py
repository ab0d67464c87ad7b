"""The optional questions: after sending, on one page, skipped by one press; totals for the office alone."""

from portal.applications.queries import application_by_reference
from portal.core.clock import now
from portal.core.db import Database
from portal.equality.models import EqualityCount
from portal.equality.queries import counts_of
from tests.support.browser import Browser, Page, words_of
from tests.support.world import World


def counts(database: Database, world: World) -> dict[tuple[str, str], int]:
    with database.session(read_only=True) as session:
        sent = application_by_reference(session, world.sent)
        assert sent is not None
        return counts_of(session, sent.round)


def test_they_are_offered_on_the_receipt_answered_once_and_gone(
    browser: Browser, database: Database, world: World
) -> None:
    owen, here = browser.sign_in("owen"), f"/applications/{world.sent}/equality"
    assert here in owen.get(f"/applications/{world.sent}/submitted").links.values()
    page = owen.get(here)
    assert "is submitted. These questions are not part of it." in page.text
    receipt = owen.follow(here, {"leaders_women": "yes", "leaders_communities": ["none_of_these"], "action": "send"})
    assert "We counted your answers, and kept nothing else." in receipt.text
    assert here not in receipt.links.values()
    assert counts(database, world)[("leaders_women", "yes")] == 1
    assert owen.client.get(here).status_code == 302
    assert owen.post(here, {"leaders_women": "no", "action": "send"}) == f"/applications/{world.sent}/submitted"
    assert ("leaders_women", "no") not in counts(database, world)


def test_one_press_skips_all(browser: Browser, database: Database, world: World) -> None:
    owen, here = browser.sign_in("owen"), f"/applications/{world.sent}/equality"
    receipt = owen.follow(here, {"leaders_women": "yes", "action": "skip"})
    assert here not in receipt.links.values()
    assert counts(database, world) == {}


def test_answers_that_do_not_fit_together_are_told_and_kept(browser: Browser, world: World) -> None:
    owen, here = browser.sign_in("owen"), f"/applications/{world.sent}/equality"
    sent = {"leaders_ages": "mixed", "leaders_communities": ["DEI010000", "prefer_not"], "action": "send"}
    page = owen.post(here, sent, 422)
    assert isinstance(page, Page)
    assert page.errors == [("#leaders_communities", "Select ‘Prefer not to say’ or the others, not both")]
    assert page.values(here)["leaders_communities"] == ["DEI010000", "prefer_not"]
    assert page.values(here)["leaders_ages"] == ["mixed"]


def test_the_office_sees_totals_once_the_round_has_closed_and_no_small_numbers(
    browser: Browser, database: Database, world: World
) -> None:
    url = f"/manage/rounds/{world.open_round}/equality"
    with database.session() as session:
        sent = application_by_reference(session, world.sent)
        assert sent is not None
        for answer, number in (("yes", 31), ("no", 3), ("half", 8)):
            session.add(EqualityCount(round_id=sent.round_id, question="leaders_women", answer=answer, number=number))
    olive = browser.sign_in("olive")
    assert "The totals are shown after the round has closed" in olive.get(url).text
    assert "31" not in olive.get(url).text
    with database.session() as session:
        sent = application_by_reference(session, world.sent)
        assert sent is not None
        sent.round.closes_at = now()
    tables = [words_of(table) for table in olive.get(url).all(".//table")]
    (women,) = [words for words in tables if words.startswith("Are most of them women?")]
    assert women == (
        "Are most of them women? Answer Groups Yes 31 No Not shown About half Not shown Prefer not to say 0 Left out 0"
    )
