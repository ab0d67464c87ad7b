"""The line as plain facts: whom it chooses, what that sums to, what it does, and its address."""

import random
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from urllib.parse import parse_qs, urlencode

import pytest

from portal.assessment.rules import Given, panel
from portal.decisions.rules.address import least_from, least_words, read_line, total_from, write_line
from portal.decisions.rules.effects import awarded, check_shares, dimensions, effects
from portal.decisions.rules.line import (
    Candidate,
    Line,
    Share,
    by_hand,
    chosen,
    line_that_fits,
    moved,
    places,
    sums,
)

AREAS = {"A": "Aldermoor", "B": "Bramble"}
PRIORITIES = {"cp2": "Victims", "cp4": "Prevention"}


def one(reference: str, total: str | None, pounds: int = 10, **facts: object) -> Candidate:
    return Candidate(
        reference=reference,
        title=f"Project {reference}",
        group=f"Group {reference}",
        organisation_id=1,
        total=None if total is None else Decimal(total),
        place=None,
        asked_pence=pounds * 100,
        **facts,  # type: ignore[arg-type]
    )


FOUR = [one("R-1", "30.0"), one("R-2", "24.5", 20), one("R-3", "24.5", 30), one("R-4", "10.0", 40), one("R-5", None, 5)]


def at(total: str) -> Line:
    return Line(Decimal(total))


def test_everything_at_or_above_the_line_is_chosen_with_all_it_asks_for() -> None:
    assert chosen(FOUR, at("24.5")) == {"R-1": 10_00, "R-2": 20_00, "R-3": 30_00}
    assert chosen(FOUR, at("24.6")) == {"R-1": 10_00}
    assert chosen(FOUR, Line()) == {}
    assert "R-5" not in chosen(FOUR, at("0.0")), "without a total the line never chooses it"


def test_a_hand_changes_one_application_and_a_part_is_never_more_than_was_asked() -> None:
    line = Line(
        Decimal("24.5"), frozenset({"R-5", "no-such"}), frozenset({"R-2"}), {"R-1": 4_00, "R-3": 99_00, "R-4": 1_00}
    )
    assert chosen(FOUR, line) == {"R-1": 4_00, "R-3": 30_00, "R-5": 5_00}


def test_what_is_signed_is_not_moved_and_what_asks_for_nothing_is_not_chosen() -> None:
    rows = [one("R-1", "30.0", signed_pence=7_00), one("R-2", "29.0", signed_pence=0), one("R-3", "28.0", 0)]
    line = Line(Decimal("0.0"), frozenset({"R-1", "R-2", "R-3"}))
    assert chosen(rows, line) == {}
    assert awarded(rows, {"R-1": 1_00}) == {"R-1": 7_00}


def test_the_sums_say_what_is_left_and_what_is_over() -> None:
    money = sums(FOUR, chosen(FOUR, at("24.5")), 70_00, 15_00)
    assert (money.chosen, money.count, money.left) == (60_00, 3, -5_00)


def test_equal_totals_share_a_place_and_cross_the_line_together() -> None:
    assert places([one.total for one in FOUR]) == [1, 2, 2, 4, None]
    assert moved(FOUR, Decimal("24.5"), "up") == Decimal("30.0")
    assert moved(FOUR, Decimal("24.5"), "down") == Decimal("10.0")
    assert moved(FOUR, Decimal("25.1"), "down") == Decimal("24.5"), "from between two totals"
    assert moved(FOUR, Decimal("25.1"), "up") is None
    assert moved(FOUR, Decimal("30.0"), "up") is None
    assert moved(FOUR, None, "up") is None
    assert moved(FOUR, None, "down") == Decimal("30.0")
    assert moved(FOUR, Decimal("10.0"), "down") == Decimal("10.0"), "nothing is below"


@pytest.mark.parametrize(("left", "line"), [(100_00, "10.0"), (99_99, "24.5"), (60_00, "24.5"), (59_99, "30.0")])
def test_the_first_line_is_the_lowest_that_can_be_paid(left: int, line: str) -> None:
    assert line_that_fits(FOUR, left) == Decimal(line)
    assert line_that_fits(FOUR, 9_99) is None


def test_ticks_are_read_against_the_line_that_the_page_showed() -> None:
    shown = ["R-1", "R-2", "R-4"]
    line = by_hand(FOUR, Decimal("24.5"), ["R-1", "R-4"], shown)
    assert (line.ticked, line.unticked) == (frozenset({"R-4"}), frozenset({"R-2"}))
    assert "R-3" not in line.unticked, "a row that the page did not show was not unticked"


