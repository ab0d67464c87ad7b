"""Who was funded, parted in several ways, with what could point at single groups kept back.

What hides a row is worked out so that it cannot be undone: somebody who knows the totals of the round, and every figure
on the page, must still find more than one possible number for each figure that was kept back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from portal.core.disclosure import FEWEST_SHOWN
from portal.decisions.rules.effects import Dimension
from portal.fairness.rules.numbers import whole


@dataclass(frozen=True)
class Asked:
    """One application with its decision: what it is parted by, and the pence it was awarded (0: none)."""

    awarded_pence: int
    districts: Sequence[str] = ()
    priority: str = ""
    size: str = ""
    first_time: bool = False
    by_and_for: str = ""


@dataclass(frozen=True)
class Success:
    """One row: applications, how many were funded, and their pence. None: kept back. `percent` is rounded half up."""

    label: str
    applied: int | None
    funded: int | None
    percent: int | None
    pence: int | None


@dataclass(frozen=True)
class Part:
    """The rows of one way of parting. None are left where too few applications stand behind all of them."""

    way: Dimension
    rows: Sequence[Success]


def overall(asked: Sequence[Asked]) -> Success:
    """All decided applications together; the funded ones are kept back where they, or the others, are few."""
    funded = sum(1 for one in asked if one.awarded_pence)
    told = all(count == 0 or count >= FEWEST_SHOWN for count in (funded, len(asked) - funded))
    return _row("All applications", len(asked), funded, sum(one.awarded_pence for one in asked), told=told)


def success(way: Dimension, asked: Sequence[Asked]) -> Part:
    """The rows of one dimension, in the order of its values; a value that nobody has is left out."""
    applied = dict.fromkeys(way.values, 0)
    funded, pence = dict(applied), dict(applied)
    for one in asked:
        for value in way.of(one):
            applied[value] += 1
            funded[value] += one.awarded_pence > 0
            pence[value] += one.awarded_pence
    hidden = kept_back_applied(applied)
    unsaid = kept_back_funded(applied, funded, hidden)
    present = [value for value, count in applied.items() if count]
    if set(present) <= hidden:
        return Part(way, ())
    return Part(
        way,
        [
            Success(way.values[value], None, None, None, None)
            if value in hidden
            else _row(way.values[value], applied[value], funded[value], pence[value], told=value not in unsaid)
            for value in present
        ],
    )


def kept_back_applied(applied: Mapping[str, int]) -> frozenset[str]:
    """Which counts are not told: those under the smallest shown, and the next smallest until they hide each other.

    They do when there are two or more, and any one of them could be as large as the smallest number that is shown:
    whoever knows the total knows the sum of what is hidden, and that each row has one at the least.
    """
    hidden = {value for value, count in applied.items() if 0 < count < FEWEST_SHOWN}
    for value in _smallest_first(applied, hidden):
        if not hidden or (len(hidden) > 1 and sum(applied[v] for v in hidden) - len(hidden) + 1 >= FEWEST_SHOWN):
            break
        hidden.add(value)
    return frozenset(hidden)


def kept_back_funded(applied: Mapping[str, int], funded: Mapping[str, int], hidden: frozenset[str]) -> frozenset[str]:
    """Whose funded ones are not told: rows where few were funded or few were not, and more until they hide each other.

    They do when there are two or more, and of all that they have together enough were funded and enough were not.
    """
    few = {
        value
        for value, count in applied.items()
        if 0 < funded[value] < FEWEST_SHOWN or 0 < count - funded[value] < FEWEST_SHOWN
    } | hidden
    for value in _smallest_first(applied, few):
        yes = sum(funded[v] for v in few)
        no = sum(applied[v] for v in few) - yes
        if not few or (len(few) > 1 and min(yes, no) >= FEWEST_SHOWN):
            break
        few.add(value)
    return frozenset(few)


def _smallest_first(applied: Mapping[str, int], besides: set[str]) -> list[str]:
    others = [value for value, count in applied.items() if count and value not in besides]
    return sorted(others, key=lambda value: applied[value])


def _row(label: str, applied: int, funded: int, pence: int, *, told: bool) -> Success:
    if not told:
        return Success(label, applied, None, None, None)
    return Success(label, applied, funded, whole(Fraction(100 * funded, applied)) if applied else 0, pence)
