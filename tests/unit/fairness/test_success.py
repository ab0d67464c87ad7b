"""Small numbers are kept back, and nobody can work them out from the totals and what is shown."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from portal.core.disclosure import FEWEST_SHOWN
from portal.decisions.rules.effects import Dimension
from portal.fairness.rules.success import Asked, Success, kept_back_applied, kept_back_funded, overall, success

SIZES = Dimension("size", "By size", {"s": "Small", "m": "Middle", "l": "Large", "x": "None here"}, lambda a: [a.size])
COUNTS = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), min_size=1, max_size=4)


def asked(**counts: tuple[int, int]) -> list[Asked]:
    """`s=(6, 7)`: of the small ones six were funded with £10 each, and seven were not."""
    return [
        Asked(awarded_pence=1000 * (number < yes), size=size)
        for size, (yes, no) in counts.items()
        for number in range(yes + no)
    ]


def test_what_is_large_enough_is_told_with_its_share_and_money_and_what_nobody_has_is_left_out() -> None:
    part = success(SIZES, asked(s=(5, 11), m=(6, 5), l=(0, 5)))
    assert list(part.rows) == [
        Success("Small", 16, 5, 31, 5000),  # 31.25%
        Success("Middle", 11, 6, 55, 6000),  # 54.5454…%
        Success("Large", 5, 0, 0, 0),
    ]


def test_a_share_of_exactly_a_half_per_cent_is_rounded_up() -> None:
    assert overall(asked(s=(25, 175))).percent == 13  # 12.5%


def test_a_small_row_takes_the_next_smallest_with_it() -> None:
    part = success(SIZES, asked(s=(1, 1), m=(6, 5), l=(20, 20)))
    assert list(part.rows) == [
        Success("Small", None, None, None, None),
        Success("Middle", None, None, None, None),
        Success("Large", 40, 20, 50, 20000),
    ]


def test_two_small_rows_that_would_add_up_to_little_take_a_third() -> None:
    assert kept_back_applied({"s": 1, "m": 1, "l": 9, "x": 30}) == {"s", "m", "l"}
    assert kept_back_applied({"s": 4, "m": 4, "l": 9, "x": 30}) == {"s", "m"}


def test_few_funded_hide_that_row_and_another_although_many_applied() -> None:
    rows = success(SIZES, asked(s=(2, 20), m=(8, 15), l=(30, 30))).rows
    assert [(row.applied, row.funded, row.pence) for row in rows] == [
        (22, None, None),
        (23, None, None),
        (60, 30, 30000),
    ]


def test_few_that_were_not_funded_hide_the_row_as_well() -> None:
    assert [row.funded for row in success(SIZES, asked(s=(20, 1), m=(9, 9), l=(30, 30))).rows] == [None, None, 30]


def test_hidden_rows_that_have_few_funded_together_take_another() -> None:
    applied, funded = {"s": 21, "m": 22, "l": 60}, {"s": 1, "m": 2, "l": 30}
    assert kept_back_funded(applied, funded, frozenset()) == {"s", "m", "l"}


def test_a_row_that_is_hidden_whole_hides_its_funded_ones() -> None:
    applied, funded = {"s": 10, "m": 10, "l": 60}, {"s": 5, "m": 5, "l": 30}
    assert kept_back_funded(applied, funded, frozenset({"s", "m"})) == {"s", "m"}


def test_a_part_of_which_nothing_can_be_told_has_no_rows() -> None:
    assert success(SIZES, asked(s=(1, 2), m=(20, 20))).rows == ()


def test_the_total_keeps_back_few_funded_and_few_others() -> None:
    assert overall(asked(s=(4, 30))) == Success("All applications", 34, None, None, None)
    assert overall(asked(s=(30, 4))).funded is None
    assert overall([]) == Success("All applications", 0, 0, 0, 0)


@given(COUNTS)
def test_whoever_knows_the_totals_finds_more_than_one_number_for_all_that_is_hidden(
    rows: list[tuple[int, int]],
) -> None:
    """Every table that fits what is shown and the totals is tried: no hidden count is the same in all of them.

    What the totals alone tell is left out: one row that holds everybody, and rounds that funded all or nobody.
    """
    part = success(SIZES, asked(**dict(zip("smlx", rows, strict=False))))
    true = [row for row in rows if sum(row)]
    if not part.rows:
        return
    for shown, (yes, no) in zip(part.rows, true, strict=True):
        assert shown.applied in (None, yes + no) and shown.funded in (None, yes)
        assert shown.applied is None or shown.applied >= FEWEST_SHOWN
        assert shown.funded is None or not any(0 < count < FEWEST_SHOWN for count in (yes, no))
    unsaid = [(shown, row) for shown, row in zip(part.rows, true, strict=True) if shown.funded is None]
    hidden = [row for shown, row in unsaid if shown.applied is None]
    if hidden:
        total = sum(map(sum, hidden))
        fits = [sizes for sizes in product(range(1, total + 1), repeat=len(hidden)) if sum(sizes) == total]
        for column in zip(*fits, strict=True):
            assert max(column) >= FEWEST_SHOWN and len(set(column)) > 1
    if unsaid and len(true) > 1 and all(map(sum, zip(*true, strict=True))):
        funded = sum(yes for _, (yes, _no) in unsaid)
        applied = [yes + no for _, (yes, no) in unsaid]
        fits = [found for found in product(*(range(count + 1) for count in applied)) if sum(found) == funded]
        assert all(len(set(column)) > 1 for column in zip(*fits, strict=True))
