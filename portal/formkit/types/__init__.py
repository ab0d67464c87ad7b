"""The question types: one object each, and the one place that lists them."""

from portal.formkit.types.base import TYPES, QuestionType
from portal.formkit.types.choice import Checkboxes, Radios, Select, YesNo
from portal.formkit.types.compound import Address, Contact, Signature
from portal.formkit.types.dates import Date, DateRange
from portal.formkit.types.files import DocumentChecklist, File
from portal.formkit.types.number import Integer, Money, Percent
from portal.formkit.types.numbers_of_organisations import CharityNumber, CompanyNumber
from portal.formkit.types.statements import ConfirmProfile, Statements
from portal.formkit.types.table import Table
from portal.formkit.types.text import Email, LongText, Postcode, Telephone, Text, WebAddress

TYPES.update(
    (kind.name, kind)
    for kind in (
        Text(), LongText(), Email(), Telephone(), WebAddress(), Postcode(), Integer(), Percent(), Money(), Date(),
        DateRange(), YesNo(), Radios(), Checkboxes(), Select(), Address(), Contact(), Signature(), CharityNumber(),
        CompanyNumber(), Table(), File(), DocumentChecklist(), Statements(), ConfirmProfile(),
    )
)  # fmt: skip

__all__ = ["TYPES", "QuestionType"]
