"""When a question is shown: a condition over earlier answers, written as data.

{equals: [key, value]}   {in: [key, [values]]}   {includes: [key, [values]]} for choices   {answered: key}
{all: [conditions]}   {any: [conditions]}   {not: condition}

A question that is hidden counts as not answered, whatever was once typed there.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from portal.formkit.definition import Condition, Form, Question

Answers = Mapping[str, Any]
OTHERS = ":others"  # what others add to a table of this form, by the host: `budget:others` holds rows of its columns
KINDS = ("equals", "in", "includes", "answered", "all", "any", "not")


def holds(condition: Condition | None, answers: Answers) -> bool:
    """Whether the condition holds for these answers (by question key); none always holds."""
    if not condition:
        return True
    kind, of = next(iter(condition.items()))
    return _TESTS[kind](of, answers)


def _includes(of: Any, answers: Answers) -> bool:
    value = answers.get(of[0])
    return isinstance(value, list) and bool(set(value) & set(of[1]))


_TESTS: dict[str, Any] = {
    "equals": lambda of, answers: answers.get(of[0]) == of[1],
    "in": lambda of, answers: answers.get(of[0]) in of[1],
    "includes": _includes,
    "answered": lambda of, answers: answers.get(of) not in (None, "", [], {}),
    "all": lambda of, answers: all(holds(one, answers) for one in of),
    "any": lambda of, answers: any(holds(one, answers) for one in of),
    "not": lambda of, answers: not holds(of, answers),
}


def shape_fault(condition: Any) -> str:
    """What is wrong with the form of a condition, in words; empty when nothing is."""
    if not isinstance(condition, dict) or len(condition) != 1 or next(iter(condition)) not in KINDS:
        return f"a condition is one of {', '.join(KINDS)}"
    kind, of = next(iter(condition.items()))
    if kind in ("all", "any"):
        inner = of if isinstance(of, list) and of else [None]
        return next((fault for fault in map(shape_fault, inner) if fault), "")
    if kind == "not":
        return shape_fault(of)
    if kind == "answered":
        return "" if isinstance(of, str) else "answered names one question"
    pair = isinstance(of, list) and len(of) == 2 and isinstance(of[0], str)
    values = isinstance(of[1], str) if pair and kind == "equals" else pair and isinstance(of[1], list)
    return "" if values else f"{kind} is [question, {'value' if kind == 'equals' else 'list of values'}]"


def leaves(condition: Condition | None) -> Iterator[tuple[str, list[str]]]:
    """The (question key, values asked for) of a condition; no values where any answer will do."""
    if not condition:
        return
    kind, of = next(iter(condition.items()))
    if kind in ("all", "any"):
        for one in of:
            yield from leaves(one)
    elif kind == "not":
        yield from leaves(of)
    elif kind == "answered":
        yield of, []
    else:
        yield of[0], of[1] if isinstance(of[1], list) else [of[1]]


def keys_in(condition: Condition | None) -> Iterator[str]:
    """The question keys that a condition asks about."""
    return (key for key, _values in leaves(condition))


def is_visible(form: Form, question: Question, answers: Answers) -> bool:
    """Whether a question is asked: its condition holds over the answers that are asked for themselves."""
    asked = (key for key in keys_in(question.show_if) if is_visible(form, form.by_key[key], answers))
    return holds(question.show_if, {key: answers.get(key) for key in asked})


def visible_answers(form: Form, answers: Answers) -> dict[str, Any]:
    """The answers to questions that are asked, in order: hidden ones are kept, but neither required nor exported.

    One pass is enough, because a condition only looks back.
    """
    asked: dict[str, Any] = {}
    for key, question in form.by_key.items():
        if holds(question.show_if, asked):
            asked[key] = answers.get(key)
    return asked | {key: rows for key, rows in answers.items() if key.endswith(OTHERS)}
