"""Words: one line, several, and the kinds of line that have a form of their own."""

import re
from typing import Any

from email_validator import EmailNotValidError, validate_email

from portal.core.text import normalise, one_line
from portal.formkit.definition import Question
from portal.formkit.faults import Problem
from portal.formkit.types.base import QuestionType, Source, length_problems

LONGEST_LINE = 500
# BS 7666 as published in the Cabinet Office's schema (AddressTypes, PostCodeType), without the space.
_POSTCODE = re.compile(
    r"GIR0AA|([A-PR-UWYZ][0-9][0-9]?|[A-PR-UWYZ][A-HK-Y][0-9][0-9]?|[A-PR-UWYZ][0-9][A-HJKPSTUW]|"
    r"[A-PR-UWYZ][A-HK-Y][0-9][ABEHMNPRVWXY])[0-9][ABD-HJLNP-UWXYZ]{2}"
)
_WEB_ADDRESS = re.compile(r"(https?://)?[^\s/:.?#@]+(\.[^\s/:.?#@]+)+(:[0-9]{1,5})?([/?#]\S*)?", re.IGNORECASE)


class Text(QuestionType):
    """One line."""

    name = "text"
    template = "formkit/types/text.html"
    details = frozenset({"error_empty", "width"})
    in_tables = True
    input_type = "text"
    autocomplete = ""

    def read(self, question: Question, source: Source, name: str) -> str:
        """The line in its normal form."""
        return one_line(source.text(name))

    def problems(self, question: Question, value: Any, name: str) -> list[Problem]:
        """Its length: what the question says, or 500 characters."""
        text = str(value or "")
        if question.max_words is None and question.max_chars is None and len(text) > LONGEST_LINE:
            return [Problem(name, f"Answer must be {LONGEST_LINE} characters or fewer")]
        return length_problems(question, text, name)


class LongText(Text):
    """Several lines, with a limit in words that the browser counts in the same way."""

    name = "textarea"
    template = "formkit/types/textarea.html"

    def read(self, question: Question, source: Source, name: str) -> str:
        """The text in its normal form, paragraphs kept."""
        return normalise(source.text(name))

    def problems(self, question: Question, value: Any, name: str) -> list[Problem]:
        """Its length in words."""
        return length_problems(question, str(value or ""), name)


class Email(Text):
    """An email address."""

    name = "email"
    input_type = "email"
    autocomplete = "email"

    def problems(self, question: Question, value: Any, name: str) -> list[Problem]:
        """Whether it has the form of an address (no look-up is made)."""
        return email_problems(str(value or ""), name)


def email_problems(value: str, name: str) -> list[Problem]:
    """What is wrong with an email address, nothing when it is blank."""
    try:
        if value:
            validate_email(value, check_deliverability=False)
    except EmailNotValidError:
        return [Problem(name, "Enter an email address in the correct format, like name@example.com")]
    return []


class Telephone(Text):
    """A telephone number, in any format that people use."""

    name = "tel"
    input_type = "tel"
    autocomplete = "tel"

    def problems(self, question: Question, value: Any, name: str) -> list[Problem]:
        """Whether it could be a telephone number: 7 to 15 digits (ITU E.164 allows 15)."""
        return telephone_problems(str(value or ""), name)


def telephone_problems(value: str, name: str) -> list[Problem]:
    """What is wrong with a telephone number, nothing when it is blank."""
    digits = re.sub(r"[\s()+./-]|ext", "", value.lower())
    if value and not (digits.isascii() and digits.isdigit() and 7 <= len(digits) <= 15):
        return [Problem(name, "Enter a phone number, like 01962 000 000 or 07700 900 982")]
    return []


class WebAddress(Text):
    """A website or a page on social media."""

    name = "url"
    autocomplete = "url"

    def problems(self, question: Question, value: Any, name: str) -> list[Problem]:
        """Whether it has the form of a host with a dot, and no scheme but http(s)."""
        text = str(value or "")
        if text and not _WEB_ADDRESS.fullmatch(text):
            return [Problem(name, "Enter a web address, like www.example.org")]
        return super().problems(question, value, name)


class Postcode(Text):
    """A UK postcode, in any case and spacing."""

    name = "postcode"
    autocomplete = "postal-code"

    def read(self, question: Question, source: Source, name: str) -> str:
        """The postcode with its one space, or what was typed."""
        return clean_postcode(source.text(name))

    def problems(self, question: Question, value: Any, name: str) -> list[Problem]:
        """Whether it has the form of a UK postcode."""
        return postcode_problems(str(value or ""), name)


def clean_postcode(typed: str) -> str:
    """`PO1 2AB` from any case, spacing and punctuation; what was typed when it is no postcode."""
    plain = re.sub(r"[^A-Z0-9]", "", typed.upper())
    return f"{plain[:-3]} {plain[-3:]}" if _POSTCODE.fullmatch(plain) else one_line(typed)


def postcode_problems(value: str, name: str) -> list[Problem]:
    """What is wrong with a postcode, nothing when it is blank."""
    if value and not _POSTCODE.fullmatch(value.replace(" ", "")):
        return [Problem(name, "Enter a full UK postcode, like PO1 2AB")]
    return []
