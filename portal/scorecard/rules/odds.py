"""How an announced round came out, in figures that let no group be seen. Worked out anew from decisions each time."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from statistics import median

from portal.core.clock import london
from portal.core.disclosure import FEWEST_SHOWN
from portal.core.text import plural
from portal.decisions.models import Outcome
from portal.decisions.rules.effects import dimensions
from portal.decisions.wording import main_reason_text
from portal.fairness.rules.numbers import whole
from portal.fairness.rules.success import Asked, Success, overall, success


@dataclass(frozen=True)
class Came:
    """How one application came out; money in pence, `told_at` when its feedback was released (UTC), None: never."""

    outcome: str
    amount_pence: int
    main_reason: str
    size: str
    told_at: datetime | None


@dataclass(frozen=True)
class Facts:
    """An announced round: its names, its closing (UTC), the day first promised, and how each application came out."""

    slug: str
    name: str
    closes_at: datetime
    promised_on: date
    came: Sequence[Came]


@dataclass(frozen=True)
class Odds:
    """A round in public figures; None: not told, because too few groups stand behind it. Money in pence.

    `days` is the median from closing to being told, `on_time` the percent told by the day first promised. `reasons` are
    what five groups or more were told, the most common first.
    """

    slug: str
    name: str
    closes_at: datetime
    applied: int | None
    funded: int | None
    percent: int | None
    given_pence: int | None
    median_pence: int | None
    sizes: Sequence[Success]
    reasons: tuple[str, ...]
    days: int | None
    on_time: int | None
    sentence: str


def odds_of(facts: Facts, sizes: Mapping[str, str]) -> Odds:
    """The figures of a round; `sizes` maps the bands of yearly income to their labels."""
    asked = [Asked(one.amount_pence, size=one.size) for one in facts.came]
    awards = [one.amount_pence for one in facts.came if one.amount_pence]
    enough, total = len(asked) >= FEWEST_SHOWN, overall(asked)
    shown = enough and total.funded is not None and bool(awards)
    by_size = next(way for way in dimensions({}, {}, sizes) if way.kind == "size")
    return Odds(
        slug=facts.slug,
        name=facts.name,
        closes_at=facts.closes_at,
        applied=len(asked) if enough else None,
        funded=total.funded if enough else None,
        percent=total.percent if enough else None,
        given_pence=sum(awards) if shown else None,
        median_pence=int(median(awards)) if shown else None,
        sizes=success(by_size, asked).rows if enough and total.funded is not None else (),
        reasons=_reasons(facts.came),
        days=days_to_hear(facts),
        on_time=percent_on_time([facts]),
        sentence=_sentence(len(asked), total.funded),
    )


def _sentence(applied: int, funded: int | None) -> str:
    """What a volunteer takes away."""
    if applied < FEWEST_SHOWN:
        return f"Last time fewer than {FEWEST_SHOWN} groups applied, so we do not say how many got money."
    groups = plural(applied, "group")
    if funded is None:
        return (
            f"Last time {groups} applied. We do not say how many got money, because a few groups could be picked out."
        )
    return f"Last time {groups} applied and {funded or 'none'} got money."


def _reasons(came: Sequence[Came]) -> tuple[str, ...]:
    said = Counter(one.main_reason for one in came if one.outcome == Outcome.NOT_FUNDED and one.main_reason)
    return tuple(main_reason_text(key) for key, count in said.most_common() if count >= FEWEST_SHOWN)


def days_to_hear(facts: Facts) -> int | None:
    """The median of whole days, by London's calendar, from closing to being told; None under five applications."""
    closed = london(facts.closes_at).date()
    days = [(london(one.told_at).date() - closed).days for one in facts.came if one.told_at]
    return whole(Fraction(median(days))) if len(days) >= FEWEST_SHOWN else None


def percent_on_time(rounds: Sequence[Facts]) -> int | None:
    """The percent of applicants who had their feedback by the end of the day promised first; None where those in time,
    or those who were not, are few."""
    asked = [Asked(int(told_in_time(one, facts.promised_on))) for facts in rounds for one in facts.came]
    return overall(asked).percent if len(asked) >= FEWEST_SHOWN else None


def told_in_time(one: Came, promised_on: date) -> bool:
    """Whether somebody had their feedback by the end of a day in London."""
    return one.told_at is not None and london(one.told_at).date() <= promised_on
