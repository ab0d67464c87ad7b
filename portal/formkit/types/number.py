"""Whole numbers, percentages and money. What is no number stays as it was typed."""

import unicodedata
from typing import Any

from portal.core.money import format_pounds, parse_pounds
from portal.core.text import one_line
from portal.formkit.definition import Question
from portal.formkit.faults import Problem
from portal.formkit.types.base import QuestionType, Source

MOST_DIGITS = 12  # far above any count, and int() refuses to read text of thousands of digits


class Integer(QuestionType):
    """A whole number."""

    name = "integer"
    template = "formkit/types/number.html"
    details = frozenset({"error_empty"})
    in_tables = True
    prefix = ""
    suffix = ""

    def read(self, question: Question, source: Source, name: str) -> int | str:
        """The number, or what was typed."""
        typed = one_line(source.text(name))
        plain = unicodedata.normalize("NFKC", typed).replace(",", "").replace(" ", "")
        if self.suffix:
            plain = plain.removesuffix(self.suffix)
        whole = plain.isascii() and plain.isdigit() and len(plain) <= MOST_DIGITS
        return int(plain) if whole else typed

    def problems(self, question: Question, value: Any, name: str) -> list[Problem]:
        """Whether it is a number, and within its limits."""
        if value in (None, ""):
            return []
        if isinstance(value, str):
            return [Problem(name, "Enter a whole number, like 40")]
        return self.limits(question, value, name)

    def limits(self, question: Question, value: int, name: str) -> list[Problem]:
        """Whether it is within its limits."""
        if question.least is not None and value < question.least:
            return [Problem(name, f"Answer must be {self.written(question.least)} or more")]
        if question.most is not None and value > question.most:
            return [Problem(name, f"Answer must be {self.written(question.most)} or less")]
        return []

    def is_blank(self, question: Question, value: Any) -> bool:
        """Zero is an answer."""
        return value in (None, "") and value != 0

    def plain(self, question: Question, value: Any) -> str:
        """With commas, or as it was typed."""
        return self.written(value) if isinstance(value, int) else str(value or "")

    def written(self, value: int) -> str:
        """A number in words of this type; years have no comma."""
        return f"{value:,}" if value >= 10_000 else str(value)

    def typed(self, value: Any) -> str:
        """What stands in the box."""
        return "" if value is None else str(value)


class Percent(Integer):
    """A whole number from 0 to 100."""

    name = "percent"
    suffix = "%"

    def limits(self, question: Question, value: int, name: str) -> list[Problem]:
        """0 to 100."""
        return [] if 0 <= value <= 100 else [Problem(name, "Answer must be between 0 and 100")]

    def written(self, value: int) -> str:
        """`40%`."""
        return f"{value}%"


class Money(Integer):
    """An amount in pounds, kept in pence."""

    name = "money"
    prefix = "£"

    def read(self, question: Question, source: Source, name: str) -> int | str:
        """Pence, or what was typed."""
        typed = one_line(source.text(name))
        try:
            return parse_pounds(typed) if typed else ""
        except ValueError:
            return typed

    def problems(self, question: Question, value: Any, name: str) -> list[Problem]:
        """Whether it is an amount of money, and within its limits."""
        if value in (None, ""):
            return []
        if isinstance(value, str):
            return [Problem(name, "Enter an amount in pounds, like 5,000 or 250.50")]
        return self.limits(question, value, name)

    def written(self, value: int) -> str:
        """`£5,000`."""
        return format_pounds(value)

    def typed(self, value: Any) -> str:
        """What stands in the box, after the pound sign."""
        return format_pounds(value).removeprefix("£") if isinstance(value, int) else str(value or "")
