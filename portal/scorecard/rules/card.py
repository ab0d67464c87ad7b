"""The score card: what is measured of each commitment, from which rounds, and the formula; or that nothing is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from statistics import median

from portal.core.clock import london
from portal.core.disclosure import FEWEST_SHOWN
from portal.core.text import plural
from portal.fairness.rules.numbers import whole
from portal.scorecard.rules.odds import Facts, days_to_hear, percent_on_time
from portal.scorecard.wording import COMMITMENTS, Commitment

KEPT_BACK = "Not shown, because fewer than 5 groups stand behind it"


@dataclass(frozen=True)
class Begun:
    """How many applications to a round were begun, and how many of them were sent."""

    begun: int
    sent: int


@dataclass(frozen=True)
class Counted:
    """All that the card stands on: announced rounds (newest first), what was begun in each (by slug), how many
    questions the newest one asks, its median award in pence (None: not told), and (asked, answered) of each, UTC."""

    rounds: Sequence[Facts]
    begun: dict[str, Begun]
    questions: int
    median_pence: int | None
    answers: Sequence[tuple[datetime, datetime]]


@dataclass(frozen=True)
class Measured:
    """A commitment with its figure in words (empty: not measured), the rows behind it that may be shown, and the days
    between which it counts."""

    commitment: Commitment
    figure: str
    rows: Sequence[tuple[str, str]]
    since: date | None
    until: date | None


def card(counted: Counted) -> list[Measured]:
    """The eight commitments in their order."""
    return [_measured(one, counted) for one in COMMITMENTS]


def _measured(one: Commitment, counted: Counted) -> Measured:
    figure, rows = {
        "time": _sent,
        "questions": _questions,
        "urgency": _days,
        "open": _on_time,
        "purpose": _answers,
    }.get(one.key, _nothing)(counted)
    if not figure:
        return Measured(one, "", (), None, None)
    if one.key == "purpose":
        days = [london(at).date() for pair in counted.answers for at in pair]
    else:
        days = [london(facts.closes_at).date() for facts in counted.rounds]
        days += [london(c.told_at).date() for facts in counted.rounds for c in facts.came if c.told_at]
    return Measured(one, figure, rows, min(days, default=None), max(days, default=None))


Found = tuple[str, list[tuple[str, str]]]


def _nothing(_counted: Counted) -> Found:
    return "", []


def _sent(counted: Counted) -> Found:
    known = [(one.name, counted.begun.get(one.slug, Begun(0, 0))) for one in counted.rounds]
    return _share(Begun(sum(b.begun for _, b in known), sum(b.sent for _, b in known))), [
        (name, _share(begun)) for name, begun in known
    ]


def _share(one: Begun) -> str:
    """`87% (26 of 30)`, unless few were begun, few sent, or few not."""
    left = one.begun - one.sent
    if any(0 < count < FEWEST_SHOWN for count in (one.sent, left)) or one.begun < FEWEST_SHOWN:
        return KEPT_BACK
    return f"{whole(Fraction(100 * one.sent, one.begun))}% ({one.sent} of {one.begun})"


def _questions(counted: Counted) -> Found:
    newest = counted.rounds[0].name if counted.rounds else ""
    if not counted.median_pence:
        return KEPT_BACK, [(newest, KEPT_BACK)]
    tenths = whole(Fraction(counted.questions * 100_000 * 10, counted.median_pence))
    words = f"{tenths // 10}.{tenths % 10} questions for each £1,000"
    return words, [(newest, f"{plural(counted.questions, 'question')} that everyone is asked")]


def _days(counted: Counted) -> Found:
    rows = [(facts, days_to_hear(facts)) for facts in counted.rounds]
    known = [days for _facts, days in rows if days is not None]
    words = plural(whole(Fraction(median(known))), "day") if known else KEPT_BACK
    return words, [(facts.name, KEPT_BACK if days is None else plural(days, "day")) for facts, days in rows]


def _on_time(counted: Counted) -> Found:
    return _percent(percent_on_time(counted.rounds)), [
        (facts.name, _percent(percent_on_time([facts]))) for facts in counted.rounds
    ]


def _percent(found: int | None) -> str:
    return KEPT_BACK if found is None else f"{found}%"


def _answers(counted: Counted) -> Found:
    days = [(london(answered).date() - london(asked).date()).days for asked, answered in counted.answers]
    if len(days) < FEWEST_SHOWN:
        return "Not shown, because fewer than 5 questions were answered", []
    return plural(whole(Fraction(median(days))), "day"), [("Questions answered for everyone", f"{len(days)}")]
