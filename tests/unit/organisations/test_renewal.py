"""When a membership ends, when it can be renewed, and for how long: days of London, whatever the clocks do."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.organisations.models import Membership
from portal.organisations.rules import is_member, last_day, may_renew, reminder_due, renewed_until, year_after
from portal.organisations.states import MembershipState


def member(until: date, *, waits: bool = False) -> Membership:
    return Membership(state=MembershipState.APPROVED, approved_until=until, renewal_waits=waits)


def test_a_renewal_that_waits_gives_thirty_days_more() -> None:
    until = date(2027, 3, 1)
    assert (last_day(member(until)), last_day(member(until, waits=True))) == (until, date(2027, 3, 31))
    assert is_member(member(until, waits=True), date(2027, 3, 31))
    assert not is_member(member(until, waits=True), date(2027, 4, 1))


def test_it_can_be_renewed_in_the_last_sixty_days() -> None:
    until = date(2028, 2, 29)
    assert [may_renew(member(until), day) for day in (date(2027, 12, 30), date(2027, 12, 31), until)] == [
        False,
        True,
        True,
    ]
    assert not may_renew(member(until), date(2028, 3, 1))
    assert not may_renew(Membership(state=MembershipState.SUSPENDED, approved_until=until), until)


@pytest.mark.parametrize(
    ("left", "due"), [(61, None), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (0, 7), (-1, None)]
)
def test_the_latest_reminder_alone_is_due(left: int, due: int | None) -> None:
    until = date(2027, 4, 20)
    assert reminder_due(until, until - timedelta(days=left)) == due


@pytest.mark.parametrize(
    ("ends", "on", "until"),
    [
        (date(2027, 2, 28), date(2027, 2, 1), date(2028, 2, 28)),
        (date(2028, 2, 29), date(2028, 2, 29), date(2029, 2, 28)),
        (date(2027, 3, 28), date(2027, 3, 28), date(2028, 3, 28)),
        (date(2027, 10, 31), date(2027, 9, 30), date(2028, 10, 31)),
        (date(2026, 3, 1), date(2027, 6, 1), date(2028, 6, 1)),  # the year that would be renewed is over
    ],
)
def test_a_year_is_from_the_old_last_day(ends: date, on: date, until: date) -> None:
    assert renewed_until(ends, on) == until


@given(st.dates(date(2000, 1, 1), date(2199, 12, 31)))
def test_a_year_is_never_longer_than_366_days_nor_shorter_than_365(day: date) -> None:
    assert 365 <= (year_after(day) - day).days <= 366
