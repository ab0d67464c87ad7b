"""Which members a list asks for, how dark a district is, and small numbers kept back."""

from hypothesis import given
from hypothesis import strategies as st

from portal.core.disclosure import FEWEST_SHOWN
from portal.network.rules import (
    TILES,
    Asked,
    Gap,
    Wanted,
    Word,
    choices,
    shade,
    success_gap,
    wanted_from,
    word_of,
)

GAPS = st.lists(st.builds(Asked, st.sampled_from(list(Word)), st.integers(1, 9), st.integers(0, 2)), max_size=40)


def test_a_list_asks_only_for_what_is_known() -> None:
    typed = {"search": "club", "state": "draft", "district": "E06000045", "kind": "pirates", "sort": "sideways"}
    wanted = wanted_from(typed)
    assert wanted == Wanted(search="club", district="E06000045")
    assert wanted.filled() == {"search": "club", "district": "E06000045"}
    assert wanted.more and not wanted_from({"search": "x", "state": "approved", "sort": "ending"}).more


def test_every_district_has_one_tile_of_its_own() -> None:
    assert {tile.code for tile in TILES} == set(choices()["district"])
    assert len({(tile.column, tile.row) for tile in TILES}) == len(TILES) == 14


def test_shades_grow_with_the_count() -> None:
    assert [shade(count, 40) for count in (0, 1, 10, 11, 20, 30, 31, 40)] == [0, 1, 1, 2, 2, 3, 4, 4]
    assert shade(0, 0) == 0 and shade(1, 1) == 1


def test_only_yes_and_no_are_words() -> None:
    assert [word_of(typed) for typed in ("yes", "no", "not_sure", "prefer_not", "")] == [
        Word.YES,
        Word.NO,
        Word.NOT_SAID,
        Word.NOT_SAID,
        Word.NOT_SAID,
    ]


def asked(word: Word, funded: int, others: int) -> list[Asked]:
    return [Asked(word, 1000, 500)] * funded + [Asked(word, 1000, 0)] * others


def test_large_groups_are_told() -> None:
    gaps = success_gap(asked(Word.YES, 5, 10) + asked(Word.NO, 10, 10))
    assert gaps[0] == Gap(Word.YES, 15, 5, 33, 15_000, 2_500)
    assert gaps[1] == Gap(Word.NO, 20, 10, 50, 20_000, 5_000)
    assert gaps[2] == Gap(Word.NOT_SAID, 0, 0, None, 0, 0)


def test_a_small_group_is_kept_back_and_takes_the_next_smallest_with_it() -> None:
    gaps = {
        gap.word: gap
        for gap in success_gap(asked(Word.YES, 1, 3) + asked(Word.NO, 10, 10) + asked(Word.NOT_SAID, 5, 5))
    }
    assert gaps[Word.YES].applied is gaps[Word.NOT_SAID].applied is None
    assert gaps[Word.NO].applied == 20


def test_few_funded_or_few_not_funded_are_kept_back() -> None:
    assert success_gap(asked(Word.YES, 4, 10))[0] == Gap(Word.YES, 14, None, None, 14_000, None)
    assert success_gap(asked(Word.YES, 10, 1))[0].percent is None
    assert success_gap(asked(Word.YES, 0, 10))[0].percent == 0


@given(GAPS)
def test_no_small_number_is_ever_told_nor_left_alone_to_be_worked_out(rows: list[Asked]) -> None:
    gaps = success_gap(rows)
    for gap in gaps:
        for told in (gap.applied, gap.funded):
            assert told is None or told == 0 or told >= FEWEST_SHOWN
        if gap.applied is not None and gap.funded is not None:
            assert gap.applied - gap.funded == 0 or gap.applied - gap.funded >= FEWEST_SHOWN
    hidden = [gap for gap in gaps if gap.applied is None]
    there = {one.word for one in rows}
    assert len(hidden) != 1 or len(there) == 1
