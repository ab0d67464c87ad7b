"""Spreadsheets in which text stays text, whatever it begins with."""

import csv
import io
import zipfile
from datetime import date

import pytest

from portal.core.sheets import as_csv, as_xlsx

NASTY = ["=1+1", "+44 23", "-2", "@sum", "\tx", "\rx", "\nx", "\0x", "\uff1d1", "\uff0b1", "\uff0d1", "\uff201"]


@pytest.mark.parametrize("text", NASTY)
def test_text_that_looks_like_a_formula_is_text_in_csv(text: str) -> None:
    data = as_csv(["Name"], [[text]]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(data, newline="")))[1][0] == f"'{text}"


def test_numbers_days_and_nothing_in_csv() -> None:
    data = as_csv(["A", "B", "C", "D"], [[-5, date(2027, 2, 28), None, 'Caf\u00e9, "x"']])
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig").splitlines()[1] == '-5,2027-02-28,,"Caf\u00e9, ""x"""'


@pytest.mark.parametrize("text", [*NASTY[:4], "https://example.org", "007"])
def test_text_is_text_in_xlsx(text: str) -> None:
    with zipfile.ZipFile(io.BytesIO(as_xlsx("Members", ["Name"], [[text]]))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<f>" not in sheet and "hyperlink" not in sheet
        assert f"<t>{text}</t>" in sheet


def test_numbers_and_days_are_numbers_in_xlsx() -> None:
    with zipfile.ZipFile(io.BytesIO(as_xlsx("M" * 40, ["A", "B"], [[7, date(2026, 11, 24)], [None, ""]]))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<v>7</v>" in sheet and "<v>46350</v>" in sheet
