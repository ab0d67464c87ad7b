"""Cells and outliers, what may be recorded, the room, the minutes."""

from datetime import UTC, datetime
from fractions import Fraction

import pytest

from portal.assessment.rules import Given, panel
from portal.moderation.rules.minutes import Came, ItemMinutes, Settled, absent, items_in, movements, part_of
from portal.moderation.rules.room import (
    Place,
    Step,
    acting_chair,
    has_quorum,
    may_come_back,
    must_go_out,
    places,
)
from portal.moderation.rules.scores import Agreed, cells, plain, points_words, problems

NAMES = {1: "Working in partnership", 2: "Careful with public money"}
NONE: frozenset[int] = frozenset()


def given(*points: int) -> list[Given]:
    return [Given(who, 1, p) for who, p in enumerate(points, 1)]


@pytest.mark.parametrize(
    ("points", "median", "said", "apart", "outliers"),
    [
        ((3,), "3", "all three (3)", False, ()),
        ((1, 4), "2.5", "one to four (1 to 4)", True, ()),  # of two, neither is the odd one out
        ((3, 3, 3), "3", "all three (3)", False, ()),
        ((3, 3, 5), "3", "three to five (3 to 5)", True, (3,)),
        ((3, 4, 5), "4", "three to five (3 to 5)", True, (1, 3)),  # 1.5 from the median of the others counts
        ((2, 3, 3, 3), "3", "two to three (2 to 3)", False, ()),
        ((0, 0, 5, 5), "2.5", "nought to five (0 to 5)", True, (1, 2, 3, 4)),
    ],
)
def test_a_cell(points: tuple[int, ...], median: str, said: str, apart: bool, outliers: tuple[int, ...]) -> None:
    cell = cells(given(*points))[1]
    assert (plain(cell.median), cell.said, cell.apart, cell.outliers) == (median, said, apart, outliers)


def test_half_points_in_words() -> None:
    assert [points_words(halves) for halves in (0, 1, 7, 10)] == ["0", "0.5", "3.5", "5"]


@pytest.mark.parametrize(
    ("agreed", "had", "fields"),
    [
        ({1: Agreed(7, "We agree.")}, NONE, []),
        ({}, NONE, ["points-1"]),
        ({1: Agreed(7, " ")}, NONE, ["reason-1"]),
        ({1: Agreed(None, "Because")}, NONE, ["points-1"]),
        ({1: Agreed(11, "Because")}, NONE, ["points-1"]),
        ({1: Agreed(7, "word " * 151)}, NONE, ["reason-1"]),
        ({1: Agreed(None, ""), 2: Agreed(4, "So.")}, frozenset({1}), ["points-1"]),  # it cannot go away again
    ],
)
def test_what_may_be_recorded(agreed: dict[int, Agreed], had: frozenset[int], fields: list[str]) -> None:
    assert [field for field, _ in problems(agreed, NAMES, had)] == fields


def test_what_the_panel_agreed_takes_the_place_of_the_mean_and_the_spread_stays() -> None:
    scores = [*given(1, 5), Given(1, 2, 4), Given(2, 2, 4)]
    before, after = panel(scores, {1: 1, 2: 1}), panel(scores, {1: 1, 2: 1}, {1: Fraction(9, 2), 9: Fraction(1)})
    assert (before.total, after.total) == (Fraction(28), Fraction(34))
    assert (after.spreads[1].lowest, after.spreads[1].highest, after.spreads[1].mean) == (1, 5, 3)
    assert after.moderated and not before.moderated
    assert str(after.spreads[1].shown) == "4.5"


def test_coming_and_going() -> None:
    steps = [
        Step(1, "present"),
        Step(2, "present"),
        Step(2, "out"),
        Step(3, "present"),
        Step(3, "left"),
        Step(9, "out"),
    ]
    where = places([1, 2, 3, 4], steps)
    assert where == {1: Place.IN, 2: Place.OUT, 3: Place.GONE, 4: Place.ABSENT}
    assert may_come_back(where, NONE) == [2]
    assert may_come_back(where, {2}) == []
    assert must_go_out(where, {1, 3, 4}) == [1]


def test_the_chair_passes_to_the_next_who_is_there_and_may_hear() -> None:
    where = {1: Place.IN, 2: Place.ABSENT, 3: Place.IN, 4: Place.IN}
    assert acting_chair([1, 2, 3, 4], where, NONE) == 1
    assert acting_chair([1, 2, 3, 4], where, {1}) == 3
    assert acting_chair([1, 2, 3, 4], where, {1, 3, 4}) is None


def test_whoever_must_not_hear_does_not_count_for_the_quorum() -> None:
    where = {1: Place.IN, 2: Place.IN, 3: Place.OUT}
    assert has_quorum(where, NONE, 2)
    assert not has_quorum(where, {2}, 2)


def at(hour: int, minute: int) -> datetime:
    return datetime(2026, 1, 14, hour, minute, tzinfo=UTC)


def test_the_minutes_say_who_came_and_went_and_when() -> None:
    came = [
        Came("Cara", "present", at(14, 0)),
        Came("Cara", "left", at(14, 32)),
        Came("Dev", "out", at(14, 40), 7),
        Came("Cara", "returned", at(14, 51)),
    ]
    assert movements(came, None) == ["Cara present from 2pm, left 2:32pm, returned 2:51pm"]
    assert movements(came, 7) == ["Dev left the room 2:40pm"]
    assert absent(["Cara", "Dev", "Eve"], came) == "Dev and Eve"


def test_what_is_signed_can_be_read_back_and_any_change_shows() -> None:
    item = ItemMinutes("A-1", "Group", "Project", "Asha", ["Dev left"], 3, [Settled("1. One", "3.5", "So.")], "Fund.")
    text, digest = part_of([item], {"place": "Room 2"})
    assert items_in(text) == {"A-1": item}
    assert part_of([item], {"place": "Room 3"})[1] != digest
