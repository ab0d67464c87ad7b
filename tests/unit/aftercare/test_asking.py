"""The days of a question: until when it is asked, by when it is answered, when the office is reminded."""

from datetime import UTC, date, datetime

import pytest

from portal.aftercare.rules.asking import answer_due, due_words, last_day_to_ask, may_ask, reminder

FRIDAY = date(2026, 6, 5)


def test_twenty_working_days_by_london_clocks() -> None:
    late_on_thursday = datetime(2026, 6, 4, 23, 30, tzinfo=UTC)  # Friday in London
    assert last_day_to_ask(late_on_thursday) == date(2026, 7, 3)
    assert may_ask(late_on_thursday, date(2026, 7, 3))
    assert not may_ask(late_on_thursday, date(2026, 7, 4))
    assert not may_ask(None, FRIDAY)


def test_the_answer_is_due_five_working_days_later() -> None:
    assert answer_due(FRIDAY) == date(2026, 6, 12)
    assert answer_due(date(2026, 6, 6)) == date(2026, 6, 12), "asked on a Saturday"


@pytest.mark.parametrize(
    ("due", "which"),
    [
        (date(2026, 6, 4), "overdue"),
        (FRIDAY, "soon"),
        (date(2026, 6, 8), "soon"),
        (date(2026, 6, 9), ""),
    ],
)
def test_the_office_is_reminded_on_the_working_day_before(due: date, which: str) -> None:
    assert reminder(due, FRIDAY) == which


def test_due_in_words() -> None:
    assert due_words(date(2026, 6, 4), FRIDAY) == "Overdue since Thursday 4 June 2026"
    assert due_words(FRIDAY, FRIDAY) == "Due today"
    assert due_words(date(2026, 6, 8), FRIDAY) == "Due by Monday 8 June 2026"
