"""How scores add up."""

import random
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest

from portal.assessment.rules import Given, Panel, Spread, half_up, panel, ranks

EIGHT = dict.fromkeys(range(1, 9), 1)


def given(*rows: tuple[int, int, int]) -> list[Given]:
    return [Given(who, what, points) for who, what, points in rows]


def everyone(*scores: list[int]) -> list[Given]:
    return [Given(who, number, p) for who, points in enumerate(scores) for number, p in enumerate(points, 1)]


def test_a_panel_of_two_with_equal_weights() -> None:
    found = panel(everyone([5, 4, 3, 2, 1, 0, 5, 4], [5, 5, 3, 4, 1, 1, 5, 4]), EIGHT)
    assert found == Panel(
        spreads={
            1: Spread(Fraction(5), 5, 5),
            2: Spread(Fraction(9, 2), 4, 5),
            3: Spread(Fraction(3), 3, 3),
            4: Spread(Fraction(3), 2, 4),
            5: Spread(Fraction(1), 1, 1),
            6: Spread(Fraction(1, 2), 0, 1),
            7: Spread(Fraction(5), 5, 5),
            8: Spread(Fraction(4), 4, 4),
        },
        total=Fraction(26),
        assessors=2,
    )
    assert (found.shown_total, found.needs_moderation) == (Decimal("26"), True)


def test_weights_move_the_total_but_not_its_scale() -> None:
    weights = {1: 3, 2: 1}
    assert panel(given((1, 1, 5), (1, 2, 5)), weights).total == 40
    assert panel(given((1, 1, 5), (1, 2, 1)), weights).total == Fraction(32)
    assert panel(given((1, 1, 1), (1, 2, 5)), weights).total == Fraction(16)


def test_a_principle_that_nobody_scored_leaves_no_total() -> None:
    assert panel(given((1, 1, 5)), {1: 1, 2: 1}).total is None
    assert panel([], EIGHT) == Panel({}, None, 0)


def test_a_dropped_principle_neither_counts_nor_is_missed() -> None:
    assert panel(given((1, 1, 4)), {1: 1, 2: 0}).total == 32
    assert panel(given((1, 1, 4), (1, 9, 0)), {1: 1}) == Panel({1: Spread(Fraction(4), 4, 4)}, Fraction(32), 1)
    assert panel(given((1, 1, 4)), {1: 0}).total is None


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(1, 20), "0.1"),
        (Fraction(49, 1000), "0"),
        (Fraction(25, 100), "0.3"),
        (Fraction(35, 100), "0.4"),
        (Fraction(1, 3), "0.3"),
        (Fraction(2, 3), "0.7"),
        (Fraction(40), "40"),
    ],
)
def test_rounding_is_half_up(value: Fraction, shown: str) -> None:
    assert half_up(value) == Decimal(shown)


@pytest.mark.parametrize(("points", "apart"), [((3, 3), False), ((3, 4), False), ((3, 5), True), ((0, 5), True)])
def test_two_points_apart_need_a_talk(points: tuple[int, int], apart: bool) -> None:
    assert panel(given((1, 1, points[0]), (2, 1, points[1])), {1: 1}).needs_moderation is apart


def test_equal_totals_share_a_place() -> None:
    assert ranks([Fraction(30), None, Fraction(35), Fraction(30), Fraction(2)]) == [2, None, 1, 2, 4]


def independently(scores: dict[int, dict[int, int]], weights: dict[int, int]) -> Decimal | None:
    """The total computed another way: decimals of 60 digits, summed over assessors first, then normalised."""
    with localcontext(prec=60, rounding=ROUND_HALF_UP):
        top, bottom = Decimal(0), Decimal(0)
        for criterion, weight in weights.items():
            if weight == 0:
                continue
            column = [row[criterion] for row in scores.values() if criterion in row]
            if not column:
                return None
            top += Decimal(weight) * Decimal(sum(column)) / Decimal(len(column))
            bottom += Decimal(weight) * 5
        if not bottom:
            return None
        return (Decimal(40) * top / bottom).quantize(Decimal("0.000000001")).quantize(Decimal("0.1"))


def test_a_thousand_random_panels_agree_with_another_computation() -> None:
    chance = random.Random(20270114)
    for _ in range(1000):
        weights = {number: chance.randrange(0, 6) for number in range(1, chance.randrange(2, 10))}
        scores = {
            who: {n: chance.randrange(6) for n in weights if chance.random() > 0.03}
            for who in range(chance.randrange(1, 6))
        }
        flat = [Given(who, n, p) for who, row in scores.items() for n, p in row.items()]
        assert panel(flat, weights).shown_total == independently(scores, weights)
