"""What every question type knows: to read, clean, check, show and export an answer.

An answer is JSON. What was typed and cannot be cleaned stays as it was typed (a string where a number should be, the
three boxes of a date), so that it can be shown again and is reported at both strengths.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import FileStorage, MultiDict

from portal.core.text import count_words, plural
from portal.formkit.definition import Question
from portal.formkit.faults import FileRefused, Problem

StoreFile = Callable[[FileStorage, Question], dict[str, Any]]
FileFacts = Mapping[str, Any]


@dataclass
class Source:
    """What a person sent: the fields, the files, and what they had answered before.

    `refused` collects the files that the host could not take, by field name. `offered` gives the files that a field
    may be given without an upload: earlier ones of its own, and what the host had already.
    """

    form: MultiDict[str, str]
    files: Mapping[str, FileStorage] = field(default_factory=dict)
    before: Mapping[str, Any] = field(default_factory=dict)
    store: StoreFile | None = None
    refused: dict[str, str] = field(default_factory=dict)
    offered: Callable[[str], Mapping[str, FileFacts]] = lambda _name: {}

    def text(self, name: str) -> str:
        """The one value of a field; empty when it was not sent."""
        return self.form.get(name, "")

    def all(self, name: str) -> list[str]:
        """Every value of a field."""
        return self.form.getlist(name)

    def file(self, question: Question, name: str) -> FileFacts | None:
        """The facts of a file that was sent or chosen now; None when none was, or when it was refused."""
        chosen = self.text("action").removeprefix(f"use-file:{name}:")
        if chosen in (offered := self.offered(name)):
            return offered[chosen]
        upload = self.files.get(name)
        if upload is None or not upload.filename or self.store is None:
            return None
        try:
            return self.store(upload, question)
        except FileRefused as refusal:
            self.refused[name] = str(refusal)
            return None


@dataclass(frozen=True)
class Shown:
    """An answer to look at: `kind` is text, list, rows (label, text) or table (head, rows, totals); or blank."""

    kind: str
    text: str = ""
    items: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    head: tuple[str, ...] = ()
    body: tuple[tuple[str, ...], ...] = ()
    foot: tuple[str, ...] = ()
    numeric: tuple[int, ...] = ()
    files: tuple[Mapping[str, Any], ...] = ()


BLANK = Shown("blank")


class QuestionType:
    """The parent of the types.

    `details` names what questions of a type may say in YAML beyond what all may, `needs` what they must.
    """

    name = ""
    template = ""
    details: frozenset[str] = frozenset()
    needs: tuple[str, ...] = ()
    in_tables = False
    on_paper = True  # whether it can be typed away from the portal

    def read(self, question: Question, source: Source, name: str) -> Any:
        """What was sent for this question, cleaned where it can be, and as it was typed where it cannot."""
        raise NotImplementedError(self.name)

    def is_blank(self, question: Question, value: Any) -> bool:
        """Whether nothing was answered."""
        return value in (None, "", [], {})

    def problems(self, question: Question, value: Any, name: str) -> list[Problem]:
        """SAVE strength: what is wrong with an answer that is there (its type, its length)."""
        return []

    def missing(self, question: Question, value: Any, name: str) -> list[Problem]:
        """SUBMIT strength: what a required answer still lacks."""
        return [Problem(name, self.ask(question))] if self.is_blank(question, value) else []

    def ask(self, question: Question) -> str:
        """The message of a required question that was left blank."""
        return str(question.details.get("error_empty") or f"Enter {as_object(question.label)}")

    def show(self, question: Question, value: Any) -> Shown:
        """The answer as its readers see it."""
        return BLANK if self.is_blank(question, value) else Shown("text", text=self.plain(question, value))

    def plain(self, question: Question, value: Any) -> str:
        """The answer as plain text, for mail, spreadsheets and comparison."""
        return "" if self.is_blank(question, value) else str(value)

    def as_text(self, question: Question, value: Any) -> str:
        """The answer as a person would type it away from the portal; `from_text` reads it back unchanged."""
        return self.plain(question, value)

    def from_text(self, question: Question, text: str) -> Any:
        """The answer that somebody typed as text, cleaned where it can be; raises Unreadable where it means nothing."""
        return self.read(question, Source(MultiDict({question.key: text})), question.key)

    def how_to_type(self, question: Question) -> list[str]:
        """What to say to somebody who types an answer away from the portal."""
        return []

    def same(self, one: Any, other: Any) -> bool:
        """Whether two answers say the same."""
        return (one or None) == (other or None)

    def files(self, question: Question, value: Any, name: str) -> dict[str, FileFacts]:
        """The files that an answer names, by field."""
        return {}

    def without_file(self, value: Any, file_id: str) -> Any:
        """The answer without the file of that id."""
        return value


TYPES: dict[str, QuestionType] = {}  # filled by the package, once; a table's cells are of the types that list the table


def as_object(label: str) -> str:
    """A label as the object of a sentence: `your project name` for `Your project name`; questions are quoted."""
    plain = label.rstrip("?: ")
    if label.rstrip().endswith("?"):
        return f"an answer to ‘{plain}’"
    if len(plain) > 1 and not plain[1].isupper():
        plain = plain[0].lower() + plain[1:]
    return plain


def length_problems(question: Question, value: str, name: str) -> list[Problem]:
    """What is wrong with the length of a text, in words or characters."""
    if question.max_words is not None:
        over = count_words(value) - question.max_words
        if over > 0:
            limit = plural(question.max_words, "word")
            return [Problem(name, f"Answer must be {limit} or fewer. You have {plural(over, 'word')} too many")]
    if question.max_chars is not None and len(value) > question.max_chars:
        return [Problem(name, f"Answer must be {question.max_chars:,} characters or fewer")]
    return []
