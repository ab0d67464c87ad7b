"""A form as a Word document: each answer has a box of its own, a table whose first row holds the marker.

The dress (styles, page, parts of the file) is python-docx's; the text is written into it as XML. Building a whole form
by python-docx takes ten times as long, and leaves tens of megabytes of tree behind in the web process.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from functools import cache
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from portal.formkit.paper.contents import HOW_TO, Asked, Paper, asked_in
from portal.formkit.types.compound import Compound
from portal.formkit.types.lines import read_lines
from portal.formkit.types.table import Table

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TITLE = "THE-TITLE-OF-THE-FORM"
_SPARE_ROWS = 3
_WIDTH = 9638  # of the text on the page, in twentieths of a point
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SMALL = '<w:rPr><w:color w:val="505A5F"/><w:sz w:val="18"/></w:rPr>'
_BOLD = "<w:rPr><w:b/></w:rPr>"
_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="F3F2F1"/>'
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="6" w:space="0" w:color="505A5F"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_BOX = (
    f'<w:tblPr><w:tblW w:w="{_WIDTH}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders>'
    '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="60" w:type="dxa"/><w:left w:w="100" w:type="dxa"/>'
    '<w:bottom w:w="60" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr>'
)


def write_word(paper: Paper) -> bytes:
    """The whole form as the bytes of a .docx."""
    body = [_say(paper.title, "Title")]
    body += [_say(note) for note in (*paper.notes, *HOW_TO, "Write in the boxes. They grow as you write.")]
    body.append(_say(str(paper.origin), run=_SMALL))
    for number, section, questions in asked_in(paper):
        body.append(_say(f"{number}. {section.title}", "Heading1"))
        body += [_say(section.intro)] if section.intro else []
        body += [_question(asked) for asked in questions]
    return _dressed("".join(body), paper.title)


def _dressed(body: str, title: str) -> bytes:
    """The dress with this text in it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in _dress().items():
            archive.writestr(name, _filled(name, data, body, title))
    return target.getvalue()


def _filled(name: str, data: bytes, body: str, title: str) -> bytes:
    """A part of the dress with what is ours in it."""
    if name == "word/document.xml":
        before, ends, after = data.decode().partition("<w:sectPr")
        return f"{before}{body}{ends}{after}".encode()
    return data.replace(_TITLE.encode(), _plain(title).encode()) if name == "docProps/core.xml" else data


@cache
def _dress() -> dict[str, bytes]:
    """The parts of an empty document in our dress, made once in a process."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    for name, size in (("Title", 20), ("Heading 1", 16), ("Heading 2", 12)):
        style = document.styles[name]
        style.element.rPr.rFonts.attrib.clear()
        style.font.name, style.font.size, style.font.color.rgb = "Arial", Pt(size), RGBColor(0x0B, 0x0C, 0x0C)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    normal.element.get_or_add_rPr().append(language)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = _TITLE, "", ""
    target = io.BytesIO()
    document.save(target)
    with zipfile.ZipFile(target) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _question(asked: Asked) -> str:
    parts = [_say(f"{asked.number} {asked.question.full_label}", "Heading2")]
    parts += [_say(line.removeprefix("- "), "ListBullet" if line.startswith("- ") else "") for line in asked.guidance]
    if isinstance(asked.kind, Table):
        parts.append(_rows(asked))
    elif isinstance(asked.kind, Compound):
        parts.append(_parts(asked) if asked.kind.on_paper else "")
    elif asked.kind.on_paper:
        height = min(567 + (asked.question.max_words or 0) * 11, 3400)
        row = f'<w:tr><w:trPr><w:trHeight w:val="{height}"/></w:trPr>{_cell(asked.text)}</w:tr>'
        parts.append(_box(asked, 1, [row]))
    return "".join(parts)


def _parts(asked: Asked) -> str:
    assert isinstance(asked.kind, Compound)
    labels = [label for _key, label, _needed in asked.kind.parts(asked.question)]
    texts = read_lines(asked.text, labels)[0]
    return _box(asked, 2, [f"<w:tr>{_cell(label)}{_cell(texts.get(label, ''))}</w:tr>" for label in labels])


def _rows(asked: Asked) -> str:
    labels = [column.label for column in asked.question.columns]
    records = read_lines(asked.text, labels)
    most = asked.question.details.get("max_rows") or len(records) + _SPARE_ROWS
    spare = max(0, min(_SPARE_ROWS, most - len(records)))
    head = f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{''.join(_cell(label, run=_BOLD) for label in labels)}</w:tr>"
    rows = ["".join(_cell(record.get(label, "")) for label in labels) for record in [*records, *[{}] * spare]]
    return _box(asked, len(labels), [head, *(f"<w:tr>{row}</w:tr>" for row in rows)])


def _box(asked: Asked, columns: int, rows: Sequence[str]) -> str:
    """A table with the marker in its first row, kept on the page of the second."""
    grid = f'<w:gridCol w:w="{_WIDTH // columns}"/>' * columns
    marker = f'<w:tcPr><w:gridSpan w:val="{columns}"/>{_SHADE}</w:tcPr>'
    words = f"<w:pPr><w:keepNext/></w:pPr><w:r>{_SMALL}{_text(f'Your answer to {asked.number}  {asked.marker}')}</w:r>"
    top = f"<w:tr><w:tc>{marker}<w:p>{words}</w:p></w:tc></w:tr>"
    return f"<w:tbl>{_BOX}<w:tblGrid>{grid}</w:tblGrid>{top}{''.join(rows)}</w:tbl><w:p/>"


def _cell(text: str, run: str = "") -> str:
    """A paragraph for each line."""
    close = '<w:pPr><w:spacing w:after="0"/></w:pPr>'
    lines = "".join(f"<w:p>{close}<w:r>{run}{_text(line)}</w:r></w:p>" for line in text.split("\n"))
    return f"<w:tc><w:tcPr/>{lines}</w:tc>"


def _say(text: str, style: str = "", run: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r>{run}{_text(text)}</w:r></w:p>"


def _text(text: str) -> str:
    pieces = (f'<w:t xml:space="preserve">{_plain(piece)}</w:t>' for piece in text.split("\t"))
    return "<w:tab/>".join(pieces)


def _plain(text: str) -> str:
    """The text as XML says it, without what XML cannot say."""
    return escape(_NO_XML.sub("", text))
