"""What an officer checks about a group, how long an outcome counts, and where it stands on a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from portal.core.dates import months_after
from portal.organisations.models import Check
from portal.organisations.rules.membership import REGISTRATION, pack
from portal.organisations.states import Outcome

UNTIL_POLICY_ENDS = "policy"
LONGEST_YEARS = 10


@dataclass(frozen=True)
class CheckKind:
    """One thing to check, as the pack has it.

    `answers` are the questions of the form that tell of it. `months` is how long an outcome counts (None: for ever);
    `typed` says that its last day must be typed, as it stands on a paper. `kinds` are the kinds of group it is for
    (None: all). What an officer writes about a `restricted` one is read by officers only.
    """

    key: str
    label: str
    look_for: str
    answers: tuple[str, ...]
    months: int | None
    typed: bool
    kinds: frozenset[str] | None
    restricted: bool


@cache
def check_kinds() -> tuple[CheckKind, ...]:
    """Everything that can be checked, in the pack's order."""
    return tuple(
        CheckKind(
            key=item["id"],
            label=item["label"],
            look_for=item["look_for"],
            answers=tuple(item["answers"]),
            months=item["months"] if isinstance(item.get("months"), int) else None,
            typed=item.get("months") == UNTIL_POLICY_ENDS,
            kinds=frozenset(item["kinds"]) if "kinds" in item else None,
            restricted=item.get("restricted", False),
        )
        for item in pack(REGISTRATION.name)["staff_checks"]["items"]
    )


def checks_for(kind: str) -> tuple[CheckKind, ...]:
    """What is checked about a kind of group (a value of organisation_types)."""
    return tuple(one for one in check_kinds() if one.kinds is None or kind in one.kinds)


class Standing(StrEnum):
    """Where a check stands on a day."""

    TO_DO = "to_do"
    IN_ORDER = "in_order"
    CONDITION = "condition"
    PROBLEM = "problem"
    NOT_NEEDED = "not_needed"
    EXPIRED = "expired"


STANDING_WORDS = {
    Standing.TO_DO: ("To do", "blue"),
    Standing.IN_ORDER: ("In order", "green"),
    Standing.CONDITION: ("In order with a condition", "yellow"),
    Standing.PROBLEM: ("Problem", "red"),
    Standing.NOT_NEEDED: ("Does not apply", "grey"),
    Standing.EXPIRED: ("Expired", "orange"),
}
OPEN = frozenset({Standing.TO_DO, Standing.EXPIRED, Standing.PROBLEM})


@dataclass(frozen=True)
class CheckLine:
    """One line of the task list: what, the outcome that counts, and where it stands."""

    kind: CheckKind
    check: Check | None
    standing: Standing

    @property
    def is_open(self) -> bool:
        """Whether it was not done, has expired or is a problem."""
        return self.standing in OPEN

    @property
    def words(self) -> str:
        """`In order`."""
        return STANDING_WORDS[self.standing][0]

    @property
    def colour(self) -> str:
        """The colour of its tag."""
        return STANDING_WORDS[self.standing][1]


def standing_of(check: Check | None, on: date) -> Standing:
    """Where a check stands: an outcome counts to the end of its last day; a problem stays one."""
    if check is None:
        return Standing.TO_DO
    if check.outcome != Outcome.PROBLEM and check.expires_on is not None and check.expires_on < on:
        return Standing.EXPIRED
    return Standing(check.outcome)


def task_list(kind: str, live: Mapping[str, Check], on: date) -> list[CheckLine]:
    """The checks of a kind of group with the outcomes that count, by key, as they stand on a day."""
    return [CheckLine(one, live.get(one.key), standing_of(live.get(one.key), on)) for one in checks_for(kind)]


def open_lines(lines: Sequence[CheckLine]) -> list[CheckLine]:
    """Those that stand against approving without a second thought."""
    return [line for line in lines if line.is_open]


def for_the_audit(lines: Sequence[CheckLine]) -> dict[str, str]:
    """Where every check stands, by key; of a restricted one only whether somebody has looked."""
    return {
        line.kind.key: ("looked at" if line.check else line.standing) if line.kind.restricted else str(line.standing)
        for line in lines
    }


def usual_end(kind: CheckKind, on: date) -> date | None:
    """The last day that an outcome of today usually counts; None for ever, and where it must be typed."""
    return months_after(on, kind.months) if kind.months else None


def why_not_until(kind: CheckKind, outcome: str, expires_on: date | None, on: date) -> str:
    """What is wrong with the last day of an outcome, in a sentence; empty when nothing is."""
    in_order = outcome in (Outcome.IN_ORDER, Outcome.CONDITION)
    if expires_on is None:
        return "Enter the last day of the policy, like 27 3 2027" if kind.typed and in_order else ""
    if in_order and expires_on < on:
        return "Enter a day from today on. If it has run out, choose Problem"
    return "Enter a day within the next 10 years" if expires_on > months_after(on, 12 * LONGEST_YEARS) else ""


@dataclass(frozen=True)
class RegisterLink:
    """Where a public register shows a number."""

    label: str
    number: str
    url: str


def register_links(answers: Mapping[str, Any]) -> list[RegisterLink]:
    """Where the public registers show the numbers of a form's answers; none for groups without a number."""
    registers = pack(REGISTRATION.name)["staff_checks"]["registers"]
    numbers = {one["answer"]: str(answers.get(one["answer"]) or "").replace(" ", "") for one in registers}
    return [
        RegisterLink(one["label"], numbers[one["answer"]], one["url"].format(number=numbers[one["answer"]]))
        for one in registers
        if numbers[one["answer"]].isalnum()
    ]
