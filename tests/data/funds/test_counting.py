"""Eligibility checks are counted by day and question, and nothing else is kept of them."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actor import ANONYMOUS
from portal.core.clock import as_of
from portal.funds.models import Round, VisitorAct
from portal.funds.operations import count_check, forget_visitors
from portal.funds.queries import check_counts, public_round
from portal.funds.rules import MOST_IN_A_SPELL
from tests.support.world import World


@pytest.fixture
def round_(session: Session, world: World) -> Round:
    found = public_round(session, world.open_round)
    assert found is not None
    return found


def count(session: Session, round_: Round, attempt: str, outcome: str = "stop", visitor: str = "v") -> bool:
    results = {"elig_rules": "stop", "elig_bank": "warn"} if outcome == "stop" else {}
    return count_check(
        session, round_=round_, outcome=outcome, results=results, visitor=visitor, attempt=attempt, actor=ANONYMOUS
    )


def rows(session: Session, round_: Round) -> list[tuple[int, str, str, int]]:
    session.expire_all()
    return [(row.day.day, row.question, row.result, row.count) for row in check_counts(session, round_.id)]


def test_each_finished_check_adds_one_to_its_london_day(session: Session, round_: Round) -> None:
    with as_of(datetime(2027, 6, 1, 22, 30, tzinfo=UTC)):  # half past eleven in London
        assert count(session, round_, "a") and count(session, round_, "b") and count(session, round_, "c", "pass")
    with as_of(datetime(2027, 6, 1, 23, 30, tzinfo=UTC)):
        assert count(session, round_, "d")
        assert not count(session, round_, "a"), "the same form sent again"
    assert rows(session, round_) == [
        (1, "", "pass", 1), (1, "", "stop", 2), (1, "elig_bank", "warn", 2), (1, "elig_rules", "stop", 2),
        (2, "", "stop", 1), (2, "elig_bank", "warn", 1), (2, "elig_rules", "stop", 1),
    ]  # fmt: skip


def test_a_flood_is_not_counted(session: Session, round_: Round) -> None:
    for i in range(MOST_IN_A_SPELL["check"]):
        count(session, round_, str(i), "pass")
    assert not count(session, round_, "more", "pass")
    assert count(session, round_, "more", "pass", visitor="another")


def test_what_was_noted_of_a_visitor_is_forgotten_after_a_day(session: Session, round_: Round) -> None:
    with as_of(datetime(2027, 6, 1, 12, tzinfo=UTC)):
        count(session, round_, "a")
    forget_visitors(session, datetime(2027, 6, 2, 12, 0, 1, tzinfo=UTC))
    assert session.scalars(select(VisitorAct).where(VisitorAct.kind == "check")).all() == []
    assert len(rows(session, round_)) == 3
