"""Judgements about the day that is promised and the hour that is set. No session."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.core.clock import london
from portal.core.dates import weekday_words

NEAR = timedelta(days=5)
LONGEST_AHEAD = timedelta(days=90)


class Due(StrEnum):
    """What officers are told about a promised day."""

    NEAR = "near"
    LATE = "late"


def due(decision_on: date, today: date) -> Due | None:
    """Whether a promised day is over, or comes within five days; None while it is further off."""
    if today > decision_on:
        return Due.LATE
    return Due.NEAR if decision_on - today <= NEAR else None


def hour_problem(at: datetime, now: datetime, decision_on: date) -> str | None:
    """Why a release cannot be set for an instant, in a sentence that begins with the fix; None when it can.

    It must be to come, and not after the promised day while that can still be kept.
    """
    if at <= now:
        return "Enter a day and a time that are still to come"
    if at - now > LONGEST_AHEAD:
        return "Enter a day within the next 90 days"
    if london(now).date() <= decision_on < london(at).date():
        return f"Enter a day up to {weekday_words(decision_on)}, which we promised, or put off the decision first"
    return None
