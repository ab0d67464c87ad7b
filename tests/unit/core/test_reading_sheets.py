"""Sheets that somebody sends."""

import io
import zipfile

import pytest
from openpyxl import Workbook

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


BOMB = '<!DOCTYPE z [<!ENTITY a "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(8)
)
FILE = '<!DOCTYPE z [<!ENTITY i SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize("entities", [BOMB, FILE], ids=["grows without end", "reads a file of ours"])
def test_entities_in_a_sheet_open_nothing(entities: str) -> None:
    book, plain, sent = Workbook(), io.BytesIO(), io.BytesIO()
    book.active.append(["Reference", "x"])  # type: ignore[union-attr]
    book.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(sent, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            words = source.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                start = words.index("?>") + 2 if words.startswith("<?xml") else 0
                body = words[start:].replace(">x<", ">&i;<")
                assert "&i;" in body
                words = f"{words[:start]}{entities}]>{body}"
            target.writestr(name, words)
    with pytest.raises(Unreadable, match="cannot be read"):
        rows_of(sent.getvalue())
