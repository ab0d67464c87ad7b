"""Reading a sheet that somebody sends, CSV or xlsx, as rows of text: no formula is worked out, no link followed."""

import csv
import io
import zipfile
from collections.abc import Iterable
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook

MOST_ROWS = 5_000
MOST_COLUMNS = 60
MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED_BYTES = 40 * 1024 * 1024


class Unreadable(Exception):
    """The file is no sheet that can be read; the words say why, to the person who sent it."""


def rows_of(content: bytes) -> list[list[str]]:
    """The first sheet of an xlsx file, or a CSV in UTF-8, as rows of trimmed text without blank rows.

    Raises Unreadable, with a sentence for the sender, when it is too large or neither of the two.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable("The file must be smaller than 2 MB")
    rows = _xlsx(content) if content.startswith(b"PK") else _csv(content)
    kept: list[list[str]] = []
    for row in rows:
        cells = [_text(cell) for cell in row][:MOST_COLUMNS]
        if any(cells):
            kept.append(cells)
        if len(kept) > MOST_ROWS:
            raise Unreadable(f"The file must have {MOST_ROWS:,} rows or fewer")
    return kept


def _xlsx(content: bytes) -> Iterable[Iterable[Any]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED_BYTES:
                raise Unreadable("The file is too large when it is unpacked")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        return [list(row) for row in book.worksheets[0].iter_rows(max_row=MOST_ROWS + 2, values_only=True)]
    except Unreadable:
        raise
    except (BadZipFile, KeyError, ValueError, IndexError, OSError, TypeError, AttributeError, SyntaxError) as error:
        raise Unreadable("The file cannot be read. Send the .xlsx file or a .csv file") from error


def _csv(content: bytes) -> Iterable[list[str]]:
    try:
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error) as error:
        raise Unreadable("The file cannot be read. Send the .xlsx file, or a .csv file in UTF-8") from error


def _text(cell: Any) -> str:
    """A cell as text: whole numbers without `.0`; the quote that guards a formula in our CSV files is taken off."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell).strip()
    return text[1:] if text.startswith("'") else text
