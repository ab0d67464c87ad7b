"""Whether people who score see that a group calls itself by-and-for: only where the fund's page says so, openly."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal.assessment.operations import assign, declare_no_link
from portal.audit.queries import entries_about
from portal.core.clock import now
from portal.core.db import Database
from portal.core.refusal import Forbidden, Refused
from portal.funds.models import Round
from portal.funds.operations import show_by_and_for
from portal.funds.queries import round_by_slug
from tests.factories.panel import actor_named, new_application, new_round
from tests.support.browser import Browser
from tests.support.cast import account_named
from tests.support.world import World

CALLS_ITSELF = "This group calls itself by-and-for"


@pytest.fixture
def open_round(session: Session, world: World) -> Round:
    found = round_by_slug(session, world.open_round)
    assert found is not None
    return found


def given(database: Database, *, shows: bool, word: str) -> str:
    with database.session() as session:
        round_ = new_round(session)
        round_.shows_by_and_for = shows
        application = new_application(session, round_)
        application.organisation.by_and_for = word
        person = account_named(session, "asha")
        assignment = assign(session, application=application, assessor=person, actor=actor_named(session, "olive"))
        declare_no_link(session, assignment=assignment, actor=actor_named(session, "asha"))
        return application.reference


@pytest.mark.parametrize(
    ("shows", "word", "seen"), [(False, "yes", False), (True, "yes", True), (True, "prefer_not", False)]
)
def test_who_scores_sees_it_only_where_the_fund_says_so(
    browser: Browser, database: Database, shows: bool, word: str, seen: bool
) -> None:
    page = browser.sign_in("asha").get(f"/assess/{given(database, shows=shows, word=word)}")
    assert (CALLS_ITSELF in page.text) is seen
    assert ("by-and-for" in page.html) is seen


def test_it_is_settled_before_the_round_opens(session: Session, open_round: Round) -> None:
    olive = actor_named(session, "olive")
    with pytest.raises(Refused, match="has opened"):
        show_by_and_for(session, round_=open_round, shows=True, actor=olive)
    with pytest.raises(Forbidden):
        show_by_and_for(session, round_=open_round, shows=True, actor=actor_named(session, "asha"))
    open_round.opens_at = now() + timedelta(days=1)
    session.flush()
    show_by_and_for(session, round_=open_round, shows=True, actor=olive)
    show_by_and_for(session, round_=open_round, shows=True, actor=olive)
    acts = [entry.action for entry in entries_about(session, "round", open_round.slug)]
    assert open_round.shows_by_and_for and acts.count("round:by-and-for") == 1


def opens(database: Database, world: World, *, in_days: int) -> None:
    with database.session() as session:
        found = round_by_slug(session, world.open_round)
        assert found is not None
        found.opens_at = now() + timedelta(days=in_days)


def test_the_page_of_the_fund_says_which(browser: Browser, database: Database, world: World) -> None:
    assert "do not see whether your group calls itself by-and-for" in browser.get(f"/funds/{world.open_round}").text
    opens(database, world, in_days=1)
    browser.sign_in("olive")
    page = browser.follow(f"/manage/rounds/{world.open_round}/by-and-for", {"shows": "yes"})
    assert page.values()["shows"] == ["yes"]
    opens(database, world, in_days=-1)
    assert "see whether your group calls itself by-and-for, if" in browser.get(f"/funds/{world.open_round}").text
    assert "cannot change" in browser.get(f"/manage/rounds/{world.open_round}/by-and-for").text
