"""The parts of a form. All frozen: a published form never changes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

Condition = Mapping[str, Any]


@dataclass(frozen=True)
class Option:
    """Something to choose. `exclusive` stands alone among checkboxes."""

    value: str
    label: str
    hint: str = ""
    exclusive: bool = False


@dataclass(frozen=True)
class Question:
    """One question, or one column of a table. `key` is for ever: answers, feedback and scores hang on it.

    `details` holds what only its own type reads (columns, statements, fields, documents, rows, pattern). `parent` is
    the (key, value) of the option that reveals it on the same page. Money limits are in pence. A `sensitive` answer is
    never kept on a person's device.
    """

    key: str
    label: str
    type: str
    hint: str = ""
    required: bool = True
    show_if: Condition | None = None
    options: tuple[Option, ...] = ()
    max_words: int | None = None
    max_chars: int | None = None
    least: int | None = None
    most: int | None = None
    sensitive: bool = False
    rules: tuple[Mapping[str, Any], ...] = ()
    assessed: tuple[str, ...] = ()
    parent: tuple[str, str] | None = None
    columns: tuple["Question", ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def full_label(self) -> str:
        """The label, marked when it may be left out."""
        return self.label if self.required else f"{self.label} (optional)"

    def option_label(self, value: str) -> str:
        """The words of an option; the value itself when it is none of ours."""
        return next((option.label for option in self.options if option.value == value), value)


@dataclass(frozen=True)
class Step:
    """One page: one question, or a few that belong together."""

    key: str
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Section:
    """One task of the task list; its answers are kept and locked together."""

    key: str
    title: str
    intro: str
    steps: tuple[Step, ...]

    @property
    def questions(self) -> Iterator[Question]:
        """Every question, in order."""
        return (question for step in self.steps for question in step.questions)


@dataclass(frozen=True)
class Form:
    """A whole form, as published."""

    key: str
    title: str
    intro: tuple[str, ...]
    sections: tuple[Section, ...]

    @cached_property
    def by_key(self) -> dict[str, Question]:
        """Every question by its key."""
        return {question.key: question for section in self.sections for question in section.questions}

    @cached_property
    def place_of(self) -> dict[str, tuple[Section, Step]]:
        """Where each question stands."""
        return {
            question.key: (section, step)
            for section in self.sections
            for step in section.steps
            for question in step.questions
        }

    def section(self, key: str) -> Section | None:
        """The section of that key."""
        return next((section for section in self.sections if section.key == key), None)

    def step(self, section_key: str, step_key: str) -> tuple[Section, Step] | None:
        """A section and one of its steps."""
        section = self.section(section_key)
        found = next((step for step in section.steps if step.key == step_key), None) if section else None
        return (section, found) if section and found else None
