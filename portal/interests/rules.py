"""Pure judgements about declarations: what is complete, and when the next one is due."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.core.clock import london
from portal.organisations.rules import year_after

KINDS = {
    "job": "Paid work",
    "trustee": "Trustee, director or committee member",
    "volunteer": "Volunteer or member",
    "family": "A close relative or friend is part of it",
    "money": "Money: shares, property, gifts or a contract",
    "other": "Something else",
}
MOST = 30
REMIND_BEFORE = (timedelta(days=30), timedelta(days=7), timedelta(0))


class Due(StrEnum):
    """Where a person stands with their declaration."""

    NEVER = "never"
    OVER = "over"
    SOON = "soon"
    DONE = "done"


DUE_LABELS = {
    Due.NEVER: "Not declared yet",
    Due.OVER: "Due again",
    Due.SOON: "Due soon",
    Due.DONE: "Declared",
}


@dataclass(frozen=True)
class Row:
    """What was typed in one row of the form."""

    kind: str = ""
    organisation: str = ""
    part: str = ""
    private: bool = False

    @property
    def blank(self) -> bool:
        """Whether nothing was typed in it."""
        return not (self.kind or self.organisation or self.part)


def faults(rows: Sequence[Row], *, nothing: bool) -> Mapping[str, str]:
    """Field -> what is wrong with it; fields are called `kind-0`, `organisation-0`, `part-0`, and `nothing`."""
    found: dict[str, str] = {}
    for number, row in enumerate(rows):
        found |= {} if row.blank else _faults_of(number, row)
    some = any(not row.blank for row in rows)
    if some and nothing:
        found["nothing"] = "You have entered interests. Empty them, or do not tick that you have none"
    if not some and not nothing:
        found["nothing"] = "Enter an interest, or tick that you have none"
    return found


def _faults_of(number: int, row: Row) -> dict[str, str]:
    found = {}
    if row.kind not in KINDS:
        found[f"kind-{number}"] = f"Select what kind of interest number {number + 1} is"
    for field, value, longest, missing in (
        ("organisation", row.organisation, 200, f"Enter the organisation of interest {number + 1}"),
        ("part", row.part, 300, f"Enter what your part in interest {number + 1} is"),
    ):
        if not value:
            found[f"{field}-{number}"] = missing
        elif len(value) > longest:
            found[f"{field}-{number}"] = f"Interest {number + 1} must be {longest} characters or fewer here"
    return found


def next_due(declared_at: datetime) -> date:
    """The London day, a year on, by which to declare again; 29 February gives 28 February."""
    return year_after(london(declared_at).date())


def due(declared_at: datetime | None, today: date) -> Due:
    """Where somebody stands today; due soon is within thirty days."""
    if declared_at is None:
        return Due.NEVER
    left = next_due(declared_at) - today
    if left <= timedelta(0):
        return Due.OVER
    return Due.SOON if left <= REMIND_BEFORE[0] else Due.DONE


def reminder_due(declared_at: datetime, today: date) -> date | None:
    """The day of the newest reminder that should have gone by today; None when none should yet."""
    passed = [next_due(declared_at) - before for before in REMIND_BEFORE if next_due(declared_at) - before <= today]
    return max(passed, default=None)
