"""What became of the scores of those who came to a workshop, beside those who did not: counts and means, no proof."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from portal.workshops.rules.need import Scored


@dataclass(frozen=True)
class Change:
    """Some organisations that applied in both rounds: how many, and their mean on one principle before and after."""

    organisations: int
    before: Fraction | None
    after: Fraction | None

    @property
    def change(self) -> Fraction | None:
        """How much the mean moved."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True)
class Compared:
    """One principle: those who came beside those who did not."""

    principle: str
    came: Change
    others: Change


def compared(
    before: Iterable[Scored], after: Iterable[Scored], came: Collection[int], principles: Sequence[str]
) -> list[Compared]:
    """For each principle, the organisations scored on it in both rounds, by whether somebody of theirs came."""
    first = {one.organisation_id: one.means for one in before}
    second = {one.organisation_id: one.means for one in after}
    found = []
    for key in principles:
        both = [number for number in first if key in first[number] and key in second.get(number, {})]
        pairs = {number: (first[number][key], second[number][key]) for number in both}
        found.append(
            Compared(
                key,
                _change([pair for number, pair in pairs.items() if number in came]),
                _change([pair for number, pair in pairs.items() if number not in came]),
            )
        )
    return found


def _change(pairs: Sequence[tuple[Fraction, Fraction]]) -> Change:
    if not pairs:
        return Change(0, None, None)
    count = len(pairs)
    return Change(
        count,
        sum((pair[0] for pair in pairs), Fraction(0)) / count,
        sum((pair[1] for pair in pairs), Fraction(0)) / count,
    )


def telling(rows: Sequence[Compared]) -> str:
    """What the numbers say and what they do not, in two or three plain sentences."""
    came = max((row.came.organisations for row in rows), default=0)
    others = max((row.others.organisations for row in rows), default=0)
    if not came:
        return "No group that came has applied in both rounds yet, so there is nothing to compare."
    ups = sum(1 for row in rows if _more(row))
    start = f"Of the {len(rows)} principles of this workshop" if len(rows) > 1 else "On the principle of this workshop"
    if not others:
        said = "There is no group to compare with: everyone who applied in both rounds came."
    elif len(rows) > 1:
        said = f"{start}, {ups} went up more for the groups that came than for those that did not."
    else:
        said = f"{start}, the groups that came went up {'more' if ups else 'no more'} than those that did not."
    limits = (
        f"This counts {came} that came and {others} that did not. Numbers this small can move by chance, and groups "
        "that come to workshops may differ in other ways. It shows what happened, and does not prove why."
    )
    return f"{said} {limits}"


def _more(row: Compared) -> bool:
    return row.came.change is not None and row.others.change is not None and row.came.change > row.others.change
