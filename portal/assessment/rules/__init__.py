"""How scores add up, and who may score what. Facts in, verdicts out; no session.

The rule of the total: each principle counts with the mean of its scores, or with what the panel agreed in its meeting;
the weighted mean of the principles, on the scale of 0 to 5, is multiplied by 8, so that the best is 40 whatever the
weights. Everything is exact until it is shown, then rounded once, half up, to one decimal.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from hashlib import sha256
from math import lcm

from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.core.text import count_words

BEST_TOTAL = 40
BEST_SCORE = 5
MODERATE_FROM = 2  # scores on one principle that are so far apart are talked through
MOST_REASON_WORDS = 150
MOST_NOTE_WORDS = 500
MOST_WHY_WORDS = 100
WHOLE = 1000  # weights are kept in tenths of a per cent: together 100%
ASSIGNABLE = frozenset({ApplicationState.ELIGIBLE, ApplicationState.ASSESSING, ApplicationState.MODERATION})

CONFLICT_KINDS = {
    "family": "Family, friends or a close personal link",
    "work": "I work, volunteer or am a trustee there, or did in the last 3 years",
    "money": "Money or business between us",
    "rival": "I am part of a group that asks for money from the same round",
    "other": "Something else",
}
# What may stand in place of a score; the reason says more.
CANNOT = {
    "judge": "I cannot judge this",
    "information": "I need more information from the group",
}


@dataclass(frozen=True)
class Given:
    """One score that counts: by whom (assignment), on what (criterion), how many points and why."""

    assignment_id: int
    criterion_id: int
    points: int
    reason: str = ""


@dataclass(frozen=True)
class Spread:
    """What the panel gave on one principle; `moderated` is what it agreed in its meeting, which then counts."""

    mean: Fraction
    lowest: int
    highest: int
    moderated: Fraction | None = None

    @property
    def counted(self) -> Fraction:
        """What counts for the total."""
        return self.mean if self.moderated is None else self.moderated

    @property
    def width(self) -> int:
        """How far the scores lie apart."""
        return self.highest - self.lowest

    @property
    def apart(self) -> bool:
        """Whether they are so far apart that the assessors should talk."""
        return self.width >= MODERATE_FROM

    @property
    def shown(self) -> Decimal:
        """What counts, as people read it."""
        return half_up(self.counted)


@dataclass(frozen=True)
class Panel:
    """What all assessors together gave one application. `total` is None until every principle has a score."""

    spreads: Mapping[int, Spread]
    total: Fraction | None
    assessors: int

    @property
    def shown_total(self) -> Decimal | None:
        """The total out of 40 as people read it."""
        return None if self.total is None else half_up(self.total)

    @property
    def moderated(self) -> bool:
        """Whether the panel agreed a score on any principle in its meeting."""
        return any(spread.moderated is not None for spread in self.spreads.values())

    @property
    def needs_moderation(self) -> bool:
        """Whether scores on any principle lie two or more apart."""
        return any(spread.apart for spread in self.spreads.values())


def half_up(value: Fraction, places: int = 1) -> Decimal:
    """An exact value rounded once, halves upwards, never through binary floating point."""
    scale = 10**places
    return Decimal((2 * value.numerator * scale + value.denominator) // (2 * value.denominator)) / scale


def panel(given: Iterable[Given], weights: Mapping[int, int], moderated: Mapping[int, Fraction] | None = None) -> Panel:
    """Add up the scores that count. `weights` maps each criterion of the round to its weight.

    `moderated` maps criteria to the points that the panel agreed, which take the place of the mean.
    """
    agreed = moderated or {}
    scores = [score for score in given if score.criterion_id in weights]
    points: dict[int, list[int]] = {}
    for score in scores:
        points.setdefault(score.criterion_id, []).append(score.points)
    spreads = {key: Spread(_mean(sum(p), len(p)), min(p), max(p), agreed.get(key)) for key, p in points.items()}
    return Panel(spreads, _total(spreads, weights), len({score.assignment_id for score in scores}))


@lru_cache(maxsize=1024)  # a round has few different means, and each costs more to make than to find
def _mean(points: int, count: int) -> Fraction:
    return Fraction(points, count)


def _total(spreads: Mapping[int, Spread], weights: Mapping[int, int]) -> Fraction | None:
    counted = {key: weight for key, weight in weights.items() if weight}
    if not counted or any(key not in spreads for key in counted):
        return None
    # Whole numbers over one denominator: as exact as adding fractions, in a tenth of the time.
    means = [(spreads[key].counted, weight) for key, weight in counted.items()]
    common = lcm(*(mean.denominator for mean, _weight in means))
    weighted = sum(mean.numerator * (common // mean.denominator) * weight for mean, weight in means)
    return Fraction(weighted * BEST_TOTAL, common * sum(counted.values()) * BEST_SCORE)


def ranks(totals: Sequence[Fraction | None]) -> list[int | None]:
    """The place of each total among all, 1 the highest; equal totals share a place and the next one is skipped."""
    first: dict[Fraction, int] = {}
    for place, total in enumerate(sorted((one for one in totals if one is not None), reverse=True), 1):
        first.setdefault(total, place)
    return [None if total is None else first[total] for total in totals]


def own_order(assessor_id: int, reference: str) -> str:
    """A sort key that differs by assessor, so that no application is always read first or last."""
    return sha256(f"{assessor_id}:{reference}".encode()).hexdigest()


@dataclass(frozen=True)
class Draft:
    """What one assessor has so far on one principle."""

    points: int | None = None
    reason: str = ""
    cannot: str = ""

    @property
    def begun(self) -> bool:
        """Whether anything is there."""
        return self.judged or bool(self.reason)

    @property
    def judged(self) -> bool:
        """Whether there is a score, or what stands in its place."""
        return self.points is not None or self.cannot in CANNOT

    @property
    def done(self) -> bool:
        """Whether it could be sent: a score (or what stands in its place) and a reason that is not too long."""
        return self.judged and 0 < count_words(self.reason) <= MOST_REASON_WORDS


def missing(criteria: Sequence[tuple[int, str]], drafts: Mapping[int, Draft], note: str = "") -> list[tuple[str, str]]:
    """(field id, message) of what stands between a draft and sending it. `criteria` is (number, short name)."""
    problems: list[tuple[str, str]] = []
    for number, name in criteria:
        draft = drafts.get(number, Draft())
        if not draft.judged:
            problems.append((f"points-{number}", f"Choose a score from 0 to 5 for {name}, or say that you cannot"))
        if not draft.reason.strip():
            problems.append((f"reason-{number}", f"Enter the reason for your score on {name}"))
        elif (over := count_words(draft.reason) - MOST_REASON_WORDS) > 0:
            problems.append((f"reason-{number}", f"Your reason on {name} must be {over:,} {_words(over)} shorter"))
    if (over := count_words(note) - MOST_NOTE_WORDS) > 0:
        problems.append(("note", f"Your private note must be {over:,} {_words(over)} shorter"))
    return problems


def shown_name(application: Application) -> str:
    """What people who score call the group: in a blind round the application's reference stands for its name."""
    return application.reference if application.round.blind else application.organisation.name


