"""The order of an agenda: what the panel disagrees on and money hangs on comes first, and people leave seldom.

The rule. Heat of an item = its widest spread on any principle (0 to 5) times its nearness to the money line: 3 for the
place on either side of the line where the budget runs out, 2 for the next two, 1 for the rest. The line is drawn
through what everyone on the staff may hear of, with the whole published budget, so that nobody can read from the order
what a hidden project asks for, has been given or got for a total; an item that somebody must not hear of counts 2.
Heat makes three bands: 6 and more, 3 and more, the rest. No item moves out of its band. Inside the bands, items with
the same leavers stand together, and these groups are put in the order in which people leave the room least often over
the whole meeting (somebody who stays out from one item to the next does not leave again). Of equal orders the hotter
comes first, then the lower reference.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

FIRST_FROM, SECOND_FROM = 6, 3
MOST_GROUPS = 9  # exact up to here; with more groups in a band, the nearest comes next
KEPT_NEARNESS = 2
NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Topic:
    """One item: a name to tell it by, its heat, and who must leave (account ids)."""

    key: str
    heat: int
    leavers: frozenset[int] = NOBODY

    @property
    def band(self) -> int:
        """1 is talked about first, 3 last."""
        return 1 if self.heat >= FIRST_FROM else 2 if self.heat >= SECOND_FROM else 3


def nearness(place: int, line: int) -> int:
    """How near an item is to the money line: `place` counts from 0 by totals, `line` items are within the money."""
    away = line - 1 - place if place < line else place - line
    return 3 if away == 0 else 2 if away <= 2 else 1


def money_line(asked_pence: Iterable[int], budget_pence: int) -> int:
    """How many applications, best total first, the budget pays in full one after the other."""
    left, count = budget_pence, 0
    for asked in asked_pence:
        left -= asked
        if left < 0:
            return count
        count += 1
    return count


def leavings(topics: Sequence[Topic]) -> int:
    """How often somebody leaves the room, when all are in it at the start."""
    sets = [NOBODY, *(topic.leavers for topic in topics)]
    return sum(len(after - before) for before, after in pairwise(sets))


@dataclass(frozen=True, order=True)
class _Way:
    """One way through what was put in order so far: how often people left, the choices, and who is out at its end."""

    cost: int
    path: tuple[int, ...]
    out: tuple[int, ...]


def agenda(topics: Iterable[Topic]) -> list[Topic]:
    """The topics in the order of the meeting; the same topics always come in the same order."""
    bands: dict[int, list[Topic]] = {}
    for topic in sorted(topics, key=lambda one: (one.band, -one.heat, one.key)):
        bands.setdefault(topic.band, []).append(topic)
    groups: list[list[Topic]] = []
    ways = [_Way(0, (), ())]
    for band in sorted(bands):
        first = len(groups)
        groups += _grouped(bands[band])
        ways = _through(ways, groups, range(first, len(groups)))
    return [topic for number in min(ways).path for topic in groups[number]]


def _grouped(topics: Sequence[Topic]) -> list[list[Topic]]:
    found: dict[frozenset[int], list[Topic]] = {}
    for topic in topics:
        found.setdefault(topic.leavers, []).append(topic)
    return list(found.values())


def _through(ways: Sequence[_Way], groups: Sequence[list[Topic]], numbers: range) -> list[_Way]:
    """The best ways through the groups of one band, one for each group that may come last."""
    if len(numbers) > MOST_GROUPS:
        return [_nearest(min(ways), groups, set(numbers))]
    best: dict[tuple[frozenset[int], int], _Way] = {}
    for number in numbers:
        best[frozenset({number}), number] = min(_step(way, groups, number) for way in ways)
    for _ in range(len(numbers) - 1):
        longer: dict[tuple[frozenset[int], int], _Way] = {}
        for (done, _last), way in best.items():
            for number in set(numbers) - done:
                key, found = (done | {number}, number), _step(way, groups, number)
                longer[key] = min(longer.get(key, found), found)
        best = longer
    return list(best.values())


def _step(way: _Way, groups: Sequence[list[Topic]], number: int) -> _Way:
    leavers = groups[number][0].leavers
    return _Way(way.cost + len(leavers - set(way.out)), (*way.path, number), tuple(sorted(leavers)))


def _nearest(way: _Way, groups: Sequence[list[Topic]], numbers: set[int]) -> _Way:
    while numbers:
        way = min(_step(way, groups, number) for number in numbers)
        numbers = numbers - {way.path[-1]}
    return way
