"""When booking is open, who may have a place, who moves up, and when to remind: facts in, verdicts out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from portal.core.clock import from_london, london
from portal.core.dates import date_words, time_words, weekday_words
from portal.core.text import one_line
from portal.workshops.models import Workshop
from portal.workshops.states import WorkshopState

MOST_PLACES = 500
MOST_PLACES_EACH = 20
NEEDS_KEPT = timedelta(days=30)
REMIND_DAYS_BEFORE = (3, 1)
REMIND_AT = time(9)
SENSIBLE_HOURS = range(8, 20)  # London: nobody's phone rings at night because a worker was late


class Phase(StrEnum):
    """What a published or cancelled workshop is to the public now."""

    NOT_YET = "not_yet"
    OPEN = "open"
    CLOSED = "closed"
    UNDER_WAY = "under_way"
    OVER = "over"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class WorkshopFacts:
    """What an officer decides about a workshop. Instants in UTC; days London's, both ends included."""

    title: str
    learn: str
    starts_at: datetime
    ends_at: datetime
    online: bool
    link: str
    address: str
    access: tuple[str, ...]
    access_more: str
    places: int
    places_each: int
    books_from: date
    books_until: date
    members_first_until: date | None
    kinds: tuple[str, ...]
    topics: tuple[str, ...]


def phase(workshop: Workshop, at: datetime) -> Phase:
    """How a workshop stands at an instant."""
    if workshop.state == WorkshopState.CANCELLED:
        return Phase.CANCELLED
    if at >= workshop.ends_at:
        return Phase.OVER
    if at >= workshop.starts_at:
        return Phase.UNDER_WAY
    day = london(at).date()
    if day < workshop.books_from:
        return Phase.NOT_YET
    return Phase.OPEN if day <= workshop.books_until else Phase.CLOSED


def is_members_first(workshop: Workshop, on: date) -> bool:
    """Whether only members get places on that day (London)."""
    return workshop.members_first_until is not None and on <= workshop.members_first_until


def is_for(workshop: Workshop, kind: str) -> bool:
    """Whether it is for groups of that kind."""
    return not workshop.kinds or kind in workshop.kinds


@dataclass(frozen=True)
class Waiting:
    """One who waits: the booking's id, and whether their organisation is a member today."""

    id: int
    member: bool


def in_turn(waiting: Sequence[Waiting], *, members_first: bool) -> list[int]:
    """The waiting list in the order in which places are given: by when they asked; members before others while they
    come first.
    """
    ordered = sorted(waiting, key=lambda one: (members_first and not one.member, one.id))
    return [one.id for one in ordered]


def moving_up(waiting: Sequence[Waiting], free: int, *, members_first: bool) -> list[int]:
    """Who gets a place now that so many are free."""
    allowed = [one for one in waiting if one.member or not members_first]
    return in_turn(allowed, members_first=members_first)[: max(0, free)]


def key_of(name: str) -> str:
    """A person's name as it is compared: two presses, or two spellings of case and space, are one person."""
    return one_line(name).casefold()[:120]


@dataclass(frozen=True)
class Reminder:
    """A reminder that is due: so many days before, and since when."""

    days: int
    since: datetime


def reminder_due(workshop: Workshop, at: datetime) -> Reminder | None:
    """The newest reminder that should be out at an instant; none by night, and none once it begins.

    A reminder that was missed is not sent after the next one is due.
    """
    if workshop.state != WorkshopState.PUBLISHED or at >= workshop.starts_at or london(at).hour not in SENSIBLE_HOURS:
        return None
    day = london(workshop.starts_at).date()
    moments = [Reminder(days, from_london(day - timedelta(days=days), REMIND_AT)) for days in REMIND_DAYS_BEFORE]
    return next((one for one in sorted(moments, key=lambda one: one.days) if one.since <= at), None)


def when_words(workshop: Workshop) -> str:
    """`Thursday 14 January 2027, 6pm to 8pm`; with both days where it lasts over midnight."""
    first, last = london(workshop.starts_at).date(), london(workshop.ends_at).date()
    until = time_words(workshop.ends_at) if first == last else f"{time_words(workshop.ends_at)} on {date_words(last)}"
    return f"{weekday_words(first)}, {time_words(workshop.starts_at)} to {until} (UK time)"


def where_words(workshop: Workshop, *, with_link: bool) -> str:
    """Where it is; how to join online only for those who have a place."""
    if not workshop.online:
        return ", ".join(line.strip(" ,") for line in workshop.address.splitlines() if line.strip(" ,"))
    return f"Online: {workshop.link}" if with_link and workshop.link else "Online"
