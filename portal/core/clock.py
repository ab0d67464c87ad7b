"""The one clock. Instants are stored in UTC; deadlines and days are those of Europe/London."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_shift: ContextVar[timedelta] = ContextVar("clock_shift", default=timedelta(0))


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC) + _shift.get()


@contextmanager
def as_of(instant: datetime) -> Iterator[None]:
    """Let the clock of this thread run from another instant: for a demonstration that needs a past."""
    token = _shift.set(instant - datetime.now(UTC))
    try:
        yield
    finally:
        _shift.reset(token)


def london(instant: datetime) -> datetime:
    """The same instant on a London wall clock."""
    return instant.astimezone(LONDON)


def today() -> date:
    """The day it is in London."""
    return london(now()).date()


def from_london(day: date, at: time) -> datetime:
    """The UTC instant at which London clocks show `at` on `day`.

    An hour that happens twice (clocks going back) means its first pass, as people would expect of a deadline.
    """
    return datetime.combine(day, at, tzinfo=LONDON).astimezone(UTC)
