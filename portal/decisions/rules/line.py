"""The funding line: which applications it funds, with which amounts, and how that stands to the money. Pure.

A total counts as it is shown: out of 40, rounded once, half up, to one decimal. Everything with a total at or above
the line is chosen with all that it asks for; ticks, unticks and typed amounts change that for one application.
Applications that are signed already are not moved by the line: they keep what was signed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

MOST_SHARES = 3


@dataclass(frozen=True)
class Candidate:
    """A scored application and what is counted about it. Money in pence.

    `signed_pence` is None while nothing is signed. `revision` is that of its recommendation, 0 for none, and
    `recommended_pence` its money. `districts` are ONS codes or `all`, `priority` and `size` values of the pack,
    `by_and_for` the group's own word.
    """

    reference: str
    title: str
    group: str
    organisation_id: int
    total: Decimal | None
    place: int | None
    asked_pence: int
    apart: bool = False
    signed_pence: int | None = None
    revision: int = 0
    recommended_pence: int = 0
    districts: tuple[str, ...] = ()
    priority: str = ""
    size: str = ""
    first_time: bool = False
    by_and_for: str = ""

    @property
    def movable(self) -> bool:
        """Whether it can be chosen here: nothing is signed, and it asks for money."""
        return self.signed_pence is None and self.asked_pence > 0


@dataclass(frozen=True)
class Share:
    """At least so much of the chosen money for something: `kind` and `value` say what, `least` percent or pence."""

    kind: str
    value: str
    percent: bool
    least: int


@dataclass(frozen=True)
class Line:
    """Where the line is (None: above all), and what is decided by hand, by reference. Parts in pence."""

    at: Decimal | None = None
    ticked: frozenset[str] = frozenset()
    unticked: frozenset[str] = frozenset()
    parts: Mapping[str, int] = field(default_factory=dict)
    shares: tuple[Share, ...] = ()


@dataclass(frozen=True)
class Sums:
    """A round's money with a choice, in pence."""

    pot: int
    committed: int
    chosen: int
    count: int

    @property
    def left(self) -> int:
        """What remains; below zero when the choice is over the pot."""
        return self.pot - self.committed - self.chosen


def above(candidate: Candidate, at: Decimal | None) -> bool:
    """Whether the line alone chooses it."""
    return candidate.movable and at is not None and candidate.total is not None and candidate.total >= at


def chosen(candidates: Iterable[Candidate], line: Line) -> dict[str, int]:
    """Reference -> pence of each application that is not signed and that the line, or a hand, chooses."""
    found = {}
    for one in candidates:
        by_line = above(one, line.at) and one.reference not in line.unticked
        if one.movable and (by_line or one.reference in line.ticked):
            found[one.reference] = min(line.parts.get(one.reference, one.asked_pence), one.asked_pence)
    return found


def sums(candidates: Sequence[Candidate], amounts: Mapping[str, int], pot: int, committed: int) -> Sums:
    """How the money stands with a choice: `amounts` by reference, in pence."""
    known = {one.reference for one in candidates}
    counted = {reference: pence for reference, pence in amounts.items() if reference in known}
    return Sums(pot, committed, sum(counted.values()), len(counted))


def places(totals: Sequence[Decimal | None]) -> list[int | None]:
    """The place of each total, 1 the highest; equal totals share a place and the next ones are skipped."""
    first: dict[Decimal, int] = {}
    for place, total in enumerate(sorted((t for t in totals if t is not None), reverse=True), 1):
        first.setdefault(total, place)
    return [None if total is None else first[total] for total in totals]


def levels(candidates: Iterable[Candidate]) -> list[Decimal]:
    """The different totals of what can be moved, highest first: equal totals cross the line together."""
    return sorted({one.total for one in candidates if one.movable and one.total is not None}, reverse=True)


def moved(candidates: Iterable[Candidate], at: Decimal | None, way: str) -> Decimal | None:
    """The line one total further `up` (funds fewer; above all: None) or `down` (funds more)."""
    found = levels(candidates)
    funded = [level for level in found if at is not None and level >= at]
    if way == "up":
        return funded[-2] if len(funded) > 1 else None
    below = found[len(funded) :]
    return below[0] if below else at


def line_that_fits(candidates: Sequence[Candidate], left_pence: int) -> Decimal | None:
    """The lowest line for which everything at or above it can be paid in full from what is left; None: nothing can."""
    asked: dict[Decimal, int] = {}
    for one in candidates:
        if one.movable and one.total is not None:
            asked[one.total] = asked.get(one.total, 0) + one.asked_pence
    fits = None
    for level in sorted(asked, reverse=True):
        left_pence -= asked[level]
        if left_pence < 0:
            break
        fits = level
    return fits


def by_hand(candidates: Iterable[Candidate], was: Decimal | None, ticks: Iterable[str], shown: Iterable[str]) -> Line:
    """What somebody changed with ticks on a page whose line was at `was`: only of the rows that the page showed."""
    on, seen = set(ticks), set(shown)
    rows = [one for one in candidates if one.movable and one.reference in seen]
    return Line(
        was,
        frozenset(one.reference for one in rows if one.reference in on and not above(one, was)),
        frozenset(one.reference for one in rows if one.reference not in on and above(one, was)),
    )
