"""What is complete in a declaration, and when the next one is due."""

from datetime import UTC, date, datetime

import pytest

from portal.interests.rules import Due, Row, due, faults, next_due, reminder_due

FULL = Row("trustee", "Lantern Club", "Chair since 2024")


def test_interests_or_none_but_not_both_and_not_neither() -> None:
    assert faults([FULL, Row()], nothing=False) == {}
    assert faults([Row()], nothing=True) == {}
    assert list(faults([FULL], nothing=True)) == ["nothing"]
    assert list(faults([Row()], nothing=False)) == ["nothing"]


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        (Row("trustee"), ["organisation-0", "part-0"]),
        (Row("pirate", "x", "y"), ["kind-0"]),
        (Row("job", "x" * 201, "y" * 301), ["organisation-0", "part-0"]),
        (Row("", "x", "y"), ["kind-0"]),
    ],
)
def test_what_is_wrong_stands_beside_its_field(row: Row, fields: list[str]) -> None:
    assert list(faults([row], nothing=False)) == fields


@pytest.mark.parametrize(
    ("declared", "again"),
    [
        (datetime(2026, 11, 24, 12, tzinfo=UTC), date(2027, 11, 24)),
        (datetime(2028, 2, 29, 12, tzinfo=UTC), date(2029, 2, 28)),
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), date(2027, 7, 1)),  # already July in London
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2027, 12, 31)),  # not in winter
    ],
)
def test_it_is_due_a_year_on_by_londons_calendar(declared: datetime, again: date) -> None:
    assert next_due(declared) == again


def test_where_somebody_stands_and_which_reminder_they_should_have_had() -> None:
    declared = datetime(2026, 3, 31, 12, tzinfo=UTC)
    days = [date(2027, 2, 28), date(2027, 3, 1), date(2027, 3, 24), date(2027, 3, 30), date(2027, 3, 31)]
    assert [due(declared, day) for day in days] == [Due.DONE, Due.SOON, Due.SOON, Due.SOON, Due.OVER]
    assert [reminder_due(declared, day) for day in days] == [
        None,
        date(2027, 3, 1),
        date(2027, 3, 24),
        date(2027, 3, 24),
        date(2027, 3, 31),
    ]
    assert due(None, days[0]) == Due.NEVER
