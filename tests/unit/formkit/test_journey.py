"""The way through a form."""

import pytest

from portal.formkit import journey
from portal.formkit.journey import Effort, Status
from portal.formkit.loader import compile_form
from portal.formkit.parsing import parse_form
from tests.unit.formkit.making import LISTS, form, question

SOURCE = {
    "form_id": "way",
    "title": "The way",
    "sections": [
        {
            "id": "one",
            "title": "One",
            "step_titles": {"pair": "Two together"},
            "questions": [
                question("first", max_words=30),
                question("left", step="pair"),
                question("right", step="pair", required=False),
                question("has", "yes_no", follow_up_if_yes=question("which")),
                question("more", show_if={"equals": ["has", "yes"]}),
                question("last"),
            ],
        },
        {"id": "two", "title": "Two", "questions": [question("extra", required=False, max_words=15)]},
    ],
}
FORM = parse_form(compile_form(SOURCE, name="way.yaml", lists=LISTS, facts={}))
ONE, TWO = FORM.sections
DONE = {"first": "1", "left": "2", "has": "no", "last": "3"}


def _steps(answers: dict[str, str]) -> list[str]:
    return [step.key for _section, step in journey.visible_steps(FORM, answers)]


def test_questions_share_a_page_when_they_say_so_and_follow_ups_stay_with_their_parent() -> None:
    assert [(step.key, step.title, [q.key for q in step.questions]) for step in ONE.steps] == [
        ("first", "Your first", ["first"]),
        ("pair", "Two together", ["left", "right"]),
        ("has", "Your has", ["has", "which"]),
        ("more", "Your more", ["more"]),
        ("last", "Your last", ["last"]),
    ]
    assert FORM.by_key["which"].parent == ("has", "yes")


def test_steps_that_answers_call_for() -> None:
    assert _steps({}) == ["first", "pair", "has", "last", "extra"]
    assert _steps({"has": "yes"}) == ["first", "pair", "has", "more", "last", "extra"]


def test_next_and_previous_stay_in_the_section() -> None:
    found = FORM.step("one", "has")
    assert found
    for answers, onwards in (({}, "last"), ({"has": "yes"}, "more")):
        after = journey.next_step(FORM, answers, *found)
        assert after
        assert after[1].key == onwards
    before = journey.previous_step(FORM, {}, *found)
    assert before
    assert before[1].key == "pair"
    assert journey.next_step(FORM, {}, ONE, ONE.steps[-1]) is None
    assert journey.previous_step(FORM, {}, ONE, ONE.steps[0]) is None
    assert journey.first_step(FORM, {}, ONE).key == "first"


def test_a_step_that_the_answers_no_longer_call_for_leads_home() -> None:
    found = FORM.step("one", "more")
    assert found
    assert journey.next_step(FORM, {"has": "no"}, *found) is None


@pytest.mark.parametrize(
    ("answers", "wanted"),
    [
        ({}, Status.NOT_STARTED),
        ({"first": ""}, Status.NOT_STARTED),
        ({"first": "1"}, Status.IN_PROGRESS),
        ({"first": "word " * 31}, Status.PROBLEM),
        (DONE, Status.COMPLETED),
        (DONE | {"has": "yes"}, Status.IN_PROGRESS),
        (DONE | {"has": "yes", "which": "x", "more": "y"}, Status.COMPLETED),
    ],
)
def test_status_of_a_section(answers: dict[str, str], wanted: Status) -> None:
    assert journey.status_of(FORM, ONE, answers) is wanted


def test_a_section_that_may_be_left_out_is_done_once_it_was_passed() -> None:
    assert journey.may_be_left_out(TWO)
    assert not journey.may_be_left_out(ONE)
    assert journey.status_of(FORM, TWO, {}) is Status.NOT_STARTED
    assert journey.status_of(FORM, TWO, {"extra": ""}) is Status.COMPLETED


def test_what_is_missing_is_told_in_order_with_its_place() -> None:
    left = journey.missing(FORM, {"has": "yes", "left": "2"})
    assert [(one.section.key, one.step.key, one.question.key, one.message) for one in left] == [
        ("one", "first", "first", "Enter your first"),
        ("one", "has", "which", "Enter your which"),
        ("one", "more", "more", "Enter your more"),
        ("one", "last", "last", "Enter your last"),
    ]
    assert journey.missing(FORM, DONE) == []


def test_effort_counts_what_everyone_is_asked() -> None:
    assert journey.effort_of(FORM) == Effort(questions=6, words=45, documents=0)
    assert journey.effort_of(FORM).minutes == 6 * 4 + 45 // 15
    assert journey.effort_of(FORM).hours == 1
    papers = {"options_from": "reference.papers", "instead": "Later", "documents": [{"value": "rules"}]}
    assert journey.effort_of(form(question("d", "document_checklist", **papers), question("f", "file"))).minutes == 48
