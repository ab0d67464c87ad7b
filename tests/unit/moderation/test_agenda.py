"""The order of an agenda: bands hold, people leave as seldom as any order allows, and the order is always the same."""

from itertools import pairwise, permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.moderation.rules.agenda import MOST_GROUPS, Topic, agenda, leavings, money_line, nearness

topics = st.lists(
    st.tuples(st.integers(0, 15), st.frozensets(st.integers(1, 4), max_size=3)), min_size=0, max_size=7
).map(lambda drawn: [Topic(f"T{i}", heat, leavers) for i, (heat, leavers) in enumerate(drawn)])


def brute_force(items: list[Topic]) -> int:
    """The fewest leavings of any order that keeps the bands."""
    bands = [[one for one in items if one.band == band] for band in (1, 2, 3)]
    orders = product(*(list(permutations(band)) for band in bands))
    return min(leavings([one for band in order for one in band]) for order in orders)


@given(topics)
def test_nobody_can_order_it_with_fewer_leavings(items: list[Topic]) -> None:
    assert leavings(agenda(items)) == brute_force(items)


@given(topics)
def test_the_agenda_keeps_bands_and_items_and_groups_together(items: list[Topic]) -> None:
    found = agenda(items)
    assert sorted(one.key for one in found) == sorted(one.key for one in items)
    assert all(before.band <= after.band for before, after in pairwise(found))
    for band in (1, 2, 3):
        sets = [one.leavers for one in found if one.band == band]
        runs = [now for before, now in pairwise([None, *sets]) if now != before]
        assert len(runs) == len(set(sets)), "the same leavers twice apart"


@given(topics, st.randoms())
def test_the_order_does_not_hang_on_how_items_came(items: list[Topic], chance: object) -> None:
    mixed = list(items)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert agenda(mixed) == agenda(items)


def test_without_leavers_the_hottest_comes_first_then_the_lower_reference() -> None:
    items = [Topic("C", 7), Topic("B", 9), Topic("A", 9), Topic("D", 15)]
    assert [one.key for one in agenda(items)] == ["D", "A", "B", "C"]


def test_somebody_who_is_kept_from_two_leaves_once() -> None:
    items = [Topic("A", 9, frozenset({1})), Topic("B", 8), Topic("C", 7, frozenset({1}))]
    found = agenda(items)
    assert [one.key for one in found] in (["A", "C", "B"], ["B", "A", "C"])
    assert leavings(found) == 1


def test_many_different_leavers_still_give_an_agenda() -> None:
    items = [Topic(f"T{i:02d}", 9, frozenset({i, i + 1})) for i in range(MOST_GROUPS + 6)]
    assert leavings(agenda(items)) <= leavings(items)


def test_no_leavers_no_items() -> None:
    assert agenda([]) == []
    assert leavings([]) == 0


@pytest.mark.parametrize(
    ("place", "line", "near"), [(0, 2, 2), (1, 2, 3), (2, 2, 3), (3, 2, 2), (4, 2, 2), (5, 2, 1), (0, 0, 3), (0, 9, 1)]
)
def test_how_near_the_money_line_is(place: int, line: int, near: int) -> None:
    assert nearness(place, line) == near


def test_the_line_falls_before_the_first_that_the_budget_does_not_pay_in_full() -> None:
    assert money_line([400, 400, 400, 100], 1_000) == 2
    assert money_line([400], 1_000) == 1
    assert money_line([], 1_000) == 0
    assert money_line([2_000], 1_000) == 0


@pytest.mark.parametrize(("heat", "band"), [(15, 1), (6, 1), (5, 2), (3, 2), (2, 3), (0, 3)])
def test_the_bands(heat: int, band: int) -> None:
    assert Topic("A", heat).band == band
