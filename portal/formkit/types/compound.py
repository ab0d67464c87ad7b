"""Answers of several lines that belong together: an address, a person, a signature."""

from typing import Any

from werkzeug.datastructures import MultiDict

from portal.core.text import one_line
from portal.formkit.definition import Question
from portal.formkit.faults import Problem, Unreadable
from portal.formkit.types.base import BLANK, QuestionType, Shown, Source
from portal.formkit.types.dates import boxes, date_problem, read_date, written
from portal.formkit.types.lines import read_lines, write_lines
from portal.formkit.types.text import clean_postcode, email_problems, postcode_problems, telephone_problems

LONGEST_PART = 150


class Compound(QuestionType):
    """Lines with a label each; `parts` gives (key, label, required) of a question's lines."""

    def parts(self, question: Question) -> tuple[tuple[str, str, bool], ...]:
        """The lines of the question."""
        raise NotImplementedError(self.name)

    def read(self, question: Question, source: Source, name: str) -> Any:
        """`{part: text}`, or None when all are blank."""
        value = {key: self.read_part(source, name, key) for key, _label, _needed in self.parts(question)}
        return value if any(value.values()) else None

    def read_part(self, source: Source, name: str, key: str) -> Any:
        """One line in its normal form."""
        typed = source.text(f"{name}-{key}")
        return clean_postcode(typed) if key == "postcode" else one_line(typed)

    def problems(self, question: Question, value: Any, name: str) -> list[Problem]:
        """What is wrong with each line."""
        found = []
        for key, label, _needed in self.parts(question):
            found += self.part_problems(key, label, (value or {}).get(key), f"{name}-{key}")
        return found

    def part_problems(self, key: str, label: str, value: Any, name: str) -> list[Problem]:
        """What is wrong with one line."""
        checks = {"email": email_problems, "phone": telephone_problems, "postcode": postcode_problems}
        if key in checks:
            return checks[key](value or "", name)
        if isinstance(value, str) and len(value) > LONGEST_PART:
            return [Problem(name, f"{label} must be {LONGEST_PART} characters or fewer")]
        return []

    def missing(self, question: Question, value: Any, name: str) -> list[Problem]:
        """Each line that is needed."""
        return [
            Problem(self.first_box(name, key), f"Enter {label[0].lower()}{label[1:]}")
            for key, label, needed in self.parts(question)
            if needed and not (value or {}).get(key)
        ]

    def first_box(self, name: str, key: str) -> str:
        """The id of the box where a line begins."""
        return f"{name}-{key}"

    def as_text(self, question: Question, value: Any) -> str:
        """`Label: text` for every line, those that are blank too."""
        parts = self.parts(question)
        texts = {label: str((value or {}).get(key) or "") for key, label, _needed in parts}
        return write_lines([texts], [label for _key, label, _needed in parts], numbered=False)

    def from_text(self, question: Question, text: str) -> Any:
        """The parts by their labels."""
        parts = self.parts(question)
        try:
            records = read_lines(text, [label for _key, label, _needed in parts])
        except ValueError as error:
            raise Unreadable(f"We do not know what ‘{error}’ is. Keep the words before each colon") from error
        if len(records) > 1:
            raise Unreadable("Something is there twice. Write each line once")
        found = records[0] if records else {}
        typed = {f"{question.key}-{key}": found.get(label, "") for key, label, _needed in parts}
        return self.read(question, Source(MultiDict(typed)), question.key)

    def how_to_type(self, question: Question) -> list[str]:
        """Where to write."""
        return ["Fill in each line."]

    def show(self, question: Question, value: Any) -> Shown:
        """A row for each line that was answered."""
        if not value:
            return BLANK
        rows = tuple((label, str(value[key])) for key, label, _needed in self.parts(question) if value.get(key))
        return Shown("rows", rows=rows)

    def plain(self, question: Question, value: Any) -> str:
        """The lines, with commas."""
        return ", ".join(text for _label, text in self.show(question, value).rows)


class Address(Compound):
    """A UK postal address; no county is asked for."""

    name = "address"
    template = "formkit/types/address.html"

    def parts(self, question: Question) -> tuple[tuple[str, str, bool], ...]:
        """Building and street, second line, town, postcode."""
        return (
            ("line1", "Address line 1", True),
            ("line2", "Address line 2 (optional)", False),
            ("town", "Town or city", True),
            ("postcode", "Postcode", True),
        )

    def show(self, question: Question, value: Any) -> Shown:
        """Lines without labels."""
        lines = [value[key] for key, _label, _needed in self.parts(question) if value.get(key)] if value else []
        return Shown("text", text="\n".join(lines)) if lines else BLANK

    def plain(self, question: Question, value: Any) -> str:
        """One line."""
        return self.show(question, value).text.replace("\n", ", ")


class Contact(Compound):
    """A person: name, role, email address, phone number; the question says which."""

    name = "contact"
    template = "formkit/types/contact.html"
    details = frozenset({"fields"})
    needs = ("fields",)
    labels = {"name": "Full name", "role": "Role", "email": "Email address", "phone": "Phone number"}

    def parts(self, question: Question) -> tuple[tuple[str, str, bool], ...]:
        """The lines that the question names."""
        return tuple((key, self.labels[key], True) for key in question.details["fields"])


class Signature(Compound):
    """A typed name, the role it is given in, and the day."""

    name = "signature"
    on_paper = False
    template = "formkit/types/signature.html"
    details = frozenset({"fields"})

    def parts(self, question: Question) -> tuple[tuple[str, str, bool], ...]:
        """Name, role and day."""
        return (("name", "Full name", True), ("role", "Role", True), ("date", "Date", True))

    def read_part(self, source: Source, name: str, key: str) -> Any:
        """The day has three boxes."""
        return read_date(source, f"{name}-date") if key == "date" else super().read_part(source, name, key)

    def part_problems(self, key: str, label: str, value: Any, name: str) -> list[Problem]:
        """The day must be real."""
        return date_problem(value, name, "Date") if key == "date" else super().part_problems(key, label, value, name)

    def first_box(self, name: str, key: str) -> str:
        """The day begins in its first box."""
        return f"{name}-date-day" if key == "date" else f"{name}-{key}"

    def show(self, question: Question, value: Any) -> Shown:
        """The day in words."""
        if not value:
            return BLANK
        return super().show(question, value | {"date": written(value.get("date"))})

    def boxes(self, value: Any) -> dict[str, str]:
        """What stands in the boxes of the day."""
        return boxes((value or {}).get("date"))
