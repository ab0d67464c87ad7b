"""Dates and times in the words of a British page. Every instant is shown on London's clock."""

import re
from calendar import monthrange
from datetime import date, datetime, time

from portal.core.clock import london

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def date_words(day: date) -> str:
    """`14 January 2027`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def weekday_words(day: date) -> str:
    """`Thursday 14 January 2027`."""
    return f"{DAYS[day.weekday()]} {date_words(day)}"


def time_words(instant: datetime) -> str:
    """`9:30am`, `5pm`, `midday`; never `12pm`."""
    at = london(instant)
    if (at.hour, at.minute) == (12, 0):
        return "midday"
    minutes = f":{at.minute:02d}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"


def datetime_words(instant: datetime) -> str:
    """`14 January 2027 at 9:30am`."""
    return f"{date_words(london(instant).date())} at {time_words(instant)}"


def datetime_second_words(instant: datetime) -> str:
    """`14 January 2027 at 9:30:05am`, for receipts, where the second counts."""
    at = london(instant)
    half = "am" if at.hour < 12 else "pm"
    return f"{date_words(at.date())} at {at.hour % 12 or 12}:{at.minute:02d}:{at.second:02d}{half}"


def deadline_words(instant: datetime) -> str:
    """`11:59pm on Thursday 14 January 2027 (UK time)`: the whole rule in one phrase."""
    return f"{time_words(instant)} on {weekday_words(london(instant).date())} (UK time)"


def parse_time(typed: str) -> time:
    """A time of day as people write it: `12:00`, `9.30am`, `5pm`, `midday`. Raises ValueError for anything else."""
    plain = typed.strip().casefold()
    if plain in ("midday", "noon"):
        return time(12)
    found = re.fullmatch(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?\s*(am|pm)?", plain)
    if not found or not (found[2] or found[3]):
        raise ValueError("not a time")
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            raise ValueError("not a time")
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    return time(hour, minute)


def parse_day(day: str, month: str, year: str) -> date:
    """A date from three boxes; the month may be a number or a name (`sep`, `September`).

    Raises ValueError when they are no date of the years 1900 to 2200.
    """
    number = month.strip().casefold()
    if not number.isdecimal():
        matches = [i + 1 for i, name in enumerate(MONTHS) if len(number) >= 3 and name.casefold().startswith(number)]
        if len(matches) != 1:
            raise ValueError("not a month")
        number = str(matches[0])
    if not (day.strip().isdecimal() and year.strip().isdecimal()):
        raise ValueError("not a number")
    if max(len(number), len(day.strip()), len(year.strip())) > 4:  # date() overflows on what is longer still
        raise ValueError("out of range")
    found = date(int(year), int(number), int(day))
    if not 1900 <= found.year <= 2200:
        raise ValueError("out of range")
    return found


def months_after(day: date, months: int) -> date:
    """The same day that many months later, or the last that the month has."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
