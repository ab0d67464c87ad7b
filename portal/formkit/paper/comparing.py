"""What a filled-in paper would change: each of its answers beside the one that is there, before anything is saved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from portal.core.text import normalise
from portal.formkit.checking import save_problems
from portal.formkit.definition import Form, Question, Section
from portal.formkit.faults import Unreadable
from portal.formkit.paper.filled import Filled
from portal.formkit.types import TYPES
from portal.formkit.types.base import BLANK, Shown, length_problems


class Finding(StrEnum):
    """What an answer on paper is to the one that is there, in the words of the page."""

    NEW = "New"
    CHANGED = "Changed"
    LONG = "Too long"
    BOTH = "Changed in both places"
    OLDER = "Changed online since"
    UNREADABLE = "Could not read"
    SAME = "The same"
    BLANK = "Left blank"


TO_TAKE = frozenset({Finding.NEW, Finding.CHANGED, Finding.LONG, Finding.BOTH, Finding.OLDER})
TICKED = frozenset({Finding.NEW, Finding.CHANGED, Finding.LONG})
DOUBLED = "This question is in your file twice, with two different answers"
BROKEN = "The box of this question is gone. Write the answer online"
ONLINE = "Answer this online"


@dataclass(frozen=True)
class Compared:
    """One question: the answer that is there, the one on paper (`text` as it was typed), and what is wrong with it."""

    section: Section
    question: Question
    finding: Finding
    present: Shown
    found: Shown = BLANK
    text: str = ""
    value: Any = None
    problem: str = ""


def compare(
    form: Form, answers: Mapping[str, Any], filled: Filled, before: Mapping[str, Any] | None = None
) -> list[Compared]:
    """Every question that the paper speaks of, in the order of the form.

    `before` are the answers when the paper was written, where that is known: then what was changed on paper is told
    from what was changed online since.
    """
    return list(_compared(form, answers, filled, before))


def unknown_keys(form: Form, filled: Filled) -> list[str]:
    """The markers that belong to no question of this form."""
    return sorted((set(filled.texts) | filled.broken) - set(form.by_key))


def _compared(
    form: Form, answers: Mapping[str, Any], filled: Filled, before: Mapping[str, Any] | None
) -> Iterator[Compared]:
    for key, question in form.by_key.items():
        if key not in filled.texts and key not in filled.broken:
            continue
        section, _step = form.place_of[key]
        present = answers.get(key)
        finding, text, value, problem = _judge(question, present, filled, before)
        kind = TYPES[question.type]
        found = kind.show(question, value) if finding in TO_TAKE else BLANK
        yield Compared(section, question, finding, kind.show(question, present), found, text, value, problem)


def _judge(
    question: Question, present: Any, filled: Filled, before: Mapping[str, Any] | None
) -> tuple[Finding, str, Any, str]:
    kind, key = TYPES[question.type], question.key
    text = filled.texts.get(key, "")
    refusal = BROKEN if key in filled.broken else DOUBLED if key in filled.doubled else ""
    refusal = refusal or ("" if kind.on_paper else ONLINE)
    if refusal:
        return Finding.UNREADABLE, text, None, refusal
    if normalise(text) == normalise(kind.as_text(question, present)):
        return Finding.SAME, text, present, ""
    try:
        value = kind.from_text(question, text)
    except Unreadable as error:
        return Finding.UNREADABLE, text, None, str(error)
    problems = save_problems(question, value)
    return _finding(question, present, value, before), text, value, problems[0].message if problems else ""


def _finding(question: Question, present: Any, value: Any, before: Mapping[str, Any] | None) -> Finding:
    kind = TYPES[question.type]
    if kind.is_blank(question, value):
        return Finding.SAME if kind.is_blank(question, present) else Finding.BLANK
    if kind.same(present, value):
        return Finding.SAME
    if before is not None and not kind.same(before.get(question.key), present):
        return Finding.OLDER if kind.same(before.get(question.key), value) else Finding.BOTH
    if isinstance(value, str) and length_problems(question, value, ""):
        return Finding.LONG
    return Finding.NEW if kind.is_blank(question, present) else Finding.CHANGED
