"""From scores and reasons to a draft, and what is asked of a draft."""

from fractions import Fraction

import pytest

from portal.feedback.rules import (
    Judged,
    Text,
    Words,
    band_of,
    draft_for_ineligible,
    drafted,
    first_draft,
    flat,
    labels,
    lacks,
    problems,
    unflat,
    warnings,
    without_names,
)
from portal.feedback.wording import BANDS, outcome_sentence, stronger_words


def judged(key: str, *given: tuple[int, str]) -> Judged:
    mean = Fraction(sum(points for points, _ in given), len(given))
    return Judged(key, int(key[1:]), mean, given)


@pytest.mark.parametrize(
    ("mean", "band"),
    [
        (Fraction(5), "strength"),
        (Fraction(7, 2), "strength"),
        (Fraction(10, 3), "fine"),
        (Fraction(5, 2), "fine"),
        (Fraction(7, 3), "improve"),
        (Fraction(0), "improve"),
    ],
)
def test_bands_are_of_the_mean_rounded_half_up(mean: Fraction, band: str) -> None:
    assert band_of(mean) == band


def test_a_draft_joins_the_packs_words_and_the_reasons() -> None:
    assert drafted(judged("p1", (5, "Roles are clear."), (4, "All have agreed."))) == Words(
        "You showed strong partnership. It was clear who would do what. Roles are clear. All have agreed.",
        "Nothing that we asked for was missing.",
        "No change is needed. Keep this as it is.",
        stronger_words("p1", "strength"),
    )
    assert drafted(judged("p2", (3, "Large costs are not explained."), (3, "Adds up."))) == Words(
        "Your budget added up.",
        "Large costs are not explained. Adds up.",
        "Show how you worked out the larger costs.",
        stronger_words("p2", "fine"),
    )
    assert drafted(judged("p4", (1, "No sources."), (2, "No sources."))) == Words(
        "You answered the questions on this principle.",
        "No sources.",
        "Use local facts from named sources. What people tell you counts. Then show how your plan follows.",
        stronger_words("p4", "improve"),
    )


def test_a_draft_never_names_an_assessor() -> None:
    names = ["Asha Verma", "Ben Hollis"]
    assert without_names("As Asha Verma said, and Hollis too, Benefits rise.", names) == (
        "As one assessor said, and one assessor too, Benefits rise."
    )
    words = drafted(judged("p1", (2, "Ben and I agree.")), names)
    assert words.missing == "one assessor and I agree."


def test_the_changes_are_those_of_the_weakest_principles() -> None:
    points = {"p1": 2, "p2": 5, "p3": 1, "p4": 3, "p5": 2}
    panel = [judged(key, (given, f"About {key}.")) for key, given in points.items()]
    text = first_draft(panel, [])
    assert text.summary == "Thank you for your application. It met our standard on 2 of the 5 principles."
    assert text.changes == tuple(text.principles[number].change_first for number in (3, 1, 5))
    assert first_draft([judged("p2", (5, "b"))], []).changes == ("No change is needed. Keep this as it is.",)


def test_nobody_reads_a_nought() -> None:
    summary = first_draft([judged("p1", (1, "a")), judged("p2", (0, "b"))], []).summary
    assert "0 of" not in summary and "start with the changes below" in summary


def test_an_application_that_could_not_be_scored_hears_why() -> None:
    assert draft_for_ineligible("You asked for more than we can give.") == Text(
        "Thank you for your application. We could not score it. You asked for more than we can give. "
        "This is not a view on how good your project is.",
        ("Use our eligibility check before you start, and call us if you are not sure about an answer.",),
        {},
    )


def test_a_text_survives_its_form() -> None:
    text = Text("Thank you.", ("One", "Two"), {1: Words("a", "b", "c", "d"), 2: Words("e", "", "f", "")})
    assert unflat(flat(text), [1, 2]) == text
    assert list(flat(text)) == list(labels({1: "Partners", 2: "Money"}))


def test_what_is_missing_before_it_can_be_approved() -> None:
    fields = flat(Text("", (), {1: Words("Good.", " ", "")}))
    assert problems(fields, {1: "Partners"}, set()) == [
        ("summary", "Enter a summary"),
        ("change-1", "Enter at least one change that would help most"),
        ("missing-1", "Enter a text for “1. Partners: what was missing”"),
        ("change_first-1", "Enter a text for “1. Partners: one change to make first”"),
        ("stronger-1", "Enter a text for “1. Partners: what a stronger answer held”"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("You named who does what with the youth service.", []),
        ("Too short.", ["this is very short (2 words)"]),
        ("N/A", ["this is very short (1 word)", "Write a sentence instead of “N/A”"]),
        ("Your application was rejected for want of proof.", ["Say “not funded this time” instead of “rejected”"]),
        ("We liked what the applicant said on cost.", ["Say “you” instead of “the applicant”"]),
        ("For the details please see our email.", ["Say it here instead of “see email”"]),
        ("This is what Verma thought of the plan.", ["this may name an assessor"]),
        ("word " * 36, ["a sentence has more than 35 words. Split it"]),
        ("Five words and a stop. " * 30, ["this is long (150 words). People read up to 120"]),
        ("", []),
    ],
)
def test_what_a_second_reader_should_look_at(text: str, said: list[str]) -> None:
    found = warnings({"summary": text}, {}, ["Asha Verma"])
    assert found == [("summary", f"Summary: {doubt}") for doubt in said]


def test_the_outcome_is_one_sentence() -> None:
    asked = 8_000_00
    assert outcome_sentence("fund", asked, asked, "") == "We will fund your project with the £8,000 that you asked for."
    assert outcome_sentence("part_fund", 500_00, asked, "") == (
        "We will fund part of your project, with £500 of the £8,000 that you asked for."
    )
    assert outcome_sentence("reserve", 0, asked, "") == (
        "Your project is on our reserve list: it met our standard, but the money ran out."
    )
    assert outcome_sentence("not_funded", 0, asked, "score_low") == "Your project is not funded this time."
    assert outcome_sentence("not_funded", 0, asked, "not_eligible") == (
        "Your application did not meet the rules of this fund, so it is not funded this time."
    )


@pytest.mark.parametrize(
    ("state", "signed", "feedback", "found"),
    [
        ("approved", True, "approved", []),
        ("declined", True, "released", []),
        ("recommended", False, "approved", ["The Commissioner has not signed the decision"]),
        ("reserve", True, "draft", ["The feedback is not approved"]),
        ("moderation", False, None, ["No decision is recommended yet", "No feedback is drafted"]),
        ("submitted", False, None, ["No decision is recommended yet", "No feedback is drafted"]),
    ],
)
def test_what_an_application_lacks_before_release(
    state: str, signed: bool, feedback: str | None, found: list[str]
) -> None:
    assert lacks(state=state, signed=signed, feedback=feedback) == found


def test_the_pack_says_what_a_stronger_answer_held_for_every_principle_and_band() -> None:
    words = [stronger_words(f"p{number}", band) for number in range(1, 9) for band in BANDS]
    assert all(words) and len(set(words)) == 24
    assert stronger_words("p9", "fine") == ""
