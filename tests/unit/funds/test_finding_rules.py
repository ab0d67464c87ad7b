"""Questions, followers and checks: judged by the clock, also when the clocks change."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from portal.core.clock import LONDON
from portal.core.refusal import Refused
from portal.funds.calendar import calendar_of
from portal.funds.counts import counted
from portal.funds.models import CheckCount, Follower, Fund, Round
from portal.funds.open_data import open_funds
from portal.funds.rules import (
    MOST_IN_A_SPELL,
    Following,
    days_before,
    following,
    hears_of_closing,
    questions_until,
    refuse_flood,
    refuse_unless_taking_questions,
    takes_questions,
)

SECOND = timedelta(seconds=1)
OPENS, CLOSES = datetime(2027, 1, 4, 9, tzinfo=UTC), datetime(2027, 4, 2, 11, tzinfo=UTC)  # midday in summer time


def round_of(**changes: Any) -> Round:
    facts: dict[str, Any] = dict(
        slug="safer-2027", name="Safer Communities Fund 2027", state="published", opens_at=OPENS, closes_at=CLOSES,
        decision_on=date(2027, 6, 1), min_pence=300_100, max_pence=7_500_000, budget_pence=60_000_000,
        members_only=True,
        fund=Fund(slug="safer", code="SCF", title="Safer Communities Fund", one_line="Money for safety."),
    )  # fmt: skip
    return Round(**facts | changes)


def london(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LONDON).astimezone(UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("closes", "week_before"),
    [
        (london(2027, 1, 14, 12), london(2027, 1, 7, 12)),
        (london(2027, 4, 2, 12), london(2027, 3, 26, 12)),  # the clocks go forward on 28 March
        (london(2026, 10, 28, 23, 59), london(2026, 10, 21, 23, 59)),  # the clocks go back on 25 October
        (london(2027, 11, 7, 1, 30), london(2027, 10, 31, 1, 30)),  # an hour that happens twice: its first pass
    ],
)
def test_a_week_before_is_the_same_time_on_the_wall(closes: datetime, week_before: datetime) -> None:
    assert days_before(closes, 7) == week_before
    assert questions_until(round_of(closes_at=closes)) == week_before


def test_questions_are_taken_from_publication_to_the_last_second_before_the_cut_off() -> None:
    round_, cut_off = round_of(), london(2027, 3, 26, 12)
    assert takes_questions(round_, OPENS - timedelta(days=30))
    assert takes_questions(round_, cut_off - SECOND)
    assert not takes_questions(round_, cut_off)
    with pytest.raises(Refused, match=r"midday on Friday 26 March 2027 \(UK time\)"):
        refuse_unless_taking_questions(round_, cut_off)
    for state in ("drafting", "cancelled", "assessing", "announced"):
        assert not takes_questions(round_of(state=state), OPENS)


def test_followers_hear_of_closing_in_the_last_week_of_a_round_that_was_open_before_it() -> None:
    week = london(2027, 3, 26, 12)
    assert [hears_of_closing(round_of(), at) for at in (week - SECOND, week, CLOSES - SECOND, CLOSES)] == [
        False, True, True, False,
    ]  # fmt: skip
    assert not hears_of_closing(round_of(opens_at=week), week + SECOND)


@pytest.mark.parametrize(
    ("confirmed", "stopped", "age", "state"),
    [
        (False, False, timedelta(days=7) - SECOND, Following.WAITING),
        (False, False, timedelta(days=7), Following.TOO_OLD),
        (True, False, timedelta(days=700), Following.ON),
        (True, True, timedelta(days=1), Following.STOPPED),
        (False, True, timedelta(days=8), Following.TOO_OLD),
    ],
)
def test_what_a_followers_link_is_worth(confirmed: bool, stopped: bool, age: timedelta, state: Following) -> None:
    follower = Follower(
        asked_at=OPENS, confirmed_at=OPENS if confirmed else None, stopped_at=OPENS if stopped else None
    )
    assert following(follower, OPENS + age) == state


@pytest.mark.parametrize("kind", MOST_IN_A_SPELL)
def test_a_flood_is_refused_and_the_last_one_before_it_is_not(kind: str) -> None:
    refuse_flood(kind, MOST_IN_A_SPELL[kind] - 1)
    with pytest.raises(Refused, match="Wait an hour"):
        refuse_flood(kind, MOST_IN_A_SPELL[kind])


def test_the_calendar_holds_every_date_at_its_instant_on_both_sides_of_the_clock_change() -> None:
    events = {
        str(one["uid"]).split("@")[0]: one
        for one in Calendar.from_ical(calendar_of(round_of(), "https://p.example.org")).walk("VEVENT")
    }
    found = {name.removeprefix("safer-2027-"): one.decoded("dtstart") for name, one in events.items()}
    assert found == {
        "opens": OPENS,
        "questions": london(2027, 3, 26, 12),
        "closes": CLOSES,
        "decision": date(2027, 6, 1),
    }
    closes = events["safer-2027-closes"]
    assert closes["summary"] == "Safer Communities Fund 2027: closes"
    assert "midday on Friday 2 April 2027 (UK time)" in closes["description"]
    assert closes["url"] == "https://p.example.org/funds/safer-2027"
    assert "dtend" not in closes, "RFC 5545: an end must be later than its start"


def test_the_open_list_gives_london_times_with_their_offset_and_whole_pence() -> None:
    later = round_of(slug="later", opens_at=OPENS + timedelta(days=80), closes_at=CLOSES + timedelta(days=80))
    shut, hidden = round_of(slug="shut", state="assessing"), round_of(slug="hidden", state="drafting")
    found = open_funds([later, shut, hidden, round_of()], OPENS, "https://p.example.org")
    assert ([one["id"] for one in found["open"]], [one["id"] for one in found["opening_soon"]]) == (
        ["safer-2027"],
        ["later"],
    )
    assert found["as_of"] == "2027-01-04T09:00:00+00:00"
    assert found["open"][0] == {
        "id": "safer-2027",
        "fund": "Safer Communities Fund",
        "round": "Safer Communities Fund 2027",
        "summary": "Money for safety.",
        "url": "https://p.example.org/funds/safer-2027",
        "opens_at": "2027-01-04T09:00:00+00:00",
        "closes_at": "2027-04-02T12:00:00+01:00",
        "questions_until": "2027-03-26T12:00:00+00:00",
        "decision_by": "2027-06-01",
        "min_pence": 300_100,
        "max_pence": 7_500_000,
        "available_pence": 60_000_000,
        "members_only": True,
    }


def test_counts_are_added_up_by_day_and_by_question() -> None:
    def row(day: int, question: str, result: str, count: int) -> CheckCount:
        return CheckCount(day=date(2027, 1, day), question=question, result=result, count=count)

    rows = [
        row(4, "", "pass", 3), row(4, "", "stop", 2), row(5, "", "warn", 1), row(5, "", "stop", 2),
        row(4, "rules", "stop", 1), row(5, "rules", "stop", 2), row(4, "area", "stop", 2), row(5, "bank", "warn", 1),
    ]  # fmt: skip
    found = counted(rows, {"rules": "Rules?", "area": "Area?"})
    assert (found.total, found.passed, found.warned, found.stopped) == (8, 3, 1, 4)
    assert [(one.label, one.stopped, one.warned, one.share) for one in found.questions] == [
        ("Rules?", 3, 0, 100),
        ("Area?", 2, 0, 66),
        ("bank", 0, 1, 0),
    ]
    assert [(one.day.day, one.total) for one in found.days] == [(5, 3), (4, 5)]
    assert counted([], {}).total == 0
