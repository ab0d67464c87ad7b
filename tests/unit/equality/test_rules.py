"""What is counted, and which totals may be shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.equality.rules import answers_to_count, equality_form, shown, totals

FORM = equality_form()


def test_every_question_is_optional_and_lets_people_say_nothing() -> None:
    for question in FORM.by_key.values():
        assert not question.required
        assert "prefer_not" in {option.value for option in question.options}


@pytest.mark.parametrize(
    ("key", "value", "counted"),
    [
        ("leaders_women", "yes", ["yes"]),
        ("leaders_women", "", [""]),
        ("leaders_women", None, [""]),
        ("leaders_women", "something else", [""]),
        ("leaders_communities", ["DEI010000", "DEI020000"], ["DEI010000", "DEI020000"]),
        ("leaders_communities", [], [""]),
    ],
)
def test_what_an_answer_adds_one_to(key: str, value: object, counted: list[str]) -> None:
    assert answers_to_count(FORM.by_key[key], value) == counted


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([0, 0, 0], [0, 0, 0]),
        ([5, 6, 7], [5, 6, 7]),
        ([4, 9, 6], [None, 9, None]),
        ([1, 3, 20], [None, None, 20]),
        ([2, 0, 0], [None, 0, 0]),
    ],
)
def test_small_numbers_are_hidden_and_none_can_be_worked_out(numbers: list[int], expected: list[int | None]) -> None:
    assert shown(numbers) == expected


@given(st.lists(st.integers(0, 30), max_size=8))
def test_nothing_between_one_and_four_is_ever_shown(numbers: list[int]) -> None:
    found = shown(numbers)
    assert not {1, 2, 3, 4} & set(found)
    hidden = found.count(None)
    assert hidden != 1 or sum(number >= 5 for number in numbers) == 0


def test_totals_have_every_answer_and_those_who_left_it_out() -> None:
    (found,) = [one for one in totals(FORM, {("leaders_women", "yes"): 12}) if one.label.startswith("Are most")]
    assert found.rows == [
        ("Yes", 12), ("No", 0), ("About half", 0), ("Prefer not to say", 0), ("Left out", 0)
    ]  # fmt: skip