def _words(count: int) -> str:
    return "word" if count == 1 else "words"


def is_scored(waiting: int, submitted: int, needed: int) -> bool:
    """Whether scoring an application is over: nobody who may score it is still to send, and enough have."""
    return waiting == 0 and submitted >= needed


def may_reopen(state: str, others_submitted: int) -> str | None:
    """Why scores cannot be taken back any more, or None. Whoever may have seen others' scores changes them openly."""
    if state != ApplicationState.ASSESSING:
        return "Scoring of this application is over, so your scores can no longer be taken back."
    if others_submitted > 0:
        return "You can already see another assessor's scores. You can change yours, with a reason that is kept."
    return None


def may_change(state: str) -> str | None:
    """Why scores that were sent cannot be changed, not even with a reason; None when they can."""
    if state in (ApplicationState.ASSESSING, ApplicationState.MODERATION):
        return None
    return "This application was recommended or decided, so scores can no longer be changed."


def change_faults(
    criteria: Sequence[tuple[int, str]], before: Mapping[int, Draft], after: Mapping[int, Draft], why: str
) -> list[tuple[str, str]]:
    """(field id, message) of what stands between scores that were sent and changing them."""
    problems = missing(criteria, after)
    if all(after.get(number) == before.get(number) for number, _ in criteria):
        problems.append(("why", "Change a score or a reason first"))
    elif not why.strip():
        problems.append(("why", "Enter why you change your scores"))
    elif (over := count_words(why) - MOST_WHY_WORDS) > 0:
        problems.append(("why", f"Why you change your scores must be {over:,} {_words(over)} shorter"))
    return problems


def shares(weights: Mapping[int, int]) -> dict[int, Decimal]:
    """What part of the total each criterion makes, in per cent with one decimal, rounded half up."""
    whole = sum(weights.values())
    return {key: half_up(Fraction(100 * weight, whole)) if whole else Decimal(0) for key, weight in weights.items()}


def weight_faults(weights: Mapping[int, int | None]) -> dict[int, str]:
    """Number of a principle -> what is wrong with its weight (tenths of a per cent); 0 names the sum."""
    found = {
        number: "Enter a number from 0 to 100, with one decimal at the most"
        for number, weight in weights.items()
        if weight is None or not 0 <= weight <= WHOLE
    }
    if found:
        return found
    off = sum(weight or 0 for weight in weights.values()) - WHOLE
    if off:
        too = "too much" if off > 0 else "too little"
        return {0: f"The weights must come to 100%. They are {half_up(Fraction(abs(off), 10))}% {too}"}
    return {}


def may_assign(state: str, *, round_assessing: bool, linked: bool, name: str) -> str | None:
    """Why a person cannot be assigned to an application, or None."""
    if not round_assessing:
        return "Start the assessing of this round first."
    if state not in ASSIGNABLE:
        return "Only an application that was found eligible, and is not decided, can be given to assessors."
    if linked:
        return f"{name} is in the group's team, or has an email address at the same place. Choose someone else."
    return None
