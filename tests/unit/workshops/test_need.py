"""Weakest principles by kind of group: means, and nothing that shows how a few groups did. And before beside after."""

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.workshops.rules.effect import compared, telling
from portal.workshops.rules.need import (
    ALL,
    FEWEST_SHOWN,
    FIRST,
    LED,
    NeedRow,
    Scored,
    group_rows,
    low_on,
    need_table,
)
from portal.workshops.rules.topics import principles_in, topic_label, topics


def scored(number: int, kind: str, p1: float, p2: float = 4) -> Scored:
    return Scored(number, kind, {"p1": Fraction(p1), "p2": Fraction(p2)})


def many(**kinds: int) -> list[Scored]:
    found: list[Scored] = []
    for kind, count in kinds.items():
        found += [scored(len(found) + i, kind, 2) for i in range(count)]
    return found


def shown(rows: list[Scored]) -> tuple[list[tuple[str, int]], tuple[str, ...]]:
    table = need_table(rows)
    return [(row.kinds[0], row.applications) for row in table.rows], table.together.kinds if table.together else ()


def test_a_round_with_fewer_than_five_shows_nothing() -> None:
    table = need_table(many(cio=4))
    assert (table.everyone, table.rows, table.together) == (None, [], None)


@pytest.mark.parametrize(
    ("kinds", "rows", "together"),
    [
        ({"cio": 6, "cic": 5}, [("cio", 6), ("cic", 5)], ()),
        ({"cio": 9, "cic": 3, "school": 3}, [("cio", 9)], ("cic", "school")),
        ({"cio": 9, "cic": 6, "school": 3}, [("cio", 9)], ("cic", "school")),  # one alone would be total minus the rest
        ({"cio": 9, "cic": 6, "a": 1, "b": 1}, [("cio", 9)], ("a", "b", "cic")),  # two together are still a few
        ({"cio": 9, "cic": 3}, [], ()),
        ({"a": 2, "b": 2, "c": 2}, [], ()),
    ],
)
def test_small_kinds_hide_behind_others(kinds: dict[str, int], rows: list[object], together: tuple[str, ...]) -> None:
    assert shown(many(**kinds)) == (rows, together)


@given(st.lists(st.sampled_from("abcdef"), max_size=60))
def test_nothing_shown_and_no_difference_is_about_a_few(kinds: list[str]) -> None:
    table = need_table([scored(i, kind, 3) for i, kind in enumerate(kinds)])
    sizes = Counter(kinds)
    rows: list[NeedRow] = [row for row in (*table.rows, table.together) if row]
    assert all(row.applications >= FEWEST_SHOWN for row in rows)
    if table.everyone and rows:
        hidden = set(kinds) - {kind for row in rows for kind in row.kinds}
        assert not hidden  # every kind is in a row, so the total gives away nothing more
        assert table.together is None or len(table.together.kinds) > 1
        assert sum(row.applications for row in rows) == table.everyone.applications == sum(sizes.values())


def test_means_are_exact_and_the_two_weakest_are_named() -> None:
    rows = [Scored(i, "cio", {"p1": Fraction(i), "p2": Fraction(5), "p3": Fraction(1, 3)}) for i in range(5)]
    everyone = need_table(rows).everyone
    assert everyone is not None
    assert everyone.means == {"p1": 2, "p2": 5, "p3": Fraction(1, 3)}
    assert everyone.weakest == ("p3", "p1")


def test_low_is_below_good_enough_for_the_kinds_that_are_meant() -> None:
    rows = [scored(1, "cio", 2.5), scored(2, "cio", 3), scored(3, "cic", 0)]
    assert low_on(rows, "p1") == [1, 3]
    assert low_on(rows, "p1", ["cic"]) == [3]
    assert low_on(rows, "p9") == []


def test_those_who_came_stand_beside_those_who_did_not() -> None:
    before = [scored(1, "cio", 2), scored(2, "cio", 2), scored(3, "cio", 3), scored(9, "cio", 0)]
    after = [scored(1, "cio", 4), scored(2, "cio", 3), scored(3, "cio", 3), scored(8, "cio", 5)]
    (row,) = compared(before, after, {1, 2, 8, 9}, ["p1"])
    assert (row.came.organisations, row.came.before, row.came.after) == (2, 2, Fraction(7, 2))
    assert (row.others.organisations, row.others.change) == (1, 0)
    words = telling([row])
    assert "went up more" in words and "2 that came and 1 that did not" in words and "does not prove why" in words


def test_the_sentence_claims_nothing_without_numbers() -> None:
    rows = compared([scored(1, "cio", 2)], [scored(1, "cio", 3)], set(), ["p1"])
    assert telling(rows).startswith("No group that came has applied in both rounds yet")
    rows = compared([scored(1, "cio", 2)], [scored(1, "cio", 3)], {1}, ["p1"])
    assert telling(rows).startswith("There is no group to compare with")
    worse = compared([scored(1, "a", 3), scored(2, "a", 2)], [scored(1, "a", 2), scored(2, "a", 3)], {1}, ["p1", "p2"])
    assert telling(worse).startswith("Of the 2 principles of this workshop, 0 went up more")


def test_topics_are_the_eight_principles_and_the_kinds_of_help() -> None:
    assert [topic.value for topic in topics() if topic.principle] == [f"p{n}" for n in range(1, 9)]
    assert {"writing", "budget"} <= {topic.value for topic in topics() if not topic.principle}
    assert principles_in(["writing", "p4", "p1"]) == ["p1", "p4"]
    assert topic_label("p4") == "Data and evidence" and topic_label("gone") == "gone"


def mixed(led: int, others: int, first: int = 0) -> list[Scored]:
    """So many by-and-for groups weak on p1, and others strong on it; the first few apply for the first time."""
    rows = [(True, 1)] * led + [(False, 5)] * others
    return [
        Scored(i, "cio", {"p1": Fraction(points), "p2": Fraction(4)}, is_led, i < first)
        for i, (is_led, points) in enumerate(rows)
    ]


@pytest.mark.parametrize(
    ("led", "others", "told"), [(5, 5, True), (4, 6, False), (6, 4, False), (7, 0, True), (0, 9, False)]
)
def test_a_group_is_told_only_where_neither_it_nor_the_others_are_few(led: int, others: int, told: bool) -> None:
    found = group_rows(mixed(led, others))
    assert (found[LED] is not None) == told
    assert found[ALL] is not None and found[FIRST] is None


def test_the_weakest_principle_is_that_of_the_group() -> None:
    rows = mixed(5, 9, first=6)
    found = group_rows(rows)
    assert found[ALL] is not None and found[LED] is not None and found[FIRST] is not None
    assert (found[LED].means["p1"], found[FIRST].means["p1"], found[FIRST].applications) == (1, Fraction(10, 6), 6)
    assert low_on(rows, "p1", group=LED) == [0, 1, 2, 3, 4] == low_on(rows, "p1")
    assert low_on(mixed(5, 5, first=2), "p1", group=FIRST) == [0, 1]
