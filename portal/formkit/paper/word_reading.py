"""Reading a Word document that somebody filled in, whoever wrote it last: Word, LibreOffice, a phone. It is hostile.

Only the one part that holds the text is unpacked, up to a size; no entity is resolved and nothing is fetched.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from lxml import etree

from portal.formkit.definition import Form
from portal.formkit.faults import Unreadable
from portal.formkit.paper.contents import MARKER, origin_in
from portal.formkit.paper.filled import Filled
from portal.formkit.types import TYPES
from portal.formkit.types.compound import Compound
from portal.formkit.types.lines import write_lines
from portal.formkit.types.table import Table

LONGEST_XML = 8 * 1024 * 1024
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# The strict variant of the standard, as some programs save it.
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PART = "word/document.xml"
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, ValueError, KeyError, EOFError,
    OSError,
)  # fmt: skip
_DAMAGED = "The file is damaged, or it is no Word document (.docx). Save it again and upload it"
_TOO_LONG = "The file is too long to be this form. Upload the form alone"
_PIECES = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read_word(data: bytes, form: Form) -> Filled:
    """What stands in each box. Raises Unreadable when the file cannot be opened safely."""
    body = _parsed(_text_part(data))
    outside = "\n".join(_words(p) for p in body.iter(f"{_W}p") if _table_of(p) is None)
    filled = Filled(origin_in(outside))
    for table in body.iter(f"{_W}tbl"):
        if _table_of(table) is None:
            _read_box(filled, form, [_cells(row) for row in table.iter(f"{_W}tr") if _table_of(row) is table])
    filled.broken = {found.group(1).lower() for found in MARKER.finditer(outside)} - set(filled.texts)
    return filled


def _text_part(data: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.getinfo(_PART).file_size > LONGEST_XML:
                raise Unreadable(_TOO_LONG)
            with archive.open(_PART) as part:
                return part.read(LONGEST_XML + 1)
    except _BROKEN as error:
        raise Unreadable(_DAMAGED) from error


def _parsed(xml: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(xml.replace(_STRICT[1:-1].encode(), _W[1:-1].encode()), parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(_DAMAGED) from error
    if root.getroottree().docinfo.doctype:
        raise Unreadable(_DAMAGED)
    return root


def _table_of(element: Any) -> Any:
    return next(element.iterancestors(f"{_W}tbl"), None)


def _cells(row: Any) -> list[str]:
    return [
        "\n".join(_words(p) for p in cell.iter(f"{_W}p"))
        for cell in row.iter(f"{_W}tc")
        if next(cell.iterancestors(f"{_W}tr"), None) is row
    ]


def _words(paragraph: Any) -> str:
    """The text of a paragraph; an item of a list keeps a mark. What was deleted under change tracking is gone."""
    text = "".join(_pieces(paragraph))
    return f"- {text}" if text and paragraph.find(f"{_W}pPr/{_W}numPr") is not None else text


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if not isinstance(child.tag, str) or child.tag == _FALLBACK:
            continue
        name = child.tag.removeprefix(_W)
        if name == "t":
            yield child.text or ""
        elif name in _PIECES:
            yield _PIECES[name]
        elif name not in ("p", "tbl"):  # those are visited for themselves
            yield from _pieces(child)


def _read_box(filled: Filled, form: Form, rows: list[list[str]]) -> None:
    """The answer in a table whose first row holds a marker: one cell, `label | text`, or rows under their headings."""
    found = MARKER.search(" ".join(rows[0])) if rows else None
    if not found:
        return
    key, rest = found.group(1).lower(), [row for row in rows[1:] if row]
    question = form.by_key.get(key)
    kind = TYPES[question.type] if question else None
    if isinstance(kind, Table):
        labels, *body = rest or [[]]
        labels = [label.strip() for label in labels]
        records = [dict(zip(labels, row, strict=False)) for row in body if any(cell.strip() for cell in row)]
        filled.add(key, write_lines(records, labels, numbered=True))
    elif isinstance(kind, Compound):
        texts = {row[0].strip(): "\n".join(row[1:]) for row in rest}
        filled.add(key, write_lines([texts], list(texts), numbered=False))
    else:
        filled.add(key, "\n".join(cell for row in rest for cell in row))
