"""The list that is signed, as plain facts."""

from dataclasses import replace

import pytest

from portal.decisions.rules.scenarios import Change
from portal.decisions.rules.signing import Shown, lines_from, list_changes, list_text

ONE = Shown("R-1", "Harbour walks", "Tide", "fund", 8_000_00, 8_000_00, 1, "Tell us by May.")
TWO = Shown("R-2", "“Ebb”\nand flow", "Ebb", "not_funded", 5_000_00, 0, 3, "")


def test_a_list_is_the_same_text_in_any_order_and_comes_back_whole() -> None:
    assert list_text([TWO, ONE]) == list_text([ONE, TWO])
    assert "\n" not in list_text([TWO]), "a browser may change the ends of lines in a field"
    assert lines_from(list_text([TWO, ONE])) == [ONE, TWO]


@pytest.mark.parametrize(
    "text", ["", "{}x", "5", '["a"]', '[{"reference": "R-1"}]', list_text([ONE]).replace("800000", "true"), "[" * 99999]
)
def test_what_is_no_list_is_none(text: str) -> None:
    assert lines_from(text) is None


@pytest.mark.parametrize(
    ("now", "change"),
    [
        (replace(ONE, amount_pence=5_000_00, revision=2), Change("R-1, amount", "£8,000", "£5,000")),
        (replace(ONE, asked_pence=9_000_00), Change("R-1, asked for", "£8,000", "£9,000")),
        (replace(ONE, outcome="part_fund"), Change("R-1, outcome", "Fund", "Fund in part")),
        (replace(ONE, title="Harbour runs"), Change("R-1, project", "Harbour walks", "Harbour runs")),
        (replace(ONE, group="Tides"), Change("R-1, group", "Tide", "Tides")),
        (replace(ONE, conditions=""), Change("R-1, conditions", "Tell us by May.", "None")),
        (replace(ONE, revision=2), Change("R-1, reason", "As you read it", "Written again")),
    ],
)
def test_every_change_is_told_with_both_values(now: Shown, change: Change) -> None:
    assert list_changes([ONE, TWO], [TWO, now]) == [change]


def test_what_came_or_went_is_told() -> None:
    assert list_changes([ONE], [TWO]) == [
        Change("R-1", "On the list", "Not on the list"),
        Change("R-2", "Not on the list", "On the list"),
    ]
    assert list_changes([ONE, TWO], [TWO, ONE]) == []
