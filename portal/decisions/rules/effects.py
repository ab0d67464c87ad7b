"""What a choice does: how many and how much by area, priority, size and more, and whether minimum shares are met."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from portal.core.disclosure import FEWEST_SHOWN, kept_back
from portal.decisions.rules.line import Candidate, Share

ALL_AREAS = "all"
NOT_SAID = ""


class Parted(Protocol):
    """What an application can be parted by: keys of its areas and priority, its group's size, history and own word."""

    @property
    def districts(self) -> Sequence[str]: ...
    @property
    def priority(self) -> str: ...
    @property
    def size(self) -> str: ...
    @property
    def first_time(self) -> bool: ...
    @property
    def by_and_for(self) -> str: ...


@dataclass(frozen=True)
class Dimension:
    """A way to part applications. `values` maps each value to its label; `of` gives an application's values.

    `several` is whether one application may stand under more than one value. `private` counts are told only where
    nobody can be singled out.
    """

    kind: str
    title: str
    values: Mapping[str, str]
    of: Callable[[Parted], Sequence[str]]
    several: bool = False
    private: bool = False


@dataclass(frozen=True)
class Effect:
    """One value of a dimension: applications scored and chosen, and the chosen pence. None: kept back.

    `tenths` is the length of its bar in tenths of a percent of the longest.
    """

    label: str
    applied: int | None
    chosen: int | None
    pence: int | None
    tenths: int = 0


@dataclass(frozen=True)
class Checked:
    """A minimum share beside what the choice gives it, in pence."""

    label: str
    wanted: str
    need_pence: int
    have_pence: int
    met: bool


def dimensions(
    districts: Mapping[str, str], priorities: Mapping[str, str], sizes: Mapping[str, str]
) -> tuple[Dimension, ...]:
    """The ways that this portal knows; a form without a question for one leaves it out (its mapping is empty)."""
    first = {"yes": "First application to us", "no": "Applied before"}
    led = {"yes": "Call themselves by-and-for", "no": "Say that they are not", NOT_SAID: "Did not say, or not sure"}
    every = (
        Dimension("district", "By area", districts, lambda one: _areas(one, districts), several=True),
        Dimension("priority", "By priority", _with_rest(priorities), lambda one: [_known(one.priority, priorities)]),
        Dimension("size", "By yearly income of the group", _with_rest(sizes), lambda one: [_known(one.size, sizes)]),
        Dimension("first", "First-time applicants", first, lambda one: ["yes" if one.first_time else "no"]),
        Dimension("led", "By-and-for groups", led, lambda one: [_known(one.by_and_for, led)], private=True),
    )
    return tuple(one for one in every if one.values)


def _with_rest(values: Mapping[str, str]) -> dict[str, str]:
    return {**values, NOT_SAID: "Not said"} if values else {}


def _known(value: str, values: Mapping[str, str]) -> str:
    return value if value in values else NOT_SAID


def _areas(one: Parted, districts: Mapping[str, str]) -> Sequence[str]:
    return list(districts) if ALL_AREAS in one.districts else [code for code in one.districts if code in districts]


def awarded(candidates: Sequence[Candidate], amounts: Mapping[str, int]) -> dict[str, int]:
    """Reference -> pence with what is signed and what is chosen together; only what has money."""
    return {
        one.reference: pence
        for one in candidates
        if (pence := amounts.get(one.reference, 0) if one.signed_pence is None else one.signed_pence)
    }


def effects(dimension: Dimension, candidates: Sequence[Candidate], awards: Mapping[str, int]) -> list[Effect]:
    """The rows of one dimension, in the order of its values; `awards` by reference, in pence.

    An area that nobody asks for is a row; any other value that nobody has is left out.
    """
    applied = dict.fromkeys(dimension.values, 0)
    count, pence = dict(applied), dict(applied)
    for one in candidates:
        for value in dimension.of(one):
            applied[value] += 1
            if one.reference in awards:
                count[value] += 1
                pence[value] += awards[one.reference]
    hidden, unsaid = _hidden(dimension, applied, count)
    told = {value: amount for value, amount in pence.items() if value not in unsaid}
    most = max(told.values(), default=0)
    return [
        Effect(
            label,
            None if value in hidden else applied[value],
            None if value in unsaid else count[value],
            told.get(value),
            1000 * told.get(value, 0) // most if most else 0,
        )
        for value, label in dimension.values.items()
        if applied[value] or dimension.several
    ]


def _hidden(
    dimension: Dimension, applied: Mapping[str, int], count: Mapping[str, int]
) -> tuple[frozenset[str], frozenset[str]]:
    """Whose applications are not told, and whose chosen ones are not: those with few chosen, or few left out."""
    if not dimension.private:
        return frozenset(), frozenset()
    hidden = kept_back(applied)
    few = {value for value in applied if 0 < applied[value] - count[value] < FEWEST_SHOWN}
    few |= {value for value in count if 0 < count[value] < FEWEST_SHOWN} | hidden
    if len(few) == 1:
        others = [value for value in applied if applied[value] and value not in few]
        few |= {min(others, key=lambda value: applied[value])} if others else set()
    return hidden, frozenset(few)


def share_label(way: Dimension, value: str) -> str:
    """What a minimum share is for: `Area: Southampton`."""
    name = way.title.removeprefix("By ")
    return f"{name[0].upper()}{name[1:]}: {way.values[value]}"


def check_shares(
    shares: Sequence[Share],
    ways: Sequence[Dimension],
    candidates: Sequence[Candidate],
    awards: Mapping[str, int],
    say: Callable[[Share], str],
) -> list[Checked]:
    """Each minimum share beside what signed and chosen money gives it. `say` is how the least is written."""
    by_kind = {way.kind: way for way in ways if not way.private}
    total = sum(awards.values())
    found = []
    for share in shares:
        way = by_kind.get(share.kind)
        if way is None or share.value not in way.values:
            continue
        have = sum(awards.get(one.reference, 0) for one in candidates if share.value in way.of(one))
        need = -(-total * share.least // 100) if share.percent else share.least
        label = share_label(way, share.value)
        found.append(Checked(label, say(share), need, have, met=have >= need and (total > 0 or need > 0)))
    return found
