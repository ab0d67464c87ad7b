"""How assessors scored beside each other: severity of each, and agreement of all (Krippendorff's alpha). Exact."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import chain

from portal.assessment.rules import half_up

FEWEST_SCORES = 10  # fewer say too little about a person or a principle
RELIABLE, TENTATIVE = Fraction(80, 100), Fraction(2, 3)  # the bounds that Krippendorff names


@dataclass(frozen=True)
class Given:
    """One score that was sent: by whom, on which application and principle (its number), 0 to 5 points."""

    assessor_id: int
    assessor: str
    application_id: int
    principle: int
    points: int


@dataclass(frozen=True)
class Severity:
    """One assessor: how far their scores lie above (+) or below (−) those of the others on the same thing.

    `scores` are the scores that another's stands beside. `difference` is None where they are too few.
    """

    assessor: str
    scores: int
    difference: Fraction | None


class Meaning(StrEnum):
    """What a value of alpha says."""

    FEW = "few"
    EQUAL = "equal"
    RELIABLE = "reliable"
    TENTATIVE = "tentative"
    WEAK = "weak"
    NONE = "none"


@dataclass(frozen=True)
class Agreement:
    """Alpha over the scores that stand beside another's, how many, and what it means; None: it says nothing."""

    scores: int
    alpha: Fraction | None
    meaning: Meaning

    @property
    def shown(self) -> Decimal | None:
        """Alpha as people read it."""
        return None if self.alpha is None else half_up(self.alpha, 2)


def severities(given: Iterable[Given]) -> list[Severity]:
    """The severity of every assessor, by name: mean of (their score − mean of the others' on the same thing)."""
    apart: dict[tuple[str, int], list[Fraction]] = {}
    for together in _units(given):
        points = sum(one.points for one in together)
        for one in together:
            found = apart.setdefault((one.assessor, one.assessor_id), [])
            if len(together) > 1:
                found.append(one.points - Fraction(points - one.points, len(together) - 1))
    return [
        Severity(name, len(found), Fraction(sum(found), len(found)) if len(found) >= FEWEST_SCORES else None)
        for (name, _), found in sorted(apart.items())
    ]


def agreements(given: Sequence[Given], principles: Iterable[int]) -> dict[int, Agreement]:
    """Agreement by the number of each principle, and under 0 that of all scores together."""
    wanted = {number: [one for one in given if one.principle == number] for number in principles}
    return {number: _agreement(ones) for number, ones in {0: list(given), **wanted}.items()}


def _agreement(given: Sequence[Given]) -> Agreement:
    units = [[one.points for one in together] for together in _units(given)]
    scores = sum(len(unit) for unit in units if len(unit) > 1)
    if scores < FEWEST_SCORES:
        return Agreement(scores, None, Meaning.FEW)
    found = alpha(units)
    return Agreement(scores, found, Meaning.EQUAL if found is None else meaning(found))


def meaning(found: Fraction) -> Meaning:
    """What an alpha says; it counts as it is shown, with two places, so that number and sentence agree."""
    shown = half_up(found, 2)
    if shown >= half_up(RELIABLE, 2):
        return Meaning.RELIABLE
    if shown >= half_up(TENTATIVE, 2):
        return Meaning.TENTATIVE
    return Meaning.WEAK if shown > 0 else Meaning.NONE


def alpha(units: Iterable[Sequence[int]]) -> Fraction | None:
    """Krippendorff's alpha for interval data: 1 − observed / expected disagreement. Missing values are left out.

    In: the values of each thing that was judged. Things with a single value say nothing and do not count. None where
    nothing was judged twice, or all values are equal: then no disagreement could be expected.
    """
    paired = [unit for unit in units if len(unit) > 1]
    values = list(chain.from_iterable(paired))
    expected = _squares(values)
    if not expected:
        return None
    observed = sum((Fraction(_squares(unit), len(unit) - 1) for unit in paired), Fraction(0))
    return 1 - observed * (len(values) - 1) / expected


def _squares(values: Sequence[int]) -> int:
    """The sum of the squared differences over all ordered pairs: 2(n Σx² − (Σx)²)."""
    return 2 * (len(values) * sum(x * x for x in values) - sum(values) ** 2)


def _units(given: Iterable[Given]) -> Iterable[list[Given]]:
    """Scores on the same principle of the same application together."""
    found: Mapping[Hashable, list[Given]] = defaultdict(list)
    for one in given:
        found[one.application_id, one.principle].append(one)
    return found.values()
