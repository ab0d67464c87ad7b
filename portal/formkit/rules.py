"""Checks that a definition adds to a question: what its own answer must be, and how it must fit other answers.

Own rules speak at SAVE strength, as soon as there is an answer; rules that look at other answers speak at SUBMIT.

    {kind: no_contact_details}   {kind: no_web_links}   {kind: inside, from: ISO, to: ISO} for date ranges
    {kind: pattern, pattern, message}: the whole text has a form of its own, as a regular expression says
    {kind: row_covers, column, parts, message}: in each row, the column is no less than the parts together
    {kind: differs, part, from, message}: a part of a contact differs from that of another contact
    {kind: sum_of_columns, table, columns}: an amount is the sum of columns of a table, with what others add to it
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.core.dates import date_words
from portal.core.money import format_pounds
from portal.core.text import has_email, has_phone, has_web_address
from portal.formkit.conditions import OTHERS, Answers
from portal.formkit.definition import Question
from portal.formkit.faults import Problem
from portal.formkit.types.table import column_total

Rule = Mapping[str, Any]


def own_problems(question: Question, value: Any, name: str) -> list[Problem]:
    """What a question's own rules find in its answer."""
    return [
        problem for rule in question.rules if rule["kind"] in _OWN for problem in _OWN[rule["kind"]](rule, value, name)
    ]


def cross_problems(question: Question, value: Any, name: str, answers: Answers) -> list[Problem]:
    """What the rules find that look at other answers too."""
    return [
        problem
        for rule in question.rules
        if rule["kind"] in _CROSS
        for problem in _CROSS[rule["kind"]](rule, value, name, answers)
    ]


def _no_contact_details(_rule: Rule, value: Any, name: str) -> list[Problem]:
    text = str(value or "")
    if has_email(text) or has_phone(text):
        return [Problem(name, "Take out email addresses and phone numbers. We may publish this answer")]
    return []


def _no_web_links(_rule: Rule, value: Any, name: str) -> list[Problem]:
    if has_web_address(str(value or "")):
        return [Problem(name, "Take out web links. Say in words where each fact comes from")]
    return []


def _pattern(rule: Rule, value: Any, name: str) -> list[Problem]:
    return [Problem(name, rule["message"])] if value and not re.fullmatch(rule["pattern"], str(value)) else []


def _inside(rule: Rule, value: Any, name: str) -> list[Problem]:
    if not value:
        return []
    first, last = date.fromisoformat(rule["from"]), date.fromisoformat(rule["to"])
    return [
        Problem(
            f"{name}-{part}-day",
            f"{part.capitalize()} date must be between {date_words(first)} and {date_words(last)}",
        )
        for part in ("start", "end")
        if isinstance(value[part], str) and not first <= date.fromisoformat(value[part]) <= last
    ]


def _row_covers(rule: Rule, value: Any, name: str) -> list[Problem]:
    return [
        Problem(f"{name}-{i}-{rule['column']}", f"Row {i + 1}: {rule['message'][0].lower()}{rule['message'][1:]}")
        for i, row in enumerate(value or [])
        if isinstance(row.get(rule["column"]), int)
        and row[rule["column"]] < sum(row[part] for part in rule["parts"] if isinstance(row.get(part), int))
    ]


def _differs(rule: Rule, value: Any, name: str, answers: Answers) -> list[Problem]:
    mine = str((value or {}).get(rule["part"], "")).casefold()
    theirs = str((answers.get(rule["from"]) or {}).get(rule["part"], "")).casefold()
    return [Problem(f"{name}-{rule['part']}", rule["message"])] if mine and mine == theirs else []


def _sum_of_columns(rule: Rule, value: Any, name: str, answers: Answers) -> list[Problem]:
    others = answers.get(f"{rule['table']}{OTHERS}")
    rows = [*(answers.get(rule["table"]) or []), *(others or [])]
    total = sum(column_total(rows, column) for column in rule["columns"])
    if isinstance(value, int) and value != total:
        whose = "your budget shows" if others is None else "your budget and your partners’ costs together show"
        asked = f"You ask for {format_pounds(value)}, but {whose} {format_pounds(total)} from us"
        return [Problem(name, f"{asked}. Make the two the same")]
    return []


_OWN = {
    "no_contact_details": _no_contact_details,
    "no_web_links": _no_web_links,
    "pattern": _pattern,
    "inside": _inside,
    "row_covers": _row_covers,
}
_CROSS = {"differs": _differs, "sum_of_columns": _sum_of_columns}
# What each kind of rule must say, for the loader to check.
NEEDS: dict[str, tuple[str, ...]] = {
    "no_contact_details": (),
    "no_web_links": (),
    "pattern": ("pattern", "message"),
    "inside": ("from", "to"),
    "row_covers": ("column", "parts", "message"),
    "differs": ("part", "from", "message"),
    "sum_of_columns": ("table", "columns"),
}
