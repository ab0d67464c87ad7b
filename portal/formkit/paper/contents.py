"""What stands on paper, whatever the kind of file: every question with its guidance, limits, condition and answer."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.formkit.definition import Form, Question, Section
from portal.formkit.types import TYPES, QuestionType
from portal.formkit.wording import condition_words, limits_of

MARKER = re.compile(r"\[#\s*([a-z0-9_]+)\s*\]", re.IGNORECASE)
# What the file is a copy of: form, reference of whoever holds the answers, and how often each section had been saved.
ORIGIN = re.compile(r"\[##\s*([a-z0-9_]+)(?:\s+([A-Z0-9-]+))?((?:\s+[a-z0-9_]+:[0-9]{1,9})*)\s*\]")
ONLY_ONLINE = "Answer this online. It cannot be filled in here."
HOW_TO = (
    "Keep the words in square brackets as they are. They tell us which question an answer belongs to.",
    "Leave blank what you do not know yet. A blank never deletes what you have written online.",
    "Answer questions about files and declarations online.",
)


@dataclass(frozen=True)
class Origin:
    """What a file says it is a copy of: `revisions` by section key."""

    form: str
    reference: str = ""
    revisions: Mapping[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        counts = [f"{section}:{count}" for section, count in self.revisions.items()]
        return f"[## {' '.join(part for part in (self.form, self.reference, *counts) if part)}]"


def origin_in(text: str) -> Origin | None:
    """The origin that a file names; None when it names none."""
    found = ORIGIN.search(text)
    if found is None:
        return None
    counts = dict(part.split(":") for part in found.group(3).split())
    return Origin(found.group(1), found.group(2) or "", {section: int(count) for section, count in counts.items()})


@dataclass(frozen=True)
class Paper:
    """A form to be written on paper, blank (`answers` is None) or with answers. `notes` stand at its head."""

    form: Form
    title: str
    notes: tuple[str, ...]
    origin: Origin
    answers: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Asked:
    """A question on paper. `guidance` are lines to read; `text` is the answer as it would be typed."""

    number: str
    question: Question
    kind: QuestionType
    guidance: tuple[str, ...]
    text: str

    @property
    def marker(self) -> str:
        """The words that tell which question it is."""
        return f"[#{self.question.key}]"


def asked_in(paper: Paper) -> Iterator[tuple[str, Section, list[Asked]]]:
    """(number, section, its questions), in order: every question, those too that these answers do not call for."""
    answers = paper.answers or {}
    for i, section in enumerate(paper.form.sections, start=1):
        questions = [
            _asked(paper.form, f"{i}.{j}", question, answers.get(question.key))
            for j, question in enumerate(section.questions, start=1)
        ]
        yield str(i), section, questions


def _asked(form: Form, number: str, question: Question, value: Any) -> Asked:
    kind = TYPES[question.type]
    guidance = [condition_words(form, question.show_if), question.hint, " ".join(limits_of(question))]
    guidance += kind.how_to_type(question) if kind.on_paper else [ONLY_ONLINE]
    text = kind.as_text(question, value) if kind.on_paper else ""
    return Asked(number, question, kind, tuple(line for line in guidance if line), text)
