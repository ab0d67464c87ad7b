"""Conditions of the money, as text that an officer types."""

import pytest

from portal.decisions.rules import Proposal, problems, settled
from portal.decisions.rules.conditions import condition_problems, conditions_of, settled_conditions


def test_each_line_is_one_condition_and_empty_lines_are_none() -> None:
    typed = "  Tell us  who the\tworker is. \r\n\n Start by May.\u2028Then report.\n"
    assert conditions_of(typed) == ["Tell us who the worker is.", "Start by May. Then report."]
    assert settled_conditions(typed) == "Tell us who the worker is.\nStart by May. Then report."
    assert conditions_of(" \n ") == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", None),
        ("One.\n" * 10, None),
        ("One.\n" * 11, "Enter 10 conditions or fewer. There are 11"),
        ("word " * 40, None),
        ("One.\n" + "word " * 41, "Condition 2 must be 40 words or fewer"),
        ("x" * 401, "Condition 1 must be 40 words or fewer"),
    ],
)
def test_at_most_ten_of_forty_words(text: str, message: str | None) -> None:
    assert condition_problems(text) == ([("conditions", message)] if message else [])
    found = problems(Proposal("fund", 1, "Strong.", "", text), asked_pence=1, eligible=True)
    assert found == condition_problems(text)


@pytest.mark.parametrize(
    ("outcome", "kept"), [("fund", "Yes."), ("part_fund", "Yes."), ("reserve", ""), ("not_funded", "")]
)
def test_only_money_has_conditions(outcome: str, kept: str) -> None:
    assert settled(Proposal(outcome, 1, "Why", "score_low", " Yes. \n"), 5).conditions == kept