def test_an_address_gives_back_the_line_and_leaves_out_what_it_does_not_understand() -> None:
    line = Line(
        Decimal("24.5"), frozenset({"R-15"}), frozenset({"R-20"}), {"R-10": 4_05},
        (Share("district", "A", True, 20), Share("first", "yes", False, 500_00)),
    )  # fmt: skip
    assert read_line(parse_qs(urlencode(write_line(line))), None) == line
    assert read_line(parse_qs(urlencode(write_line(Line()))), Decimal("3.0")) == Line()
    junk = {"at": ["NaN"], "part": ["R-10:-5", "R-10:0", "x"], "share": ["a:b:c:d"]}
    assert read_line(junk, Decimal("3.0")) == Line(Decimal("3.0"))


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-1", "40.1", "24.55", "1e1", "٢", "", "24,5"])
def test_no_total(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        total_from(text)


def test_a_least_is_a_share_or_an_amount() -> None:
    assert least_from("20%") == (True, 20)
    assert least_from("£50,000") == (False, 50_000_00)
    for text in ("0%", "101%", "£0", "", "some"):
        with pytest.raises(ValueError, match=r"."):
            least_from(text)
    assert [least_words(Share("x", "y", *least_from(text))) for text in ("20%", "50000")] == ["20%", "£50,000"]


def test_what_a_choice_does_by_area_counts_a_project_in_each_of_its_areas() -> None:
    rows = [
        one("R-1", "30.0", 10, districts=("A", "B"), priority="cp2", first_time=True),
        one("R-2", "20.0", 30, districts=("all",), priority="cp4"),
        one("R-3", "10.0", 50, districts=("B",), priority="zz", signed_pence=5_00),
    ]
    ways = dimensions(AREAS, PRIORITIES, {})
    assert [way.kind for way in ways] == ["district", "priority", "first", "led"], "no sizes were given"
    awards = awarded(rows, {"R-1": 10_00})
    area, priority, first = (effects(way, rows, awards) for way in ways[:3])
    assert [(row.label, row.applied, row.chosen, row.pence, row.tenths) for row in area] == [
        ("Aldermoor", 2, 1, 10_00, 666),
        ("Bramble", 3, 2, 15_00, 1000),
    ]
    assert [(row.label, row.chosen, row.pence) for row in priority] == [
        ("Victims", 1, 10_00),
        ("Prevention", 0, 0),
        ("Not said", 1, 5_00),
    ]
    assert [(row.chosen, row.applied) for row in first] == [(1, 1), (1, 2)]


def led(yes: int, no: int, unsaid: int, funded: Sequence[str]) -> list[tuple[int | None, int | None, int | None]]:
    words = ["yes"] * yes + ["no"] * no + [""] * unsaid
    rows = [one(f"R-{n}", "20.0", by_and_for=word) for n, word in enumerate(words)]
    way = dimensions({}, {}, {})[-1]
    return [(row.applied, row.chosen, row.pence) for row in effects(way, rows, dict.fromkeys(funded, 10_00))]


def test_by_and_for_figures_never_point_at_one_group() -> None:
    assert led(12, 12, 0, [f"R-{n}" for n in (0, 1, 2, 3, 4, 12, 13, 14, 15, 16)]) == [(12, 5, 50_00), (12, 5, 50_00)]
    few = led(12, 12, 12, ["R-0"])
    assert few[0] == (12, None, None), "one of twelve"
    assert sum(chosen is None for _, chosen, _ in few) == 2, "a second is kept back, or the first is what is missing"
    assert led(12, 12, 0, [f"R-{n}" for n in range(11)])[0] == (12, None, None), "all but one tells of that one"
    assert led(2, 20, 20, [])[0] == (None, None, None)


def test_a_minimum_share_is_of_signed_and_chosen_money() -> None:
    rows = [one("R-1", "30.0", 80, districts=("A",)), one("R-2", "20.0", 20, districts=("B",), signed_pence=20_00)]
    ways = dimensions(AREAS, {}, {})
    wanted = [
        Share("district", "B", True, 20), Share("district", "B", True, 21), Share("district", "B", False, 20_01),
        Share("district", "nowhere", True, 1), Share("led", "yes", True, 1),
    ]  # fmt: skip
    found = check_shares(wanted, ways, rows, awarded(rows, {"R-1": 80_00}), least_words)
    assert [(c.need_pence, c.have_pence, c.met) for c in found] == [
        (20_00, 20_00, True), (21_00, 20_00, False), (20_01, 20_00, False),
    ]  # fmt: skip
    assert not check_shares(wanted[:1], ways, rows[:1], {}, least_words)[0].met, "nothing of nothing meets no share"


def test_a_thousand_random_panels_rank_and_sum_as_an_independent_calculation_does() -> None:
    dice = random.Random(2027)
    for number in range(1000):
        weights = {key: dice.choice([0, 1, 1, 2, 3]) for key in range(dice.randint(1, 8))}
        rows, plain = [], []
        for index in range(dice.randint(1, 12)):
            given = [
                Given(judge, key, dice.randint(0, 5))
                for judge in range(dice.randint(0, 3))
                for key in weights
                if dice.random() < 0.95
            ]
            pounds = dice.randint(1, 50)
            shown = panel(given, weights).shown_total
            rows.append(one(f"R-{index}", None if shown is None else str(shown), pounds))
            plain.append((independent(given, weights), pounds * 100))
        assert [row.total for row in rows] == [total for total, _ in plain], number
        assert places([row.total for row in rows]) == [
            None if total is None else 1 + sum(other is not None and other > total for other, _ in plain)
            for total, _ in plain
        ]
        cut = Decimal(dice.randint(0, 400)) / 10
        money = sums(rows, chosen(rows, Line(cut)), 500_00, 0)
        assert money.chosen == sum(pence for total, pence in plain if total is not None and total >= cut)


def independent(given: Sequence[Given], weights: dict[int, int]) -> Decimal | None:
    """The total by long division: one common denominator, then half up to one decimal."""
    top, bottom = Fraction(0), 0
    for key, weight in weights.items():
        points = [score.points for score in given if score.criterion_id == key]
        if weight and not points:
            return None
        if weight:
            top += Fraction(weight * sum(points), len(points))
            bottom += weight
    if not bottom:
        return None
    exact = top * 8 / bottom
    precise = Decimal(exact.numerator) / Decimal(exact.denominator)
    return precise.quantize(Decimal("0.1"), ROUND_HALF_UP)
