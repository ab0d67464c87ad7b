"""What people type away from the portal, type by type; and plain text as phones hand it on."""

from typing import Any

import pytest

from portal.formkit.faults import Unreadable
from portal.formkit.paper.contents import Origin, origin_in
from portal.formkit.paper.plain import decoded, read_plain, write_plain
from portal.formkit.types import TYPES
from tests.unit.formkit.making import form, question
from tests.unit.formkit.paper.making import paper

OPTIONS = [
    {"value": "a", "label": "Apples, red"},
    {"value": "b", "label": "Pears (green)"},
    {"value": "c", "label": "Figs; dried"},
]
COLUMNS = [
    {"id": "what", "label": "What", "type": "text"},
    {"id": "when", "label": "By when", "type": "date"},
    {"id": "much", "label": "Cost", "type": "money"},
]
ADDRESS = {"line1": "1 High Street", "line2": "", "town": "Ryde", "postcode": "PO33 2AB"}
READ: list[tuple[str, dict[str, Any], str, Any]] = [
    ("text", {}, " two \n lines ", "two lines"),
    ("textarea", {}, "\n One\r\n\r\nTwo\n", "One\n\nTwo"),
    ("integer", {}, "1,200", 1200),
    ("integer", {}, "about 40", "about 40"),
    ("percent", {}, "40 %", 40),
    ("money", {}, "£5,000.50", 500050),
    ("date", {}, "27 March 2027", "2027-03-27"),
    ("date", {}, "Saturday 27th March 2027", "2027-03-27"),
    ("date", {}, "27/3/2027", "2027-03-27"),
    ("date", {}, "27.03.2027", "2027-03-27"),
    ("date", {}, "2027-03-27", "2027-03-27"),
    ("date", {}, "27 mar 2027", "2027-03-27"),
    ("date", {}, " ", None),
    ("date_range", {}, "1 April 2027 to 31 March 2028", {"start": "2027-04-01", "end": "2028-03-31"}),
    ("date_range", {}, "1 April 2027 – 31 March 2028", {"start": "2027-04-01", "end": "2028-03-31"}),
    ("date_range", {}, "Start: 1/4/2027\nEnd date: 31/3/2028", {"start": "2027-04-01", "end": "2028-03-31"}),
    ("date_range", {}, "2027-04-01 until 2028-03-31", {"start": "2027-04-01", "end": "2028-03-31"}),
    ("date_range", {}, "1 April 2027", {"start": "2027-04-01", "end": None}),
    ("date_range", {}, "", None),
    ("yes_no", {}, "YES.", "yes"),
    ("yes_no", {}, "n", "no"),
    ("radios", {"options": OPTIONS}, "apples red", "a"),
    ("radios", {"options": OPTIONS}, "- Pears (green)", "b"),
    ("radios", {"options": OPTIONS}, "", ""),
    ("checkboxes", {"options": OPTIONS}, "• figs; dried\n[x] Apples, red", ["a", "c"]),
    ("checkboxes", {"options": OPTIONS}, "Apples, red; Pears (green)", ["a", "b"]),
    ("address", {}, "Address line 1: 1 High Street\ntown or city: Ryde\nPOSTCODE : po332ab", ADDRESS),
    ("contact", {"fields": ["name", "email"]}, "Full name: Ann\nLee\nEmail address: a@example.org",
     {"name": "Ann Lee", "email": "a@example.org"}),
    ("contact", {"fields": ["name", "email"]}, "Full name:\nEmail address:", None),
    ("table", {"columns": COLUMNS}, "Row 1\nWhat: Go\nBy when: 1 May 2027\nCost: 5\n\nRow 2\nWhat:\nCost:",
     [{"what": "Go", "when": "2027-05-01", "much": 500}]),
    ("table", {"columns": COLUMNS}, "What: Go\nCost: 5\nWhat: Stay\nCost: lots",
     [{"what": "Go", "when": None, "much": 500}, {"what": "Stay", "when": None, "much": "lots"}]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "more", "text", "value"), READ, ids=[f"{kind}: {text[:20]!r}" for kind, _, text, _ in READ]
)
def test_read(kind: str, more: dict[str, Any], text: str, value: Any) -> None:
    asked = form(question("k", kind, **more)).by_key["k"]
    found = TYPES[kind].from_text(asked, text)
    assert found == value
    if value not in (None, "", []):
        assert TYPES[kind].from_text(asked, TYPES[kind].as_text(asked, found)) == value


