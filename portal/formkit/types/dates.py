"""Dates in three boxes, kept as ISO text; a date that is none stays as its three boxes."""

import re
from datetime import date
from typing import Any

from portal.core.dates import date_words, parse_day
from portal.core.text import one_line
from portal.formkit.definition import Question
from portal.formkit.faults import Problem, Unreadable
from portal.formkit.types.base import BLANK, QuestionType, Shown, Source

PARTS = ("day", "month", "year")
_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[\s./,-]+(?:of\s+)?(\d{1,2}|[a-z]{3,9})[\s./,-]+(\d{4})", re.IGNORECASE
)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+", re.IGNORECASE)
_TO = re.compile(r"\s+(?:to|until|till|–|-)(?:\s+|$)|\s*\n\s*", re.IGNORECASE)
_START_OR_END = re.compile(r"(?:start|end)(?:\s+date)?\s*:", re.IGNORECASE)


def date_in(text: str) -> str | None:
    """ISO text of a typed date (`14 January 2027`, `14/1/2027`, `2027-01-14`), None of nothing; else Unreadable."""
    plain = _WEEKDAY.sub("", one_line(text))
    if not plain:
        return None
    first, last = _DAY_FIRST.fullmatch(plain), _YEAR_FIRST.fullmatch(plain)
    parts = first.groups() if first else last.groups()[::-1] if last else None
    try:
        if parts:
            return parse_day(*parts).isoformat()
    except ValueError:
        pass
    raise Unreadable(f"‘{plain[:40]}’ must be a real date, like 27 March 2027")


def read_date(source: Source, name: str) -> Any:
    """ISO text, the three boxes as typed, or None when all are empty."""
    boxes = {part: one_line(source.text(f"{name}-{part}"))[:20] for part in PARTS}
    if not any(boxes.values()):
        return None
    try:
        return parse_day(boxes["day"], boxes["month"], boxes["year"]).isoformat()
    except ValueError:
        return boxes


def date_problem(value: Any, name: str, what: str) -> list[Problem]:
    """Which part of a typed date is missing, or that it is no real date."""
    if not isinstance(value, dict):
        return []
    lacking = [part for part in PARTS if not value.get(part)]
    if lacking:
        return [Problem(f"{name}-{lacking[0]}", f"{what} must include a {' and a '.join(lacking)}")]
    return [Problem(f"{name}-day", f"{what} must be a real date, like 27 3 2027")]


def boxes(value: Any) -> dict[str, str]:
    """What stands in the three boxes."""
    if isinstance(value, dict):
        return {part: str(value.get(part, "")) for part in PARTS}
    if not value:
        return dict.fromkeys(PARTS, "")
    day = date.fromisoformat(value)
    return {"day": str(day.day), "month": str(day.month), "year": str(day.year)}


def written(value: Any) -> str:
    """The date in words, or what was typed."""
    if isinstance(value, dict):
        return " ".join(value.get(part, "") for part in PARTS).strip()
    return date_words(date.fromisoformat(value)) if value else ""


class Dated(QuestionType):
    """What both kinds share."""

    def boxes(self, value: Any) -> dict[str, str]:
        """What stands in the three boxes of a date."""
        return boxes(value)


class Date(Dated):
    """One date."""

    name = "date"
    template = "formkit/types/date.html"
    details = frozenset({"error_empty"})
    in_tables = True

    def read(self, question: Question, source: Source, name: str) -> Any:
        """ISO text, or the boxes as typed."""
        return read_date(source, name)

    def problems(self, question: Question, value: Any, name: str) -> list[Problem]:
        """Whether it is a real date."""
        return date_problem(value, name, "Date")

    def missing(self, question: Question, value: Any, name: str) -> list[Problem]:
        """The first box is where to begin."""
        return [Problem(f"{name}-day", self.ask(question))] if self.is_blank(question, value) else []

    def plain(self, question: Question, value: Any) -> str:
        """`14 January 2027`."""
        return written(value)

    def from_text(self, question: Question, text: str) -> Any:
        """ISO text."""
        return date_in(text)

    def how_to_type(self, question: Question) -> list[str]:
        """An example."""
        return ["Write a date like 27 March 2027."]


class DateRange(Dated):
    """A start and an end."""

    name = "date_range"
    template = "formkit/types/date_range.html"
    details = frozenset({"error_empty"})

    def read(self, question: Question, source: Source, name: str) -> Any:
        """`{"start": ..., "end": ...}`, or None when both are blank."""
        value = {part: read_date(source, f"{name}-{part}") for part in ("start", "end")}
        return value if any(value.values()) else None

    def problems(self, question: Question, value: Any, name: str) -> list[Problem]:
        """Whether both are real dates, in their order."""
        if not value:
            return []
        found = date_problem(value["start"], f"{name}-start", "Start date")
        found += date_problem(value["end"], f"{name}-end", "End date")
        both = isinstance(value["start"], str) and isinstance(value["end"], str)
        if not found and both and value["start"] > value["end"]:
            return [Problem(f"{name}-end-day", "End date must be the same as or after the start date")]
        return found

    def missing(self, question: Question, value: Any, name: str) -> list[Problem]:
        """Both dates."""
        value = value or {"start": None, "end": None}
        return [Problem(f"{name}-{part}-day", f"Enter the {part} date") for part in ("start", "end") if not value[part]]

    def show(self, question: Question, value: Any) -> Shown:
        """`1 April 2027 to 31 March 2028`."""
        return Shown("text", text=self.plain(question, value)) if value else BLANK

    def plain(self, question: Question, value: Any) -> str:
        """`1 April 2027 to 31 March 2028`."""
        return f"{written(value['start'])} to {written(value['end'])}" if value else ""

    def from_text(self, question: Question, text: str) -> Any:
        """Both dates, with `to` or a new line between them."""
        ends = [date_in(part) for part in _TO.split(_START_OR_END.sub("", text).strip()) if part.strip()]
        if len(ends) > 2 or (len(ends) == 1 and re.match(r"\s*to\b", text, re.IGNORECASE)):
            raise Unreadable("Write a start date and an end date, like 1 April 2027 to 31 March 2028")
        start, end = (*ends, None, None)[:2]
        return {"start": start, "end": end} if start or end else None

    def how_to_type(self, question: Question) -> list[str]:
        """An example."""
        return ["Write both dates, like 1 April 2027 to 31 March 2028."]
