"""References, plain text from markup, pages of a list, clashes, workflows without a database."""

from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.clash import Clash, Stale, clashes
from portal.core.html import plain_text
from portal.core.paging import Paging, page_number
from portal.core.references import ALPHABET, canonical_reference, new_reference, random_part
from portal.core.workflow import Transition, Workflow


def test_references_hold_nothing_to_misread() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 20
    assert not set(ALPHABET) & set("AEIOU01BDILNOSUTZ")
    assert {len(random_part()), len(random_part(9))} == {4, 9}
    made = {new_reference("SCF27") for _ in range(200)}
    assert len(made) > 190
    assert all(one.startswith("SCF27-") and set(one[6:]) <= set(ALPHABET) for one in made)


@pytest.mark.parametrize(
    "typed", ["SCF27-7QJ4", "scf27-7qj4", " scf27 7qj4 ", "SCF277QJ4", "scf-27-7q-j4", "\tSCF27–7QJ4"]
)
def test_a_reference_is_found_however_it_is_typed(typed: str) -> None:
    assert canonical_reference(typed) == "SCF27-7QJ4"


@pytest.mark.parametrize(("typed", "found"), [("", ""), ("7qj4", "7QJ4"), ("ß", "SS"), ("'; --", "")])
def test_a_reference_that_is_none(typed: str, found: str) -> None:
    assert canonical_reference(typed) == found


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("plain", "plain"),
        ("<b>bold</b> & <i>more", "bold & more"),
        ("<script>alert(1)</script>", "alert(1)"),
        ("a<!-- hidden -->b", "ab"),
        ("<img src=x onerror=alert(1)>", ""),
        ('<a href="javascript:alert(1)">x</a>', "x"),
        ("fish &amp; chips", "fish & chips"),
        ("1 < 2 > 1", "1 < 2 > 1"),
    ],
)
def test_plain_text(markup: str, text: str) -> None:
    assert plain_text(markup) == text


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        (None, 1), ("", 1), ("1", 1), ("2", 2), ("3", 3), ("4", 3), ("999999", 3), ("9999999", 1), ("0", 1), ("-1", 1),
        ("two", 1), ("²", 1), ("٢", 1), ("1.5", 1), ("1; DROP", 1), ("9" * 9000, 1),
    ],
)  # fmt: skip
def test_the_page_that_is_asked_for(typed: str | None, number: int) -> None:
    assert page_number(typed, 51) == Paging(number, 51)


def test_pages_of_a_list() -> None:
    assert [Paging(1, total).pages for total in (0, 1, 25, 26, 50, 51)] == [1, 1, 1, 2, 2, 3]
    assert [Paging(n, 51).offset for n in (1, 2, 3)] == [0, 25, 50]


@given(st.text(), st.integers(0, 10**6))
def test_a_page_is_always_inside_the_list(typed: str, total: int) -> None:
    found = page_number(typed, total)
    assert 1 <= found.number <= found.pages


def test_clashes_are_texts_that_differ_in_the_order_of_the_page() -> None:
    labels = {"need": "The need", "plan": "The plan", "same": "The same"}
    assert clashes(labels, {"plan": "a", "same": "s"}, {"need": "n", "plan": "b", "same": "s", "other": "x"}) == [
        Clash("The need", "need", "", "n"),
        Clash("The plan", "plan", "a", "b"),
    ]
    assert Stale().title == "This changed while you were writing"


class Lamp(StrEnum):
    """The states of a lamp."""

    OFF = "off"
    ON = "on"


def test_a_workflow_knows_its_moves() -> None:
    lamp = Workflow("lamp", (Transition("light", frozenset({Lamp.OFF}), Lamp.ON),), {})
    assert [lamp.allows(Lamp.OFF, "light"), lamp.allows("off", "light"), lamp.allows(Lamp.ON, "light")] == [
        True,
        True,
        False,
    ]
    with pytest.raises(KeyError):
        lamp.transition("break")
