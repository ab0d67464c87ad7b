"""What is looked at in a draft, and where each application stands."""

import pytest

from portal.feedback.rules import problems
from portal.feedback.rules.checks import OLDEST_READER, doubts_beside, folded_sentences, reading_age
from portal.feedback.rules.workbench import Neighbours, Stand, neighbours_of, stand_of
from portal.feedback.wording import ready_words
from portal.phrases.rules import gaps, starting_phrases

EASY = "You told us who will run the club. You said when it is open. We could see the plan. It was clear and kind."
HARD = (
    "Organisational accountability considerations necessitate comprehensive documentation demonstrating "
    "proportionate safeguarding infrastructure alongside quantifiable beneficiary outcomes and sustainability planning "
    "methodologies throughout implementation."
)


def doubts(text: str) -> list[str]:
    shared = folded_sentences(["You gave two local facts, with the source and the year!"])
    return doubts_beside(text, people=["Amina Karim"], groups=["Northway Youth"], elsewhere=shared)


def test_easy_words_read_young_and_hard_words_old() -> None:
    easy, hard = reading_age(EASY), reading_age(HARD)
    assert easy is not None and hard is not None
    assert easy < 9 and hard > 20
    assert reading_age("Too short to tell.") is None


def test_the_formula_is_the_published_one() -> None:
    text = "The cat sat on the mat. " * 4  # 24 words, 4 sentences, 24 syllables
    assert reading_age(text) == pytest.approx(0.39 * 6 + 11.8 * 1 - 15.59 + 5)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (EASY, []),
        (HARD, ["this needs a reading age"]),
        ("Thank you, amina karim, for this.", ["this names a person (Amina Karim)"]),
        ("Northway Youth did this well.", ["this names another group (Northway Youth)"]),
        ("you gave two local facts with the source, and the year.", ["a sentence of this stands in another"]),
        ("You gave two local facts.", []),
    ],
)
def test_what_to_look_at_again(text: str, said: list[str]) -> None:
    found = doubts(text)
    assert len(found) == len(said)
    assert all(one.startswith(start) for one, start in zip(found, said, strict=True))


def test_a_gap_stands_against_approval() -> None:
    assert gaps("Name [the partner] and [what it does].") == ["[the partner]", "[what it does]"]
    fields = {"summary": "Thank you for [project].", "change-1": "Say more."}
    assert problems(fields, {}, set()) == [
        ("summary", "Replace “[project]” in “Summary” with what is true of this group")
    ]


@pytest.mark.parametrize(
    ("state", "editor", "stand"),
    [
        (None, None, Stand.TO_DRAFT),
        ("draft", None, Stand.DRAFT),
        ("draft", 7, Stand.SECOND),
        ("approved", 7, Stand.APPROVED),
        ("released", None, Stand.APPROVED),
    ],
)
def test_where_a_feedback_stands(state: str | None, editor: int | None, stand: Stand) -> None:
    assert stand_of(state, editor) == stand


def test_the_next_to_approve_is_looked_for_after_and_then_from_the_start() -> None:
    order = ["A", "B", "C", "D"]
    assert neighbours_of("B", order, {"A", "B", "D"}) == Neighbours("A", "C", "D")
    assert neighbours_of("D", order, {"A", "D"}) == Neighbours("C", None, "A")
    assert neighbours_of("A", order, {"A"}) == Neighbours(None, "B", None)


def test_the_words_of_the_pack_pass_the_check_that_they_are_judged_by() -> None:
    """Or every first draft would begin with a warning about our own words."""
    words = [*ready_words(), *(facts.words for _, facts in starting_phrases())]
    assert len(words) > 60
    assert {one: age for one in words if (age := reading_age(one)) is not None and age > OLDEST_READER} == {}