UNREADABLE: list[tuple[str, dict[str, Any], str]] = [
    ("date", {}, "31 April 2027"),
    ("date", {}, "spring 2027"),
    ("date", {}, "1/4/27"),
    ("date_range", {}, "1 April 2027 to soon"),
    ("date_range", {}, "to 1 April 2027"),
    ("date_range", {}, "1 April 2027 to 2 April 2027 to 3 April 2027"),
    ("yes_no", {}, "perhaps"),
    ("radios", {"options": OPTIONS}, "Apples"),
    ("checkboxes", {"options": OPTIONS}, "Apples, red\nKiwis"),
    ("contact", {"fields": ["name", "email"]}, "Ann, a@example.org"),
    ("contact", {"fields": ["name", "email"]}, "Full name: Ann\nFull name: Bea"),
    ("table", {"columns": COLUMNS}, "Go, 1 May 2027, £5"),
    ("table", {"columns": COLUMNS}, "What: Go\nBy when: soon"),
]


@pytest.mark.parametrize(("kind", "more", "text"), UNREADABLE)
def test_unreadable(kind: str, more: dict[str, Any], text: str) -> None:
    asked = form(question("k", kind, **more)).by_key["k"]
    with pytest.raises(Unreadable):
        TYPES[kind].from_text(asked, text)


def test_what_cannot_be_typed_says_so() -> None:
    assert {name for name, kind in TYPES.items() if not kind.on_paper} == {
        "file", "document_checklist", "statements", "signature", "confirm_profile",
    }  # fmt: skip


SMALL = form(question("one", "textarea"), question("two"))


def test_a_paste_of_one_question_is_enough() -> None:
    assert read_plain("[#two] 1.2 Your two\n> hint\n\nHello").texts == {"two": "Hello"}


def test_marks_of_ours_are_no_answer_and_those_of_people_are_kept() -> None:
    text = (
        "> top\n[# ONE ] 1.1 Your one\n> Up to 50 words.\n\nFirst\n> quoted\n\nLast\n\n> 2. NEXT\n> words\n\n[#two]\n"
    )
    assert read_plain(text).texts == {"one": "First\n> quoted\n\nLast", "two": ""}


@pytest.mark.parametrize("value", ["> at the start", "[#two] inside", "\\ stroke", "\\> both", "a\n> at the end", "> "])
def test_lines_that_look_like_ours_come_back(value: str) -> None:
    assert read_plain(write_plain(paper(SMALL, {"one": value, "two": "x"}))).texts == {"one": value, "two": "x"}


def test_a_question_that_is_there_twice() -> None:
    assert read_plain("[#two]\nA\n[#two]\nA").doubled == set()
    assert read_plain("[#two]\n\n[#two]\nA").texts == {"two": "A"}
    assert read_plain("[#two]\nA\n[#two]\nB").doubled == {"two"}


@pytest.mark.parametrize("data", [b"\xff\xd8\xff", b"a\0b", b"Za\xbf\xf3\xb3\xe6", b" " * 2_000_001])
def test_what_is_no_text(data: bytes) -> None:
    with pytest.raises(ValueError):
        decoded(data)


@pytest.mark.parametrize(
    "origin", [Origin("small"), Origin("small", "SCF27-DRFT"), Origin("small", "SCF27-DRFT", {"s1": 3, "s2": 0})]
)
def test_where_a_file_comes_from(origin: Origin) -> None:
    assert origin_in(f"words\n{origin}\nwords") == origin
    assert origin_in("[#one] words") is None
