"""Word documents as other programs save them, and as enemies make them."""

import io
import zipfile

import pytest

from portal.formkit.faults import Unreadable
from portal.formkit.paper.word_reading import LONGEST_XML, read_word
from tests.unit.formkit.making import form, question

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FORM = form(
    question("name"),
    question("story", "textarea"),
    question("lead", "contact", fields=["name", "email"]),
    question(
        "plan",
        "table",
        columns=[{"id": "step", "label": "Step", "type": "text"}, {"id": "cost", "label": "Cost", "type": "money"}],
    ),
)


def word(body: str, *, before: str = "", namespace: str = W) -> bytes:
    document = f'<w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>'
    xml = f'<?xml version="1.0" encoding="UTF-8"?>{before}{document}'
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", xml)
    return target.getvalue()


def p(text: str, properties: str = "") -> str:
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc><w:tcPr/>{cell}</w:tc>' for cell in cells)}</w:tr>"


def control(content: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def box(key: str, *rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{row(p(f'Your answer  [#{key}]'))}{''.join(rows)}</w:tbl>"


SAYS_HELLO = {
    "as we write it": box("name", row(p("Hello"))),
    "cut into runs with proofing marks, as LibreOffice and Word save it": box(
        "name",
        row('<w:p><w:pPr><w:rPr><w:lang w:val="cy-GB"/></w:rPr></w:pPr><w:bookmarkStart w:id="0" w:name="x"/>'
            '<w:r><w:rPr><w:b/></w:rPr><w:t>He</w:t></w:r><w:proofErr w:type="spellStart"/>'
            '<w:r><w:t>llo</w:t></w:r></w:p>'),
    ),
    "the marker cut into runs": "<w:tbl>" + row(
        "<w:p><w:r><w:t>Your answer [#</w:t></w:r><w:r><w:t>name</w:t></w:r><w:r><w:t>]</w:t></w:r></w:p>"
    ) + row(p("Hello")) + "</w:tbl>",
    "the marker in capitals, with spaces": box(" NAME ", row(p("Hello"))),
    "in a content control around the table": control(box("name", row(p("Hello")))),
    "in a content control in the cell": box("name", row(control(p("Hello")))),
    "in a row that is a content control": "<w:tbl>" + row(p("[#name]")) + control(row(p("Hello"))) + "</w:tbl>",
    "as a link": box("name", row('<w:p><w:hyperlink w:anchor="x"><w:r><w:t>Hello</w:t></w:r></w:hyperlink></w:p>')),
    "inserted and deleted under change tracking": box(
        "name",
        row("<w:p><w:del><w:r><w:delText>Goodbye</w:delText></w:r></w:del>"
            "<w:ins><w:r><w:t>Hello</w:t></w:r></w:ins></w:p>"),
    ),
    "with another row added below": box("name", row(p("Hello")), row(p(""))),
    "with empty paragraphs around": box("name", row(p("") + p("Hello") + p(""))),
    "in a table in the cell": box("name", row(f"<w:tbl>{row(p('Hello'))}</w:tbl>{p('')}")),
}  # fmt: skip


@pytest.mark.parametrize("body", SAYS_HELLO.values(), ids=SAYS_HELLO.keys())
def test_however_it_is_saved_it_says_the_same(body: str) -> None:
    filled = read_word(word(f"{p('Guidance')}{body}<w:sectPr/>"), FORM)
    assert {key: text.strip() for key, text in filled.texts.items()} == {"name": "Hello"}
    assert filled.broken == set()


def test_the_strict_variant_is_read_too() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    assert read_word(word(box("name", row(p("Hello"))), namespace=strict), FORM).texts == {"name": "Hello"}


def test_paragraphs_breaks_tabs_and_lists_are_kept() -> None:
    item = "<w:pPr><w:numPr><w:ilvl w:val='0'/></w:numPr></w:pPr>"
    cell = (
        p("One")
        + p("")
        + "<w:p><w:r><w:t>Two</w:t><w:br/><w:t>three</w:t><w:tab/><w:t>four</w:t></w:r></w:p>"
        + p("five", item)
    )
    assert read_word(word(box("story", row(cell))), FORM).texts == {"story": "One\n\nTwo\nthree\tfour\n- five"}


def test_parts_and_rows() -> None:
    body = box("lead", row(p("Full name"), p("Ann: the first")), row(p("Email address"), p("ann@example.org")))
    body += box("plan", row(p("Cost"), p("Step")), row(p("£5"), p("Go")), row(p(""), p("")), row(p("£6"), p("Stay")))
    texts = read_word(word(body), FORM).texts
    assert texts["lead"] == "Full name: Ann: the first\nEmail address: ann@example.org"
    assert texts["plan"] == "Row 1\nCost: £5\nStep: Go\nRow 2\nCost: £6\nStep: Stay"


def test_a_marker_without_its_box_is_told() -> None:
    filled = read_word(word(p("[#name] Hello") + box("story", row(p("x")))), FORM)
    assert (filled.broken, filled.texts) == ({"name"}, {"story": "x"})


def test_tables_of_others_are_left_alone() -> None:
    assert read_word(word(f"<w:tbl>{row(p('a'), p('b'))}</w:tbl><w:tbl/>"), FORM).texts == {}


BOMB = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY {chr(98 + i)} '{f'&{chr(97 + i)};' * 10}'>" for i in range(9)
) + "]>"  # fmt: skip
HOSTILE = {
    "a file of this machine": word(
        box("name", row(p("&x;"))), before='<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    ),
    "an address": word(box("name", row(p("&x;"))), before='<!DOCTYPE x [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>'),
    "an outer definition": word(box("name", row(p("x"))), before='<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'),
    "a thousand million laughs": word(box("name", row(p("&j;"))), before=BOMB),
    "no XML": word("<w:tbl>"),
    "deep": word("<w:p>" * 5000 + "</w:p>" * 5000),
    "too long": word(box("name", row(p("a" * (LONGEST_XML + 1))))),
    "no zip": b"PK\x03\x04 and nothing more",
    "nothing": b"",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_hostile_or_damaged_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_word(data, FORM)


def test_a_part_that_lies_about_its_size_is_not_believed() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (LONGEST_XML * 4))
    lying = target.getvalue().replace((LONGEST_XML * 4).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    with pytest.raises(Unreadable):
        read_word(lying, FORM)
