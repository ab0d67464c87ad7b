"""Days and instants as words, on London's clock, on both days when it changes."""

import contextlib
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core import clock
from portal.core.dates import (
    MONTHS,
    date_words,
    datetime_second_words,
    datetime_words,
    deadline_words,
    parse_day,
    parse_time,
    time_words,
    weekday_words,
)


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (0, 0, "12am"), (0, 5, "12:05am"), (9, 30, "9:30am"), (11, 59, "11:59am"), (12, 0, "midday"),
        (12, 1, "12:01pm"), (17, 0, "5pm"), (23, 59, "11:59pm"),
    ],
)  # fmt: skip
def test_times_of_day(hour: int, minute: int, words: str) -> None:
    assert time_words(datetime(2027, 1, 14, hour, minute, tzinfo=UTC)) == words


def test_days() -> None:
    assert date_words(date(2027, 1, 4)) == "4 January 2027"
    assert weekday_words(date(2028, 2, 29)) == "Tuesday 29 February 2028"


def test_winter_shows_utc_and_summer_an_hour_more() -> None:
    assert datetime_words(datetime(2027, 1, 14, 9, 30, tzinfo=UTC)) == "14 January 2027 at 9:30am"
    assert datetime_words(datetime(2027, 7, 14, 11, 0, tzinfo=UTC)) == "14 July 2027 at midday"
    assert datetime_words(datetime(2027, 7, 14, 23, 30, tzinfo=UTC)) == "15 July 2027 at 12:30am"


def test_a_deadline_is_one_phrase() -> None:
    at = datetime(2027, 1, 14, 23, 59, tzinfo=UTC)
    assert deadline_words(at) == "11:59pm on Thursday 14 January 2027 (UK time)"


def test_a_deadline_entered_in_summer_for_winter_is_winter_time() -> None:
    closes = clock.from_london(date(2027, 11, 5), time(12))
    assert closes == datetime(2027, 11, 5, 12, tzinfo=UTC)
    assert deadline_words(closes) == "midday on Friday 5 November 2027 (UK time)"


def test_the_clocks_go_forward() -> None:
    day = date(2027, 3, 28)
    assert clock.from_london(day, time(0, 59)) == datetime(2027, 3, 28, 0, 59, tzinfo=UTC)
    assert clock.from_london(day, time(2)) == datetime(2027, 3, 28, 1, tzinfo=UTC)
    skipped = clock.from_london(day, time(1, 30))  # no clock shows it: half an hour after the change
    assert datetime_words(skipped) == "28 March 2027 at 2:30am"


def test_the_clocks_go_back_and_the_first_pass_counts() -> None:
    day = date(2027, 10, 31)
    twice = clock.from_london(day, time(1, 30))
    assert twice == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert time_words(twice) == time_words(twice + timedelta(hours=1)) == "1:30am"
    assert clock.from_london(day, time(2)) - clock.from_london(day, time(0)) == timedelta(hours=3)


def test_a_receipt_counts_seconds() -> None:
    assert datetime_second_words(datetime(2027, 6, 1, 11, 0, 5, tzinfo=UTC)) == "1 June 2027 at 12:00:05pm"
    assert datetime_second_words(datetime(2027, 1, 1, 0, 0, 0, tzinfo=UTC)) == "1 January 2027 at 12:00:00am"


def test_today_is_londons() -> None:
    with clock.as_of(datetime(2027, 7, 14, 23, 30, tzinfo=UTC)):
        assert clock.today() == date(2027, 7, 15)
    with clock.as_of(datetime(2027, 1, 14, 23, 30, tzinfo=UTC)):
        assert clock.today() == date(2027, 1, 14)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (("4", "1", "2027"), date(2027, 1, 4)),
        ((" 04 ", "sep", "2027"), date(2027, 9, 4)),
        (("4", "SEPTEMBER", "2027"), date(2027, 9, 4)),
        (("4", "may", "2027"), date(2027, 5, 4)),
        (("29", "2", "2028"), date(2028, 2, 29)),
        (("\uff14", "\uff11", "\uff12\uff10\uff12\uff17"), date(2027, 1, 4)),
        (("1", "1", "1900"), date(1900, 1, 1)),
        (("31", "12", "2200"), date(2200, 12, 31)),
    ],
)
def test_dates_that_are_dates(typed: tuple[str, str, str], found: date) -> None:
    assert parse_day(*typed) == found


@pytest.mark.parametrize(
    "typed",
    [
        ("29", "2", "2027"), ("31", "4", "2027"), ("0", "1", "2027"), ("1", "13", "2027"), ("1", "0", "2027"),
        ("1", "2", "27"), ("1", "1", "1899"), ("1", "1", "2201"), ("1", "1", "9999"), ("1", "1", "99999999999"),
        ("1", "ju", "2027"), ("1", "ma", "2027"), ("1", "junuary", "2027"), ("one", "1", "2027"), ("1", "", "2027"),
        ("", "1", "2027"), ("1", "1", ""), ("-1", "1", "2027"), ("1.0", "1", "2027"), ("²", "1", "2027"),
        ("1", "²", "2027"), ("9" * 5000, "1", "2027"), ("1", "9" * 5000, "2027"), ("1", "1", "٢٠٢٧٠"),
    ],
)  # fmt: skip
def test_dates_that_are_none(typed: tuple[str, str, str]) -> None:
    with pytest.raises(ValueError):
        parse_day(*typed)


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_what_is_shown_can_be_typed_again(day: date) -> None:
    shown_day, month, year = date_words(day).split()
    assert parse_day(shown_day, month, year) == day
    assert parse_day(str(day.day), str(MONTHS.index(month) + 1), year) == day


@given(st.text(max_size=6), st.text(max_size=6), st.text(max_size=6))
def test_nothing_but_value_error_comes_of_strange_boxes(day: str, month: str, year: str) -> None:
    with contextlib.suppress(ValueError):
        assert isinstance(parse_day(day, month, year), date)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("12:00", time(12)), ("midday", time(12)), ("Noon", time(12)), ("5pm", time(17)), ("5 pm", time(17)),
        ("9.30am", time(9, 30)), ("12am", time(0)), ("12pm", time(12)), ("23:59", time(23, 59)), (" 0:05 ", time(0, 5)),
    ],
)  # fmt: skip
def test_times_that_are_times(typed: str, found: time) -> None:
    assert parse_time(typed) == found


@pytest.mark.parametrize("typed", ["", "12", "24:00", "13pm", "0am", "9:60", "lunch", "9:3", "5:00 o'clock", "²:00"])
def test_times_that_are_none(typed: str) -> None:
    with pytest.raises(ValueError):
        parse_time(typed)
