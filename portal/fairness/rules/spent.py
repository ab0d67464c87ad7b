"""How long applications lay with assessors: from the first time they opened one to sending their scores."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from statistics import median


@dataclass(frozen=True)
class Sent:
    """Scores that somebody sent on one application; `opened_at` is None where no opening is written down."""

    assessor_id: int
    assessor: str
    opened_at: datetime | None
    sent_at: datetime


@dataclass(frozen=True)
class Spent:
    """Middle, shortest and longest time in seconds, of so many applications; None where no time is known.

    `unknown` is how many were sent without having been opened before, as far as the portal knows.
    """

    who: str
    applications: int
    unknown: int
    middle: Fraction | None
    shortest: Fraction | None
    longest: Fraction | None


def spent(sent: Iterable[Sent]) -> tuple[Spent, list[Spent]]:
    """(All together, each assessor by name)."""
    by_person: dict[tuple[str, int], list[Fraction | None]] = {}
    for one in sent:
        by_person.setdefault((one.assessor, one.assessor_id), []).append(_seconds(one))
    everything = [time for times in by_person.values() for time in times]
    return _spent("All", everything), [_spent(name, times) for (name, _), times in sorted(by_person.items())]


def _seconds(one: Sent) -> Fraction | None:
    """Exact, to the microsecond; a page that was first opened after sending says nothing about the work."""
    if one.opened_at is None or one.opened_at > one.sent_at:
        return None
    took = one.sent_at - one.opened_at
    return took.days * 86_400 + took.seconds + Fraction(took.microseconds, 1_000_000)


def _spent(who: str, times: list[Fraction | None]) -> Spent:
    known = [time for time in times if time is not None]
    unknown = len(times) - len(known)
    if not known:
        return Spent(who, 0, unknown, None, None, None)
    return Spent(who, len(known), unknown, Fraction(median(known)), min(known), max(known))
