"""Open and closed are read off the clock, to the second, on both sides of both clock changes."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from portal.core.clock import from_london
from portal.core.refusal import Refused
from portal.funds.models import Round
from portal.funds.rules import (
    Phase,
    closing_words,
    in_time,
    is_announced,
    is_closing_soon,
    is_open,
    phase,
    refuse_before_opening,
)
from portal.funds.states import RoundState

OPENS = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
CLOSES = datetime(2027, 1, 14, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def round_(closes_at: datetime = CLOSES, state: str = RoundState.PUBLISHED, opens_at: datetime = OPENS) -> Round:
    return Round(name="Safer Communities Fund 2027", opens_at=opens_at, closes_at=closes_at, state=state)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (OPENS - SECOND, Phase.FORTHCOMING),
        (OPENS, Phase.OPEN),
        (CLOSES - SECOND, Phase.OPEN),
        (CLOSES - timedelta(microseconds=1), Phase.OPEN),
        (CLOSES, Phase.CLOSED),
        (CLOSES + SECOND, Phase.CLOSED),
    ],
)
def test_a_round_opens_and_closes_on_the_instant(at: datetime, expected: Phase) -> None:
    assert phase(round_(), at) == expected
    assert is_open(round_(), at) == (expected == Phase.OPEN)


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [
        (date(2027, 3, 27), 12),  # the day before clocks go forward
        (date(2027, 3, 28), 11),  # the day they do
        (date(2027, 10, 30), 11),  # the day before they go back
        (date(2027, 10, 31), 12),  # the day they do
        (date(2027, 11, 5), 12),  # winter, entered in summer
    ],
)
def test_midday_is_midday_in_london_on_both_sides_of_both_clock_changes(day: date, utc_hour: int) -> None:
    closes = from_london(day, time(12, 0))
    assert closes == datetime(day.year, day.month, day.day, utc_hour, tzinfo=UTC)
    made = round_(closes, opens_at=closes - timedelta(days=200))
    assert closing_words(made).startswith("midday on ")
    assert [is_open(made, closes + by) for by in (-SECOND, timedelta(0), SECOND)] == [True, False, False]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (RoundState.DRAFTING, Phase.HIDDEN),
        (RoundState.PUBLISHED, Phase.OPEN),
        (RoundState.ASSESSING, Phase.CLOSED),
        (RoundState.DECIDED, Phase.CLOSED),
        (RoundState.ANNOUNCED, Phase.CLOSED),
        (RoundState.ARCHIVED, Phase.CLOSED),
        (RoundState.CANCELLED, Phase.HIDDEN),
    ],
)
def test_only_a_published_round_is_ever_open(state: RoundState, expected: Phase) -> None:
    assert phase(round_(state=state), CLOSES - SECOND) == expected


@pytest.mark.parametrize(
    ("before", "soon"),
    [(timedelta(days=7, seconds=1), False), (timedelta(days=7), True), (SECOND, True), (timedelta(0), False)],
)
def test_closing_soon_is_the_last_week(before: timedelta, soon: bool) -> None:
    assert is_closing_soon(round_(), CLOSES - before) is soon


@pytest.mark.parametrize(
    ("after", "opened_before", "expected"),
    [
        (-SECOND, None, True),
        (timedelta(0), None, False),
        (timedelta(0), SECOND, True),
        (timedelta(0), timedelta(0), False),
        (timedelta(minutes=5) - SECOND, SECOND, True),
        (timedelta(minutes=5), SECOND, False),
        (timedelta(minutes=1), -SECOND, False),
    ],
)
def test_a_page_that_was_open_before_the_closing_time_may_be_sent_for_five_minutes_more(
    after: timedelta, opened_before: timedelta | None, expected: bool
) -> None:
    opened_at = None if opened_before is None else CLOSES - opened_before
    assert in_time(CLOSES, CLOSES + after, opened_at) is expected


def test_the_refusal_before_the_opening_says_when_it_opens() -> None:
    with pytest.raises(Refused) as refused:
        refuse_before_opening(round_(), OPENS - SECOND)
    refuse_before_opening(round_(), OPENS)
    assert refused.value.reason == "Safer Communities Fund 2027 opens at 9am on Thursday 1 October 2026 (UK time)."


@pytest.mark.parametrize("state", list(RoundState))
def test_applicants_may_know_once_the_round_is_announced(state: RoundState) -> None:
    assert is_announced(round_(state=state)) == (state in ("announced", "archived"))
