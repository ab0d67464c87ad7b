"""Declarations, and confirming what is already known."""

from typing import Any

from portal.formkit.definition import Question
from portal.formkit.faults import Problem
from portal.formkit.types.base import BLANK, QuestionType, Shown, Source


class Statements(QuestionType):
    """Statements to agree to, each with a box of its own; all of them before sending."""

    name = "statements"
    on_paper = False
    template = "formkit/types/statements.html"
    details = frozenset({"statements", "must_agree_all"})
    needs = ("statements",)

    def read(self, question: Question, source: Source, name: str) -> list[str]:
        """The ids of the statements agreed to."""
        ticked = set(source.all(name))
        return [one["id"] for one in question.details["statements"] if one["id"] in ticked]

    def missing(self, question: Question, value: Any, name: str) -> list[Problem]:
        """Every statement that is not yet agreed to is one thing missing, told once."""
        left = len(question.details["statements"]) - len(value or [])
        return [Problem(name, "Agree to every statement, or call us if you cannot")] if left else []

    def show(self, question: Question, value: Any) -> Shown:
        """The statements agreed to."""
        agreed = tuple(one["text"] for one in question.details["statements"] if one["id"] in (value or []))
        return Shown("list", items=agreed) if agreed else BLANK

    def plain(self, question: Question, value: Any) -> str:
        """The statements agreed to, one after another."""
        return " ".join(self.show(question, value).items)


class ConfirmProfile(QuestionType):
    """Facts that the host holds already, shown and not asked again: are they right?"""

    name = "confirm_profile"
    on_paper = False
    template = "formkit/types/confirm_profile.html"

    def read(self, question: Question, source: Source, name: str) -> str:
        """Yes or no."""
        return source.text(name) if source.text(name) in ("yes", "no") else ""

    def problems(self, question: Question, value: Any, name: str) -> list[Problem]:
        """A no must be mended where the facts are kept."""
        if value == "no":
            return [Problem(name, "Change the details in your organisation’s page first, then select yes here")]
        return []

    def ask(self, question: Question) -> str:
        """`Select yes ...`."""
        return "Select yes if your organisation’s details are right"

    def plain(self, question: Question, value: Any) -> str:
        """Yes or no."""
        return {"yes": "Yes, they are right", "no": "No"}.get(value, "")
