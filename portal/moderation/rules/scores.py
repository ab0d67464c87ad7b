"""What a panel gave on each principle, who stands apart from the others, and what a moderated score may be.

The rule of the outlier: of three or more scores on a principle, one that lies 1.5 points or more from the median of the
others. Of two scores neither is the odd one out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from portal.assessment.rules import BEST_SCORE, MODERATE_FROM, Given
from portal.core.text import count_words

OUTLIER_FROM = Fraction(3, 2)
FEWEST_FOR_OUTLIERS = 3
MOST_REASON_WORDS = 150
MOST_MINUTE_WORDS = 400
# Halves: a panel that cannot settle between two whole scores has still settled something.
HALVES = range(2 * BEST_SCORE + 1)
FIGURES = ("nought", "one", "two", "three", "four", "five")


@dataclass(frozen=True)
class Cell:
    """The scores of one application on one principle; `outliers` are assignment ids."""

    median: Fraction
    lowest: int
    highest: int
    count: int
    outliers: tuple[int, ...]

    @property
    def width(self) -> int:
        """How far the scores lie apart."""
        return self.highest - self.lowest

    @property
    def apart(self) -> bool:
        """Whether they are so far apart that the panel should talk."""
        return self.width >= MODERATE_FROM

    @property
    def said(self) -> str:
        """The range in words and figures."""
        if not self.width:
            return f"all {FIGURES[self.lowest]} ({self.lowest})"
        return f"{FIGURES[self.lowest]} to {FIGURES[self.highest]} ({self.lowest} to {self.highest})"


def cells(given: Iterable[Given]) -> dict[int, Cell]:
    """One application's cells by criterion id; a principle that nobody scored has none."""
    by_criterion: dict[int, dict[int, int]] = {}
    for one in given:
        by_criterion.setdefault(one.criterion_id, {})[one.assignment_id] = one.points
    return {criterion: _cell(points) for criterion, points in by_criterion.items()}


def _cell(points: Mapping[int, int]) -> Cell:
    values = list(points.values())
    return Cell(Fraction(median(map(Fraction, values))), min(values), max(values), len(values), _outliers(points))


def _outliers(points: Mapping[int, int]) -> tuple[int, ...]:
    if len(points) < FEWEST_FOR_OUTLIERS:
        return ()
    found = []
    for who, own in points.items():
        others = median(Fraction(value) for other, value in points.items() if other != who)
        if abs(own - others) >= OUTLIER_FROM:
            found.append(who)
    return tuple(found)


def points_words(halves: int) -> str:
    """Half points as people read them: `3` or `3.5`."""
    return f"{halves // 2}.5" if halves % 2 else str(halves // 2)


def plain(value: Fraction) -> str:
    """A median as people read it: `3` or `3.5`."""
    return points_words(int(value * 2))


@dataclass(frozen=True)
class Agreed:
    """A moderated score that is to be recorded: half points and the reason, both blank where the panel left it."""

    halves: int | None
    reason: str


def problems(
    agreed: Mapping[int, Agreed], names: Mapping[int, str], had: frozenset[int] = frozenset()
) -> list[tuple[str, str]]:
    """(field, message) of what stands against recording. Keys are numbers of principles; `names` says them all.

    A principle in `had` has a moderated score already, which can change and not go away.
    """
    found: list[tuple[str, str]] = []
    for number, name in names.items():
        one = agreed.get(number, Agreed(None, ""))
        if one.halves is None and (one.reason or number in had):
            found.append((f"points-{number}", f"Choose the score that the panel agreed on {name}"))
        elif one.halves is not None and one.halves not in HALVES:
            found.append((f"points-{number}", f"Choose a score from 0 to 5 for {name}"))
        elif one.halves is not None and not one.reason.strip():
            found.append((f"reason-{number}", f"Enter why the panel agreed this score on {name}"))
        elif count_words(one.reason) > MOST_REASON_WORDS or len(one.reason) > MOST_REASON_WORDS * 20:
            found.append((f"reason-{number}", f"The reason on {name} must be {MOST_REASON_WORDS} words or fewer"))
    if not found and not any(one.halves is not None for one in agreed.values()):
        first = next(iter(names), 1)
        found.append((f"points-{first}", "Choose a score for at least one principle"))
    return found
