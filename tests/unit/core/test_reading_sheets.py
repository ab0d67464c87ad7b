"""Sheets that somebody sends."""

import io
import zipfile

import pytest

from portal.core.reading_sheets import Unreadable, rows_of
from portal.core.sheets import as_csv, as_xlsx

HEAD, ROW = ("Reference", "Points", "Why"), ("SCF27-AAAA", 4, "=1+1 is no reason; é")


@pytest.mark.parametrize("sheet", [as_csv(HEAD, [ROW, (None, None, None)]), as_xlsx("Scores", HEAD, [ROW])])
def test_what_we_write_is_read_back_as_text(sheet: bytes) -> None:
    assert rows_of(sheet) == [["Reference", "Points", "Why"], ["SCF27-AAAA", "4", "=1+1 is no reason; é"]]


def _packed(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("sheet", "words"),
    [
        (b"\xff\xfe\x00bad", "cannot be read"),
        (b"PK not really", "cannot be read"),
        (_packed("hello.txt", b"hello"), "cannot be read"),
        (_packed("xl/big.xml", b"0" * (41 * 1024 * 1024)), "too large when it is unpacked"),
        (b"x" * (2 * 1024 * 1024 + 1), "smaller than 2 MB"),
        (b"a,b\n" * 5_001, "5,000 rows or fewer"),
    ],
)
def test_what_is_no_sheet_is_refused_in_plain_words(sheet: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        rows_of(sheet)
