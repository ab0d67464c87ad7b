"""Only some questions of a form, with what hangs on them."""

from portal.formkit.journey import visible_steps
from portal.formkit.reducing import only, with_dependents
from tests.unit.formkit.making import form, question

FORM = form(
    question("a", "yes_no"),
    question("b", show_if={"equals": ["a", "yes"]}),
    question("c", show_if={"answered": "b"}),
    question("d", show_if={"equals": ["a", "no"]}),
    question("e"),
)


def test_what_an_answer_shows_comes_along() -> None:
    assert with_dependents(FORM, ["a"]) == ["a", "b", "c", "d"]
    assert with_dependents(FORM, ["c"]) == ["c"]
    assert with_dependents(FORM, ["e", "b"]) == ["b", "c", "e"]


def test_a_question_alone_is_asked_whatever_showed_it() -> None:
    part = only(FORM, ["c"])
    assert [(question.key, question.show_if) for question in part.by_key.values()] == [("c", None)]
    assert [step.key for _section, step in visible_steps(part, {})] == ["c"]


def test_conditions_among_the_chosen_still_hold() -> None:
    part = only(FORM, ["a", "b", "d"])
    assert [step.key for _section, step in visible_steps(part, {"a": "yes"})] == ["a", "b"]
    assert [step.key for _section, step in visible_steps(part, {"a": "no"})] == ["a", "d"]
