"""Practice on worked examples: how far somebody is from the agreed scores. Nothing is ever adjusted by it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from portal.assessment.rules import BEST_SCORE, half_up
from portal.organisations.rules.membership import pack


@dataclass(frozen=True)
class Part:
    """What an example says on one principle, the score that the office has agreed, and why."""

    number: int
    answer: str
    anchor: int
    why: str


@dataclass(frozen=True)
class Example:
    """A made-up application to practise on."""

    key: str
    title: str
    about: str
    parts: tuple[Part, ...]


def examples(numbers: Iterable[int]) -> list[Example]:
    """The pack's examples, with the principles of a round by their numbers; none without any such principle."""
    wanted = set(numbers)
    found = []
    for one in pack("16_calibration.yaml")["examples"]:
        parts = tuple(Part(n, p["answer"], p["anchor"], p["why"]) for n, p in one["principles"].items() if n in wanted)
        if parts:
            found.append(Example(one["key"], one["title"], one["about"], parts))
    return found


def practice_faults(example: Example, points: Mapping[int, int | None]) -> list[tuple[str, str]]:
    """(field id, message) of what is missing before an example can be compared."""
    return [
        (f"points-{part.number}", f"Choose a score from 0 to 5 for principle {part.number}")
        for part in example.parts
        if not isinstance(points.get(part.number), int) or not 0 <= (points[part.number] or 0) <= BEST_SCORE
    ]


@dataclass(frozen=True)
class Drift:
    """How somebody scores beside what was agreed: how far on average, and to which side (above 0 is kinder)."""

    distance: Decimal
    side: Decimal


def drift(example: Example, points: Mapping[int, int]) -> Drift:
    """The mean distance and the mean difference over all principles of an example, each rounded half up once."""
    off = [points[part.number] - part.anchor for part in example.parts]
    kinder = Fraction(sum(off), len(off))
    side = half_up(kinder) if kinder >= 0 else -half_up(-kinder)
    return Drift(half_up(Fraction(sum(map(abs, off)), len(off))), side)


def is_practised(chosen: Sequence[Example], done: Iterable[str]) -> bool:
    """Whether somebody has scored every example at least once. `done` are the keys of those scored."""
    return {one.key for one in chosen} <= set(done)
