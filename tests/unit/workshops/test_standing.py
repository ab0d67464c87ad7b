"""When booking is open, who moves up, and when a reminder is due."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.clock import from_london
from portal.workshops.models import Workshop
from portal.workshops.rules.standing import (
    Phase,
    Waiting,
    in_turn,
    is_for,
    is_members_first,
    key_of,
    moving_up,
    phase,
    reminder_due,
    when_words,
    where_words,
)

DAY = date(2027, 1, 14)


def workshop(day: date = DAY, start: time = time(18), **more: object) -> Workshop:
    values: dict[str, object] = {
        "state": "published",
        "starts_at": from_london(day, start),
        "ends_at": from_london(day, start) + timedelta(hours=2),
        "books_from": day - timedelta(days=10),
        "books_until": day - timedelta(days=2),
        "members_first_until": None,
        "kinds": [],
        "online": True,
        "link": "https://meet.example.org/x",
        "address": "",
    }
    return Workshop(**(values | more))


@pytest.mark.parametrize(
    ("day", "at", "expected"),
    [
        (date(2027, 1, 3), time(23, 59), Phase.NOT_YET),
        (date(2027, 1, 4), time(0), Phase.OPEN),
        (date(2027, 1, 12), time(23, 59), Phase.OPEN),
        (date(2027, 1, 13), time(0), Phase.CLOSED),
        (DAY, time(17, 59), Phase.CLOSED),
        (DAY, time(18), Phase.UNDER_WAY),
        (DAY, time(20), Phase.OVER),
    ],
)
def test_booking_is_read_off_the_clock(day: date, at: time, expected: Phase) -> None:
    assert phase(workshop(), from_london(day, at)) == expected


def test_days_are_londons_also_in_summer() -> None:
    summer = workshop(date(2027, 7, 14))
    assert phase(summer, datetime(2027, 7, 12, 22, 59, tzinfo=UTC)) == Phase.OPEN
    assert phase(summer, datetime(2027, 7, 12, 23, 0, tzinfo=UTC)) == Phase.CLOSED  # midnight in London


def test_a_cancelled_workshop_is_cancelled_whenever_it_is() -> None:
    for days in (-20, 0, 20):
        assert phase(workshop(state="cancelled"), from_london(DAY + timedelta(days=days), time(12))) == Phase.CANCELLED


def test_members_come_first_until_the_end_of_a_day() -> None:
    one = workshop(members_first_until=date(2027, 1, 8))
    assert is_members_first(one, date(2027, 1, 8)) and not is_members_first(one, date(2027, 1, 9))
    assert not is_members_first(workshop(), date(2027, 1, 8))


def test_kinds_limit_only_when_there_are_any() -> None:
    assert is_for(workshop(), "cio")
    assert is_for(workshop(kinds=["cio"]), "cio") and not is_for(workshop(kinds=["cio"]), "school")


def test_a_name_is_one_person_whatever_its_case_and_spaces() -> None:
    assert key_of("  Rosa   LIND ") == key_of("rosa lind") != key_of("Rosa Lindt")


LIST = [Waiting(4, False), Waiting(2, True), Waiting(1, False), Waiting(3, True)]


def test_while_members_come_first_only_they_move_up_and_stand_first() -> None:
    assert moving_up(LIST, 9, members_first=True) == [2, 3]
    assert in_turn(LIST, members_first=True) == [2, 3, 1, 4]


def test_afterwards_it_goes_by_who_asked_first() -> None:
    assert moving_up(LIST, 3, members_first=False) == [1, 2, 3]
    assert moving_up(LIST, 0, members_first=False) == [] == moving_up(LIST, -2, members_first=False)


@given(
    st.lists(st.tuples(st.integers(1, 60), st.booleans()), unique_by=lambda one: one[0]),
    st.integers(0, 70),
    st.booleans(),
)
def test_nobody_is_passed_over(rows: list[tuple[int, bool]], free: int, first: bool) -> None:
    waiting = [Waiting(*row) for row in rows]
    up = moving_up(waiting, free, members_first=first)
    allowed = {one.id for one in waiting if one.member or not first}
    assert len(up) == len(set(up)) == min(free, len(allowed)) and set(up) <= allowed
    assert all(one > max(up) for one in allowed - set(up) if up)
    assert sorted(in_turn(waiting, members_first=first)) == sorted(one.id for one in waiting)


@pytest.mark.parametrize(
    ("day", "at", "days"),
    [
        (date(2027, 1, 11), time(8, 59), None),
        (date(2027, 1, 11), time(9), 3),
        (date(2027, 1, 12), time(12), 3),  # a worker that was away
        (date(2027, 1, 13), time(8, 30), 3),
        (date(2027, 1, 13), time(9), 1),
        (date(2027, 1, 13), time(20), None),  # not in the evening
        (DAY, time(7, 59), None),
        (DAY, time(8), 1),
        (DAY, time(18), None),  # it begins
    ],
)
def test_reminders_come_at_a_sensible_hour_and_only_the_newest(day: date, at: time, days: int | None) -> None:
    found = reminder_due(workshop(), from_london(day, at))
    assert (found.days if found else None) == days


@pytest.mark.parametrize("day", [date(2027, 3, 29), date(2026, 10, 26), date(2028, 3, 1)])
def test_reminders_keep_their_hour_across_clock_changes_and_leap_days(day: date) -> None:
    for days in (3, 1):
        due = from_london(day - timedelta(days=days), time(9))
        found = reminder_due(workshop(day), due)
        assert found is not None and (found.days, found.since) == (days, due)
        before = reminder_due(workshop(day), due - timedelta(minutes=1))
        assert before is None or before.days > days


def test_drafts_and_cancelled_ones_remind_nobody() -> None:
    for state in ("draft", "cancelled"):
        assert reminder_due(workshop(state=state), from_london(date(2027, 1, 13), time(9))) is None


def test_words_of_when_and_where() -> None:
    assert when_words(workshop()) == "Thursday 14 January 2027, 6pm to 8pm (UK time)"
    late = workshop(start=time(23))
    assert when_words(late) == "Thursday 14 January 2027, 11pm to 1am on 15 January 2027 (UK time)"
    assert where_words(workshop(), with_link=False) == "Online"
    assert where_words(workshop(), with_link=True) == "Online: https://meet.example.org/x"
    place = workshop(online=False, address="1 Quay Lane,\n\nSouthampton")
    assert where_words(place, with_link=True) == "1 Quay Lane, Southampton"
