"""Severity by hand, and Krippendorff's alpha against worked examples."""

from fractions import Fraction

import pytest

from portal.fairness.rules.numbers import how_long, signed
from portal.fairness.rules.scoring import Given, Meaning, Severity, agreements, alpha, meaning, severities

# Four observers and twelve units, the example of "Computing Krippendorff's Alpha-Reliability" (2011); a dot is missing.
OBSERVERS = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


def units(rows: tuple[str, ...]) -> list[list[int]]:
    """The values of each column."""
    return [[int(value) for value in column if value != "."] for column in zip(*rows, strict=True)]


def test_the_published_example_gives_0_849() -> None:
    found = alpha(units(OBSERVERS))
    assert found is not None and round(float(found), 3) == 0.849


@pytest.mark.parametrize(
    ("judged", "expected"),
    [
        ([[0, 0], [5, 5]], Fraction(1)),
        # Observed (4 × 1 within) / 4 = 1; expected: 0,1,0,1: 8 ordered pairs apart by 1 of 12. 1 − 1 / (8/12) = −1/2.
        ([[0, 1], [0, 1]], Fraction(-1, 2)),
        # n = 4: within 2 and 0, so observed 2/4; all pairs of 1,2,4,4: 2(4 × 37 − 121) = 54 of 12. 1 − (1/2)/(54/12).
        ([[1, 2], [4, 4]], Fraction(8, 9)),
        ([[1, 2], [4, 4], [5]], Fraction(8, 9)),  # what one person alone judged does not count
    ],
)
def test_alpha_by_hand(judged: list[list[int]], expected: Fraction) -> None:
    assert alpha(judged) == expected


@pytest.mark.parametrize("judged", [[], [[3]], [[3, 3], [3, 3, 3]], [[1], [5]]])
def test_without_any_difference_or_pair_alpha_is_undefined(judged: list[list[int]]) -> None:
    assert alpha(judged) is None


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (Fraction(1), Meaning.RELIABLE),
        (Fraction(795, 1000), Meaning.RELIABLE),  # shown as 0.80
        (Fraction(7949, 10000), Meaning.TENTATIVE),
        (Fraction(665, 1000), Meaning.TENTATIVE),  # shown as 0.67
        (Fraction(6649, 10000), Meaning.WEAK),
        (Fraction(5, 1000), Meaning.WEAK),
        (Fraction(4, 1000), Meaning.NONE),
        (Fraction(-1, 2), Meaning.NONE),
    ],
)
def test_what_an_alpha_says_fits_the_number_that_is_shown(value: Fraction, says: Meaning) -> None:
    assert meaning(value) == says


def panel(*rows: tuple[int, str, list[int]]) -> list[Given]:
    """(assessor id, name, points on applications 1, 2, …), all on principle 1."""
    return [
        Given(number, name, place, 1, points) for number, name, given in rows for place, points in enumerate(given, 1)
    ]


def test_severity_is_the_mean_difference_from_the_others_exactly() -> None:
    # Ada against the mean of Bo and Cy: 10 times 4 − (2 + 3)/2 = 3/2. Bo: 2 − 7/2 = −3/2. Cy: 3 − 3 = 0.
    given = panel((1, "Ada", [4] * 10), (2, "Bo", [2] * 10), (3, "Cy", [3] * 10))
    assert severities(given) == [
        Severity("Ada", 10, Fraction(3, 2)),
        Severity("Bo", 10, Fraction(-3, 2)),
        Severity("Cy", 10, Fraction(0)),
    ]


def test_severity_on_few_scores_is_kept_back_and_scores_alone_do_not_count() -> None:
    given = panel((1, "Ada", [5] * 12), (2, "Bo", [1] * 9))
    assert severities(given) == [Severity("Ada", 9, None), Severity("Bo", 9, None)]


def test_two_people_of_one_name_stay_two() -> None:
    given = panel((1, "Sam Reed", [4] * 10), (2, "Sam Reed", [3] * 10))
    assert [one.difference for one in severities(given)] == [1, -1]


def test_agreement_is_told_for_each_principle_and_for_all() -> None:
    first = panel((1, "Ada", [0, 1, 2, 3, 4]), (2, "Bo", [0, 1, 2, 3, 4]))
    second = [Given(who, name, place, 2, 3) for who, name in ((1, "Ada"), (2, "Bo")) for place in range(1, 6)]
    third = [Given(1, "Ada", 1, 3, 5), Given(2, "Bo", 1, 3, 0)]
    found = agreements([*first, *second, *third], [1, 2, 3])
    assert (found[1].alpha, found[1].meaning, found[1].scores) == (1, Meaning.RELIABLE, 10)
    assert (found[2].alpha, found[2].meaning) == (None, Meaning.EQUAL)
    assert (found[3].alpha, found[3].meaning, found[3].scores) == (None, Meaning.FEW, 2)
    assert found[0].scores == 22 and found[0].alpha == alpha([*([n, n] for n in range(5)), *[[3, 3]] * 5, [5, 0]])


def test_numbers_are_rounded_once_half_up() -> None:
    assert signed(Fraction(1, 8)) == "+0.13"
    assert signed(Fraction(-1, 8)) == "−0.12"
    assert signed(Fraction(-1, 1000)) == "0.00"
    assert how_long(Fraction(29)) == "0 minutes" and how_long(Fraction(30)) == "1 minute"
    assert how_long(Fraction(26 * 3600 + 5 * 60)) == "26 hours 5 minutes" and how_long(Fraction(3600)) == "1 hour"
