"""Choosing one or several."""

from typing import Any

from portal.formkit.definition import Option, Question
from portal.formkit.faults import Problem, Unreadable
from portal.formkit.types.base import BLANK, QuestionType, Shown, Source, as_object
from portal.formkit.types.lines import folded, without_bullet

CHOOSE_AGAIN = "Select one of the answers in the list"


def option_named(options: tuple[Option, ...], words: str) -> str | None:
    """The value of the one option that these words name, whatever their case and punctuation; None when none is."""
    wanted = folded(without_bullet(words))
    found = {option.value for option in options if wanted in (folded(option.label), folded(option.value))}
    exact = {option.value for option in options if wanted == folded(option.label)}
    return next(iter(exact if len(exact) == 1 else found), None) if len(exact) == 1 or len(found) == 1 else None


class Radios(QuestionType):
    """One of a few; an option may reveal a follow-up question on the same page."""

    name = "radios"
    template = "formkit/types/radios.html"
    details = frozenset({"error_empty"})
    needs: tuple[str, ...] = ("options",)

    def choices(self, question: Question) -> tuple[Option, ...]:
        """What there is to choose from."""
        return question.options

    def read(self, question: Question, source: Source, name: str) -> str:
        """The value chosen; empty when none was."""
        return source.text(name)[:200]

    def problems(self, question: Question, value: Any, name: str) -> list[Problem]:
        """Whether it is one of the options."""
        if value and value not in {option.value for option in self.choices(question)}:
            return [Problem(name, CHOOSE_AGAIN)]
        return []

    def ask(self, question: Question) -> str:
        """`Select an answer to ...`."""
        return f"Select {as_object(question.label)}"

    def plain(self, question: Question, value: Any) -> str:
        """The label of what was chosen."""
        found = next((option.label for option in self.choices(question) if option.value == value), None)
        return found or str(value or "")

    def from_text(self, question: Question, text: str) -> str:
        """The value of the option that the words name."""
        if not text.strip():
            return ""
        value = option_named(self.choices(question), text)
        if value is None:
            raise Unreadable(f"{CHOOSE_AGAIN}, in its own words")
        return value

    def how_to_type(self, question: Question) -> list[str]:
        """The options."""
        return ["Write one of these:", *(f"- {option.label}" for option in self.choices(question))]


class YesNo(Radios):
    """Yes or no."""

    name = "yes_no"
    needs = ()
    in_tables = True
    options = (Option("yes", "Yes"), Option("no", "No"))

    def choices(self, question: Question) -> tuple[Option, ...]:
        """Yes and no."""
        return self.options

    def from_text(self, question: Question, text: str) -> str:
        """Yes or no, or the first letter."""
        return super().from_text(question, {"y": "yes", "n": "no"}.get(folded(text), text))

    def how_to_type(self, question: Question) -> list[str]:
        """Yes or no."""
        return ["Write yes or no."]

    def ask(self, question: Question) -> str:
        """`Select yes or no for ...`."""
        return f"Select yes or no for ‘{question.label.rstrip('?')}’"


class Select(Radios):
    """One of many, where a table leaves no room for radios."""

    name = "select"
    template = "formkit/types/select.html"
    in_tables = True


class Checkboxes(QuestionType):
    """Several."""

    name = "checkboxes"
    template = "formkit/types/checkboxes.html"
    details = frozenset({"max_choices", "error_empty"})
    needs = ("options",)

    def read(self, question: Question, source: Source, name: str) -> list[str]:
        """The values chosen, in the order of the options."""
        chosen = set(source.all(name))
        return [option.value for option in question.options if option.value in chosen]

    def problems(self, question: Question, value: Any, name: str) -> list[Problem]:
        """How many, and whether what stands alone does."""
        exclusive = [option for option in question.options if option.exclusive and option.value in (value or [])]
        if exclusive and len(value) > 1:
            return [Problem(name, f"Select ‘{exclusive[0].label}’ or the others, not both")]
        most = question.details.get("max_choices")
        if most and len(value or []) > most:
            return [Problem(name, f"Select {most} or fewer")]
        return []

    def ask(self, question: Question) -> str:
        """`Select ...`."""
        return f"Select {as_object(question.label)}"

    def show(self, question: Question, value: Any) -> Shown:
        """A list."""
        return Shown("list", items=tuple(question.option_label(one) for one in value)) if value else BLANK

    def same(self, one: Any, other: Any) -> bool:
        """The order in which they were chosen says nothing."""
        return set(one or ()) == set(other or ())

    def plain(self, question: Question, value: Any) -> str:
        """The labels, with semicolons."""
        return "; ".join(question.option_label(one) for one in value or [])

    def as_text(self, question: Question, value: Any) -> str:
        """A line for each label."""
        return "\n".join(question.option_label(one) for one in value or [])

    def from_text(self, question: Question, text: str) -> list[str]:
        """The values that the lines name; several may stand on a line with semicolons between them."""
        chosen: set[str] = set()
        for line in filter(str.strip, text.split("\n")):
            whole = option_named(question.options, line)
            for words in [line] if whole else filter(str.strip, line.split(";")):
                value = option_named(question.options, words)
                if value is None:
                    raise Unreadable(f"‘{words.strip()[:80]}’ is not in the list. Use the words of the list")
                chosen.add(value)
        return [option.value for option in question.options if option.value in chosen]

    def how_to_type(self, question: Question) -> list[str]:
        """The options."""
        return ["Write those that fit, one on each line:", *(f"- {option.label}" for option in question.options)]
