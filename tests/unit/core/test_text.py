"""Words as the browser counts them, one normal form, one line."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.text import (
    count_words,
    has_email,
    has_phone,
    has_web_address,
    in_words,
    normalise,
    one_line,
    plural,
)

JS_SPACES = "\t\n\v\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200B)))
# Space to Python, letters to JavaScript; and things that look like space and are none to either.
JS_LETTERS = "\u0085\u001c\u001d\u001e\u001f\u200b\u2060\u180e"
BREAKS = "\r\n\v\f\u001c\u001d\u001e\u0085\u2028\u2029"


@pytest.mark.parametrize("space", JS_SPACES, ids=lambda c: f"U+{ord(c):04X}")
def test_javascript_space_parts_words(space: str) -> None:
    assert count_words(f"{space}one{space}{space}two{space}") == 2


@pytest.mark.parametrize("letter", JS_LETTERS, ids=lambda c: f"U+{ord(c):04X}")
def test_what_javascript_takes_for_a_letter_joins(letter: str) -> None:
    assert count_words(f"one{letter}two") == 1
    assert count_words(letter) == 1


@pytest.mark.parametrize(
    ("text", "words"), [("", 0), (" \n ", 0), ("a-b c", 2), ("– —", 2), ("👩‍👩‍👧 ok", 2), ("x " * 100_000, 100_000)]
)
def test_counts(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("  two  spaces\tand a tab \n\n", "two  spaces\tand a tab"),
        ("cafe\u0301", "café"),
        ("e\x00\u0301", "é"),
        ("a\x00b\x08c\x7fd\x85e\x9f", "abcde"),
        ("\ufeffBOM\ufeff", "BOM"),
        ("half \ud83d a pair", "half  a pair"),
        ("👩‍👩‍👧 א \u202eright", "👩‍👩‍👧 א \u202eright"),
        ("para\u2028graph", "para\u2028graph"),
    ],
)
def test_normal_form(typed: str, kept: str) -> None:
    assert normalise(typed) == kept


@pytest.mark.parametrize("line_break", BREAKS, ids=lambda c: f"U+{ord(c):04X}")
def test_nothing_breaks_out_of_one_line(line_break: str) -> None:
    found = one_line(f"Harbour{line_break}Bcc: spy@example.org{line_break}\n\nDear all")
    assert found.splitlines() == [found]
    assert not set(found) & set(BREAKS)


def test_one_line_folds_space() -> None:
    assert one_line("  Harbour \t Sisters\r\nBcc: x\u2028y ") == "Harbour Sisters Bcc: x y"


@given(st.text())
def test_normal_forms_are_final(text: str) -> None:
    for form in (normalise, one_line):
        once = form(text)
        assert form(once) == once
        assert unicodedata.is_normalized("NFC", once)
        once.encode()
    assert len(one_line(text).splitlines()) <= 1


def test_personal_details_are_seen() -> None:
    assert [has_email(t) for t in ("me@example.org", "at example.org", "@example")] == [True, False, False]
    assert [has_phone(t) for t in ("01962 871595", "+44 7700 900123", "1234567", "£10,000,000")] == [
        True,
        True,
        False,
        False,
    ]
    assert [has_web_address(t) for t in ("see www.example.org", "HTTPS://x", "www", "1. Wwwhat")] == [
        True,
        True,
        False,
        False,
    ]


def test_lists_and_counts_in_words() -> None:
    assert [in_words(i) for i in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    assert [plural(1, "person", "people"), plural(2, "person", "people"), plural(1200, "file")] == [
        "1 person",
        "2 people",
        "1,200 files",
    ]
