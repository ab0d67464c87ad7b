"""Carrying answers from one form to another: by question key, each through the cleaning of its own type.

What is promised, signed or confirmed is never carried: it must be said anew. Dates are carried only where the new
form takes them, files only where the host still has them, and choices only where they can still be chosen.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from portal.formkit.checking import save_problems
from portal.formkit.definition import Form, Question
from portal.formkit.types import TYPES
from portal.formkit.types.base import Source
from portal.formkit.types.choice import Radios
from portal.formkit.types.compound import Compound
from portal.formkit.types.dates import Dated, DateRange, boxes
from portal.formkit.types.number import Integer

FileKept = Callable[[Mapping[str, Any]], bool]

NEVER = frozenset({"statements", "signature", "confirm_profile"})
DATED = frozenset({"date", "date_range"})
ALIKE = (frozenset({"text", "textarea"}), frozenset({"radios", "select", "yes_no"}))


@dataclass(frozen=True)
class Change:
    """What is different about a question since last time: which part of it (`question`, `hint`, `limit`, `choices`,
    `columns`), and what it was in words.
    """

    part: str
    was: str


@dataclass(frozen=True)
class Differences:
    """How a form differs from the one before: changed questions by key, and the keys of those that are new."""

    changed: Mapping[str, tuple[Change, ...]]
    new: frozenset[str]


def carry(
    old: Form, answers: Mapping[str, Any], new: Form, *, days: tuple[date, date], keeps_file: FileKept
) -> dict[str, Any]:
    """The answers to the old form that the new one can begin with, by question key.

    `days` are the first and the last day that a carried date may be; `keeps_file` says of a file's facts whether the
    host still has it.
    """
    place = _Place(days[0].isoformat(), days[1].isoformat(), keeps_file)
    carried = {}
    for key, question in new.by_key.items():
        before = old.by_key.get(key)
        if before is None or not _alike(before, question) or question.type in NEVER:
            continue
        value = _cleaned(question, answers.get(key), place)
        if not TYPES[question.type].is_blank(question, value):
            carried[key] = value
    return carried


def differences(old: Form, new: Form) -> Differences:
    """What applicants must look at again: questions that changed in words or limits, and new ones."""
    changed = {}
    for key, question in new.by_key.items():
        before = old.by_key.get(key)
        found = changes_of(before, question) if before is not None and _alike(before, question) else ()
        if found:
            changed[key] = found
    new_keys = {key for key, question in new.by_key.items() if not _known(old.by_key.get(key), question)}
    return Differences(changed, frozenset(new_keys))


def changes_of(old: Question, new: Question) -> tuple[Change, ...]:
    """What is different about one question."""
    parts = (
        ("question", old.label, new.label),
        ("hint", old.hint, new.hint),
        ("limit", _limits(old), _limits(new)),
        ("choices", _options(old), _options(new)),
        ("columns", _columns(old), _columns(new)),
    )
    return tuple(Change(part, was or "nothing") for part, was, now in parts if was != now)


def _known(old: Question | None, new: Question) -> bool:
    return old is not None and _alike(old, new)


def _alike(old: Question, new: Question) -> bool:
    return old.type == new.type or any({old.type, new.type} <= family for family in ALIKE)


def _limits(question: Question) -> str:
    kind = TYPES[question.type]
    written = kind.written if isinstance(kind, Integer) else str
    found = (
        ("up to {} words", question.max_words),
        ("up to {} characters", question.max_chars),
        ("{} or more", written(question.least) if question.least is not None else None),
        ("{} or less", written(question.most) if question.most is not None else None),
    )
    return ", ".join(words.format(limit) for words, limit in found if limit is not None)


def _options(question: Question) -> str:
    return "; ".join(option.label for option in question.options)


def _columns(question: Question) -> str:
    return "; ".join(f"{c.full_label}{f' ({_limits(c)})' if _limits(c) else ''}" for c in question.columns)


def _cleaned(question: Question, value: Any, place: "_Place") -> Any:
    """An answer as the question's own type reads it when it is typed again, or nothing."""
    if value is None:
        return None
    if question.type in WHOLE:
        return WHOLE[question.type](question, value, place)
    try:
        sent = MultiDict(_sent(question, value, question.key))
    except (AttributeError, KeyError, TypeError, ValueError):  # not an answer of this type at all
        return None
    read = TYPES[question.type].read(question, Source(sent), question.key)
    strict = question.type in DATED or isinstance(TYPES[question.type], Radios)
    if strict and save_problems(question, read):
        return None
    return read if question.type not in DATED or place.takes_days(read) else None


def _sent(question: Question, value: Any, name: str) -> list[tuple[str, str]]:
    """The fields that a page would send for an answer."""
    kind = TYPES[question.type]
    if isinstance(kind, DateRange):
        return [(f"{name}-{part}-{box}", text) for part in value for box, text in boxes(value[part]).items()]
    if isinstance(kind, Dated):
        return [(f"{name}-{box}", text) for box, text in boxes(value).items()]
    if isinstance(kind, Compound):
        return [(f"{name}-{key}", str(text or "")) for key, text in value.items()]
    if isinstance(kind, Integer):
        return [(name, kind.typed(value))]
    if isinstance(value, list):
        return [(name, str(one)) for one in value]
    return [(name, str(value))]


def _files(question: Question, value: Any, place: "_Place") -> Any:
    if not isinstance(value, dict):
        return None
    if question.type == "file":
        return value if place.keeps_file(value) else None
    wanted = {document["value"] for document in question.details["documents"]}
    kept = {
        key: given
        for key, given in value.items()
        if key in wanted and (not given.get("file") or place.keeps_file(given["file"]))
    }
    return kept or None


def _rows(question: Question, value: Any, place: "_Place") -> list[dict[str, Any]]:
    rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
    cleaned = [
        {column.key: _cleaned(column, row.get(column.key), place) for column in question.columns} for row in rows
    ]
    return [row for row in cleaned if any(cell not in (None, "", []) for cell in row.values())]


@dataclass(frozen=True)
class _Place:
    """Where answers are carried to: its days, and the files that it can show."""

    first: str
    last: str
    keeps_file: FileKept

    def takes_days(self, value: Any) -> bool:
        """Whether every day of a date or of a range lies within."""
        days = value.values() if isinstance(value, dict) else [value]
        return all(isinstance(day, str) and self.first <= day <= self.last for day in days)


# Types whose answers no page sends as plain fields.
WHOLE: dict[str, Callable[[Question, Any, _Place], Any]] = {
    "file": _files,
    "document_checklist": _files,
    "table": _rows,
}
