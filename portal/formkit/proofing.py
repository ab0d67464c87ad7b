"""What only a whole form can show to be wrong: conditions, rules and totals that name what is not there.

Each fault is (question key, path inside the question, words). A typo here would not stop a form from opening; it
would quietly hide a question or disarm a rule, so nothing with a fault is published.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from portal.formkit.conditions import leaves
from portal.formkit.rules import NEEDS
from portal.formkit.types import TYPES
from portal.formkit.types.choice import YesNo

Fault = tuple[str, str, str]
Document = Mapping[str, Any]


def faults_in(document: Document) -> Iterator[Fault]:
    """The faults of a compiled document, in the order of its questions."""
    steps = [step for section in document["sections"] for step in section["steps"]]
    questions = {question["key"]: question for step in steps for question in step["questions"]}
    for step in steps:
        on_page = {question["key"] for question in step["questions"]}
        for question in step["questions"]:
            found = [
                *_condition_faults(question, questions, on_page),
                *_column_faults(question),
                *_rule_faults(question, questions),
            ]
            yield from ((question["key"], place, words) for place, words in found)


def _condition_faults(
    question: Document, questions: Mapping[str, Document], on_page: set[str]
) -> Iterator[tuple[str, str]]:
    for key, values in leaves(question.get("show_if")):
        if key in on_page and "parent" not in question:
            yield "show_if", f"it stands on the page of {key}, so it must be a follow-up of it"
        yield from (("show_if", words) for words in _unknown_values(questions[key], values))
    for i, wanted in enumerate(question["details"].get("documents", [])):
        for key, values in leaves(wanted["show_if"]):
            place = f"documents[{i}].show_if"
            yield from ((place, words) for words in _unknown_values(questions[key], values))


def _unknown_values(asked: Document, values: list[str]) -> Iterator[str]:
    known = {option["value"] for option in asked.get("options", [])}
    if isinstance(TYPES[asked["type"]], YesNo):
        known = {option.value for option in YesNo.options}
    if known:
        yield from (f"{asked['key']} has no answer {value}" for value in values if value not in known)


def _column_faults(question: Document) -> Iterator[tuple[str, str]]:
    keys = [column["key"] for column in question.get("columns", [])]
    for i, key in enumerate(keys):
        if key in keys[:i]:
            yield f"columns[{i}]", f"the column {key} is there twice"
    yield from _not_among(keys, question["details"].get("totals", []), "totals")


def _rule_faults(question: Document, questions: Mapping[str, Document]) -> Iterator[tuple[str, str]]:
    for i, rule in enumerate(question.get("rules", [])):
        place = f"rules[{i}]"
        kind = rule.get("kind") if isinstance(rule, Mapping) else None
        if kind not in NEEDS:
            yield place, f"there is no rule {kind}"
            continue
        lacking = [name for name in NEEDS[kind] if not rule.get(name)]
        if lacking:
            yield place, f"a rule {kind} needs {lacking[0]}"
        else:
            yield from _names_faults(question, questions, rule, place)


def _names_faults(
    question: Document, questions: Mapping[str, Document], rule: Document, place: str
) -> Iterator[tuple[str, str]]:
    kind = rule["kind"]
    other = rule["table"] if kind == "sum_of_columns" else rule["from"] if kind == "differs" else None
    if other is not None and other not in questions:
        yield place, f"there is no question {other}"
    elif kind == "sum_of_columns":
        yield from _not_among(_columns(questions[rule["table"]]), rule["columns"], place)
    elif kind == "row_covers":
        yield from _not_among(_columns(question), [rule["column"], *rule["parts"]], place)
    elif kind == "differs":
        yield from _not_among(questions[rule["from"]]["details"].get("fields", []), [rule["part"]], place)
    elif not _readable(rule):
        yield place, "it cannot be read"


def _columns(question: Document) -> list[str]:
    return [column["key"] for column in question.get("columns", [])]


def _not_among(known: list[str], wanted: list[str], place: str) -> Iterator[tuple[str, str]]:
    return ((place, f"there is no {one}") for one in wanted if one not in known)


def _readable(rule: Document) -> bool:
    """Whether the dates and the regular expression of a rule are what they should be."""
    try:
        for name in ("from", "to"):
            date.fromisoformat(rule.get(name, "2000-01-01"))
        re.compile(rule.get("pattern", ""))
    except (TypeError, ValueError, re.error):
        return False
    return True
