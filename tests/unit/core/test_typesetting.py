"""PDF from data: data is never markup, the same data makes the same bytes, and pictures have words."""

from pathlib import Path

import pytest

from portal.core.typesetting import TypesettingFailed, has_letters_without_font, printable, typeset

TEMPLATE = '#set document(title: "x", date: none)\n#let data = json(bytes(sys.inputs.data))\n#data.words'


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A template that prints one text."""
    path = tmp_path / "small.typ"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


def test_the_same_data_makes_the_same_bytes(template: Path) -> None:
    one, other = (typeset(template, {"words": "Zażółć ŵyl السلام"}) for _ in range(2))
    assert one == other
    assert one.startswith(b"%PDF-")
    assert b"StructTreeRoot" in one
    assert typeset(template, {"words": "Zażółć"}) != one


@pytest.mark.parametrize(
    "words", ['#read("/etc/passwd")', "#panic()", "$ x", "*", "`", "\\", '#import "@preview/x:1.0.0"', "你好"]
)
def test_data_is_never_markup(template: Path, words: str) -> None:
    assert typeset(template, {"words": words}).startswith(b"%PDF-")


def test_a_template_that_fails_is_told(tmp_path: Path) -> None:
    path = tmp_path / "broken.typ"
    path.write_text("#nothing-of-the-kind", encoding="utf-8")
    with pytest.raises(TypesettingFailed, match="nothing-of-the-kind"):
        typeset(path, {})


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("Hi 👋🏽", "Hi [waving hand sign][emoji modifier fitzpatrick type-4]"),
        ("👩‍👧", "[woman][girl]"),
        ("❤️", "❤"),
        ("𝐀 ŵ ☑", "𝐀 ŵ ☑"),
    ],
)
def test_pictures_are_named(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize(
    ("text", "boxes"),
    [("Zażółć ŵyl Ελλάδα Україна שלום السلام 12 £", False), ("你好", True), ("สวัสดี", True), ("", False)],
)
def test_letters_without_a_font_are_known(text: str, boxes: bool) -> None:
    assert has_letters_without_font(text) is boxes
