"""Numbers by which registers know an organisation. Nobody is asked for one that their kind of group does not have."""

import re
from typing import Any

from portal.core.text import one_line
from portal.formkit.definition import Question
from portal.formkit.faults import Problem
from portal.formkit.types.base import Source
from portal.formkit.types.text import Text

# Charity Commission for England and Wales: 6 or 7 digits, a linked charity with a suffix; no check digit.
_CHARITY = re.compile(r"[0-9]{6,7}(-[0-9]{1,3})?")
# Companies House: 8 characters, digits or a prefix of two; societies have letters further on.
_COMPANY = re.compile(
    r"((AC|CE|CS|FC|FE|GE|GS|IC|LP|NC|NF|NI|NL|NO|NP|OC|OE|PC|R0|RC|SA|SC|SE|SF|SG|SI|SL|SO|SR|SZ|ZC|[0-9]{2})[0-9]{6}"
    r"|(IP|SP|RS)[A-Z0-9]{6}|SL[0-9]{5}[0-9A])"
)


class CharityNumber(Text):
    """A charity number of England and Wales."""

    name = "charity_number"

    def read(self, question: Question, source: Source, name: str) -> str:
        """Digits without spaces."""
        return re.sub(r"\s", "", one_line(source.text(name)))

    def problems(self, question: Question, value: Any, name: str) -> list[Problem]:
        """6 or 7 digits."""
        if value and not _CHARITY.fullmatch(str(value)):
            return [Problem(name, "Enter a charity number with 6 or 7 digits, like 1234567")]
        return []


class CompanyNumber(Text):
    """A company number."""

    name = "company_number"

    def read(self, question: Question, source: Source, name: str) -> str:
        """Upper case, no spaces, digits padded to eight with zeros."""
        plain = re.sub(r"\s", "", one_line(source.text(name))).upper()
        return plain.zfill(8) if plain.isascii() and plain.isdigit() else plain

    def problems(self, question: Question, value: Any, name: str) -> list[Problem]:
        """8 characters of a known shape."""
        if value and not _COMPANY.fullmatch(str(value)):
            return [Problem(name, "Enter a company number with 8 characters, like 01234567")]
        return []
