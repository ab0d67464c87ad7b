"""When a question is asked."""

from typing import Any

import pytest

from portal.formkit.conditions import holds, is_visible, keys_in, visible_answers
from portal.formkit.definition import Question
from tests.unit.formkit.making import form, question

YES, NO = {"equals": ["a", "yes"]}, {"equals": ["a", "no"]}
FRUIT = {"includes": ["f", ["apple", "plum"]]}


@pytest.mark.parametrize(
    ("condition", "answers", "wanted"),
    [
        (None, {}, True),
        (YES, {"a": "yes"}, True),
        (YES, {"a": "no"}, False),
        (YES, {}, False),
        ({"in": ["a", ["x", "y"]]}, {"a": "y"}, True),
        ({"in": ["a", ["x", "y"]]}, {"a": "z"}, False),
        ({"in": ["a", ["x", "y"]]}, {}, False),
        (FRUIT, {"f": ["pear", "plum"]}, True),
        (FRUIT, {"f": ["pear"]}, False),
        (FRUIT, {"f": []}, False),
        (FRUIT, {}, False),
        (FRUIT, {"f": "apple"}, False),
        ({"answered": "a"}, {"a": 0}, True),
        ({"answered": "a"}, {"a": "x"}, True),
        ({"answered": "a"}, {"a": ""}, False),
        ({"answered": "a"}, {"a": []}, False),
        ({"answered": "a"}, {}, False),
        ({"all": [YES, FRUIT]}, {"a": "yes", "f": ["apple"]}, True),
        ({"all": [YES, FRUIT]}, {"a": "yes", "f": ["pear"]}, False),
        ({"any": [YES, FRUIT]}, {"a": "no", "f": ["apple"]}, True),
        ({"any": [YES, NO]}, {"a": ""}, False),
        ({"not": YES}, {"a": "no"}, True),
        ({"not": YES}, {"a": "yes"}, False),
        ({"not": YES}, {}, True),
        ({"not": {"any": [YES, NO]}}, {"a": "no"}, False),
    ],
)
def test_truth_table(condition: Any, answers: dict[str, Any], wanted: bool) -> None:
    assert holds(condition, answers) is wanted


def test_the_questions_that_a_condition_asks_about() -> None:
    condition = {"all": [YES, {"any": [FRUIT, {"not": {"answered": "z"}}]}]}
    assert list(keys_in(condition)) == ["a", "f", "z"]
    assert list(keys_in(None)) == []


FORM = form(
    question("a", "yes_no"),
    question("b", "yes_no", show_if=NO),
    question("c", show_if={"equals": ["b", "yes"]}),
    question("d", show_if={"any": [YES, {"equals": ["b", "yes"]}]}),
)


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({}, ["a"]),
        ({"a": "no"}, ["a", "b"]),
        ({"a": "no", "b": "yes"}, ["a", "b", "c", "d"]),
        ({"a": "yes", "b": "yes"}, ["a", "d"]),
        ({"a": "yes"}, ["a", "d"]),
    ],
)
def test_a_hidden_answer_counts_as_none(answers: dict[str, str], asked: list[str]) -> None:
    assert list(visible_answers(FORM, answers)) == asked
    assert [key for key, one in FORM.by_key.items() if is_visible(FORM, one, answers)] == asked


def test_hidden_answers_are_kept_out_and_come_back() -> None:
    answers = {"a": "yes", "b": "yes", "c": "kept", "d": "D"}
    assert visible_answers(FORM, answers) == {"a": "yes", "d": "D"}
    assert visible_answers(FORM, answers | {"a": "no"}) == answers | {"a": "no"}


def test_a_question_without_a_condition_is_always_asked() -> None:
    assert is_visible(FORM, Question("z", "Z", "text"), {})
