"""Which principles groups of each kind are weakest on, without showing how any few of them did.

Kinds of group with fewer than five applications are put together. When that leaves only one kind in the heap, or fewer
than five applications, the next smallest kind joins it: nothing can be worked out from the total and the other rows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from portal.core.disclosure import FEWEST_SHOWN

ALL, LED, FIRST = "all", "led", "first"
GROUPS = {ALL: "All groups", LED: "By-and-for groups", FIRST: "First-time applicants"}
GOOD_ENOUGH = 3  # on the pack's scale; a mean below it is low
WEAKEST = 2


@dataclass(frozen=True)
class Scored:
    """One application that was scored: whose, what kind of group, the mean on each principle (by its key), whether the
    group calls itself by-and-for, and whether it was its first application to us."""

    organisation_id: int
    kind: str
    means: Mapping[str, Fraction]
    led: bool = False
    first: bool = False

    def is_of(self, group: str) -> bool:
        """Whether it belongs to one of GROUPS."""
        return {ALL: True, LED: self.led, FIRST: self.first}[group]


@dataclass(frozen=True)
class NeedRow:
    """How groups of some kinds did: how many applications, the mean on each principle, the weakest of them."""

    kinds: tuple[str, ...]
    applications: int
    means: Mapping[str, Fraction]
    weakest: tuple[str, ...]


@dataclass(frozen=True)
class NeedTable:
    """All groups together, then each kind that is large enough, then the small ones in one row (or none)."""

    everyone: NeedRow | None
    rows: list[NeedRow]
    together: NeedRow | None


def need_table(scored: Sequence[Scored]) -> NeedTable:
    """The table of one round; empty when fewer than five applications were scored in all."""
    if len(scored) < FEWEST_SHOWN:
        return NeedTable(None, [], None)
    by_kind: dict[str, list[Scored]] = {}
    for one in scored:
        by_kind.setdefault(one.kind, []).append(one)
    shown = sorted(by_kind, key=lambda kind: (-len(by_kind[kind]), kind))
    heap = [kind for kind in shown if len(by_kind[kind]) < FEWEST_SHOWN]
    shown = [kind for kind in shown if kind not in heap]
    while heap and shown and (len(heap) == 1 or sum(len(by_kind[kind]) for kind in heap) < FEWEST_SHOWN):
        heap.append(shown.pop())
    together = _row(tuple(sorted(heap)), [one for kind in heap for one in by_kind[kind]]) if heap and shown else None
    return NeedTable(_row(tuple(sorted(by_kind)), scored), [_row((kind,), by_kind[kind]) for kind in shown], together)


def group_rows(scored: Sequence[Scored]) -> dict[str, NeedRow | None]:
    """The row of each of GROUPS; None where it, or what is left of all without it, is few."""
    found: dict[str, NeedRow | None] = {}
    for group in GROUPS:
        members = [one for one in scored if one.is_of(group)]
        rest = len(scored) - len(members)
        told = len(members) >= FEWEST_SHOWN and (rest == 0 or rest >= FEWEST_SHOWN)
        found[group] = _row((), members) if told else None
    return found


def low_on(scored: Iterable[Scored], principle: str, kinds: Sequence[str] = (), group: str = ALL) -> list[int]:
    """The organisations of a group whose mean on a principle is below "good enough"; of these kinds only, where any
    are named."""
    return sorted(
        one.organisation_id
        for one in scored
        if principle in one.means
        and one.means[principle] < GOOD_ENOUGH
        and (not kinds or one.kind in kinds)
        and one.is_of(group)
    )


def _row(kinds: tuple[str, ...], scored: Sequence[Scored]) -> NeedRow:
    keys = sorted({key for one in scored for key in one.means})
    means = {key: _mean([one.means[key] for one in scored if key in one.means]) for key in keys}
    weakest = tuple(sorted(keys, key=lambda key: (means[key], key))[:WEAKEST])
    return NeedRow(kinds, len(scored), means, weakest)


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)
