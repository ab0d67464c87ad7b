"""Whatever goes onto paper comes back unchanged: as text, as Word, and as LibreOffice saves Word."""

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from portal.formkit.definition import Form
from portal.formkit.paper.comparing import Finding, compare
from portal.formkit.paper.contents import Origin
from portal.formkit.paper.filled import Filled
from portal.formkit.paper.plain import decoded, read_plain, write_plain
from portal.formkit.paper.word import write_word
from portal.formkit.paper.word_reading import read_word
from portal.formkit.types import TYPES
from tests.unit.formkit.paper.making import on_paper, paper, real_form, whole_answers


def by_text(form: Form, answers: dict[str, Any] | None) -> Filled:
    return read_plain(write_plain(paper(form, answers, reference="SCF27-DRFT", revisions={"s1": 3, "s2": 12})))


def by_text_with_windows_lines(form: Form, answers: dict[str, Any] | None) -> Filled:
    text = write_plain(paper(form, answers, reference="SCF27-DRFT", revisions={"s1": 3, "s2": 12}))
    return read_plain(decoded(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()))


def by_text_in_utf16(form: Form, answers: dict[str, Any] | None) -> Filled:
    text = write_plain(paper(form, answers, reference="SCF27-DRFT", revisions={"s1": 3, "s2": 12}))
    return read_plain(decoded(text.encode("utf-16")))


def by_word(form: Form, answers: dict[str, Any] | None) -> Filled:
    return read_word(write_word(paper(form, answers, reference="SCF27-DRFT", revisions={"s1": 3, "s2": 12})), form)


ROADS = [by_text, by_text_with_windows_lines, by_text_in_utf16, by_word]
Road = Callable[[Form, dict[str, Any] | None], Filled]


@pytest.mark.parametrize("road", ROADS)
def test_every_answer_comes_back_unchanged(road: Road) -> None:
    form, answers = real_form(), whole_answers()
    check_same(form, answers, road(form, answers))


def check_same(form: Form, answers: dict[str, Any], filled: Filled) -> None:
    """Read with nothing to compare with, each answer is what it was; beside themselves, all are the same."""
    assert filled.origin == Origin(form.key, "SCF27-DRFT", {"s1": 3, "s2": 12})
    assert (filled.doubled, filled.broken) == (set(), set())
    typed = on_paper(form, answers)
    assert len(typed) > 45
    read = {key: TYPES[form.by_key[key].type].from_text(form.by_key[key], filled.texts[key]) for key in typed}
    assert {key: value for key, value in read.items() if not TYPES[form.by_key[key].type].same(value, typed[key])} == {}
    assert {key: read[key] for key in ("project_name", "project_activities", "partner_organisations", "budget")} == {
        key: typed[key] for key in ("project_name", "project_activities", "partner_organisations", "budget")
    }
    found = compare(form, answers, filled)
    assert {one.question.key: one.finding for one in found if one.finding != Finding.SAME} == {}


@pytest.mark.parametrize("road", ROADS)
def test_a_blank_form_changes_nothing(road: Road) -> None:
    form, answers = real_form(), whole_answers()
    found = compare(form, answers, road(form, None))
    assert {one.finding for one in found} == {Finding.SAME, Finding.BLANK}
    assert {one.finding for one in compare(form, {}, road(form, None))} == {Finding.SAME}
    asked = {key for key, question in form.by_key.items() if TYPES[question.type].on_paper}
    assert {one.question.key for one in found} == asked


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="There is no LibreOffice (soffice), so its saving was left out."
)
def test_libreoffice_saves_it_and_nothing_is_lost(tmp_path: Path) -> None:
    form, answers = real_form(), whole_answers()
    written = paper(form, answers, reference="SCF27-DRFT", revisions={"s1": 3, "s2": 12})
    (tmp_path / "form.docx").write_bytes(write_word(written))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to"]
    command += ["docx:MS Word 2007 XML", "--outdir", str(tmp_path / "saved"), str(tmp_path / "form.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    check_same(form, answers, read_word((tmp_path / "saved" / "form.docx").read_bytes(), form))


def test_what_xml_cannot_say_is_left_out_and_markup_is_text() -> None:
    form = real_form()
    answers = {"project_name": 'a\ufffe & <w:t>]]></w:t> "b"', "problem": "&amp;\n\n<!-- -->\tx"}
    filled = read_word(write_word(paper(form, answers)), form)
    assert filled.texts["project_name"] == 'a & <w:t>]]></w:t> "b"'
    assert filled.texts["problem"] == "&amp;\n\n<!-- -->\tx"


def test_python_docx_reads_what_we_wrote() -> None:
    document = Document(io.BytesIO(write_word(paper(real_form(), whole_answers()))))
    assert document.core_properties.title == "Safer Communities Fund"
    assert document.paragraphs[0].style is not None
    assert document.paragraphs[0].style.name == "Title"
    assert len(document.tables) == len([q for q in real_form().by_key.values() if TYPES[q.type].on_paper])
