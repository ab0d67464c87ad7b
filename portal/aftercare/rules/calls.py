"""When calls about feedback can be put up, booked, moved and cancelled."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from portal.core.clock import from_london, london

MINUTES = 20  # what the feedback page promises
MOST_AT_ONCE = 12
FEWEST_DIGITS = 7
LONGEST_PHONE = 40  # with a name or an extension


def starts_of(day: date, first: time, count: int) -> list[datetime]:
    """The starts (UTC) of so many calls, one after the other, the first when London's clocks show `first`."""
    begins = from_london(day, first)
    return [begins + timedelta(minutes=MINUTES * number) for number in range(count)]


def put_up_problem(starts: Sequence[datetime], now: datetime) -> str | None:
    """Why calls cannot be put up at these times, or None."""
    if london(starts[0]).date() <= london(now).date():
        return "Choose a day from tomorrow on, so that groups can book until the day before"
    if any(london(start).date() != london(starts[0]).date() for start in starts):
        return "These calls would go on after the end of the day"
    return None


def may_change(starts_at: datetime, today: date) -> bool:
    """Whether a call can still be booked, moved or cancelled: until the day before it, in London."""
    return today < london(starts_at).date()


def phone_problem(typed: str) -> str | None:
    """Why nobody could be called on what was typed, or None."""
    if sum(one.isdigit() for one in typed) < FEWEST_DIGITS or len(typed) > LONGEST_PHONE:
        return "Enter the phone number that we should call, like 01962 871595"
    return None
