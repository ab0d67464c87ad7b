"""Counts of eligibility checks, added up for officers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.funds.models import CheckCount


@dataclass(frozen=True)
class Day:
    """The finished checks of one London day by how they ended."""

    day: date
    passed: int
    warned: int
    stopped: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.passed + self.warned + self.stopped


@dataclass(frozen=True)
class Asked:
    """One question: how many checks it stopped, how many it only warned; `share` of 100 is the bar of those stopped."""

    label: str
    stopped: int
    warned: int
    share: int


@dataclass(frozen=True)
class Counts:
    """A round's finished checks: all together, by question (the one that stopped most first), by day (newest first)."""

    passed: int
    warned: int
    stopped: int
    questions: tuple[Asked, ...]
    days: tuple[Day, ...]

    @property
    def total(self) -> int:
        """All finished checks."""
        return self.passed + self.warned + self.stopped


def counted(rows: Sequence[CheckCount], labels: Mapping[str, str]) -> Counts:
    """The rows of one round added up; `labels` says what each question asks."""
    ended: Counter[tuple[date, str]] = Counter()
    by_question: Counter[tuple[str, str]] = Counter()
    for row in rows:
        if row.question:
            by_question[row.question, row.result] += row.count
        else:
            ended[row.day, row.result] += row.count
    days = [
        Day(day, ended[day, "pass"], ended[day, "warn"], ended[day, "stop"])
        for day in sorted({day for day, _result in ended}, reverse=True)
    ]
    keys = {key for key, _result in by_question}
    most = max((by_question[key, "stop"] for key in keys), default=0) or 1
    questions = [
        Asked(
            labels.get(key, key),
            by_question[key, "stop"],
            by_question[key, "warn"],
            by_question[key, "stop"] * 100 // most,
        )
        for key in sorted(keys, key=lambda key: (-by_question[key, "stop"], -by_question[key, "warn"], key))
    ]
    return Counts(
        sum(one.passed for one in days),
        sum(one.warned for one in days),
        sum(one.stopped for one in days),
        tuple(questions),
        tuple(days),
    )
