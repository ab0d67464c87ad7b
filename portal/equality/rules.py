"""The questions, and which totals may be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from portal.core.disclosure import FEWEST_SHOWN
from portal.formkit.definition import Form, Option, Question
from portal.formkit.parsing import parse_form
from portal.funds.pack import form_document

FILE = "15_equality_questions.yaml"
LEFT_OUT = ""


@cache
def equality_form() -> Form:
    """The questions of the content pack."""
    return parse_form(form_document(FILE, {}))


def answers_to_count(question: Question, value: Any) -> list[str]:
    """What an answer adds one to: the option chosen, each of several, or "left out"."""
    chosen = value if isinstance(value, list) else [value] if value else []
    known = {option.value for option in question.options}
    return [one for one in chosen if one in known] or [LEFT_OUT]


def shown(numbers: Sequence[int]) -> list[int | None]:
    """The numbers of one question as they may be shown; None stands for one that is hidden.

    Numbers from 1 to 4 are hidden. When that hides only one number, the next smallest above it is hidden too: it could
    be worked out from the total otherwise.
    """
    small = {i for i, number in enumerate(numbers) if 0 < number < FEWEST_SHOWN}
    if len(small) == 1:
        others = [i for i, number in enumerate(numbers) if number >= FEWEST_SHOWN]
        small |= set(sorted(others, key=lambda i: numbers[i])[:1])
    return [None if i in small else number for i, number in enumerate(numbers)]


@dataclass(frozen=True)
class Totals:
    """One question with its answers' labels and the numbers that may be shown."""

    label: str
    rows: list[tuple[str, int | None]]


def totals(form: Form, counts: Mapping[tuple[str, str], int]) -> list[Totals]:
    """Every question with its numbers; `counts` maps (question, answer) to how many."""
    found = []
    for question in form.by_key.values():
        options = (*question.options, Option(LEFT_OUT, "Left out"))
        numbers = shown([counts.get((question.key, option.value), 0) for option in options])
        found.append(Totals(question.label, [(o.label, number) for o, number in zip(options, numbers, strict=True)]))
    return found
