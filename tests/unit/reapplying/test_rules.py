"""Which feedback stands beside which question, and what a page's ticks mean."""

from dataclasses import replace

from portal.reapplying.rules import Note, notes_beside, ticks, weakest_first

PARTNERS = Note("partnership", 1, "Partnership", "fine", "Who does what", "Name them", frozenset({"partners", "need"}))
EVIDENCE = Note("evidence", 4, "Evidence", "improve", "Figures.", "Add two figures.", frozenset({"need"}))
MONEY = Note("money", 6, "Money", "strength", "Nothing.", "Keep it.", frozenset({"budget"}))
NOTES = [PARTNERS, EVIDENCE, MONEY]


def test_a_question_shows_the_notes_on_what_it_counts_towards() -> None:
    assert notes_beside(NOTES, ["budget"]) == [MONEY]
    assert notes_beside(NOTES, ["need"]) == [PARTNERS, EVIDENCE]
    assert notes_beside(NOTES, ["name"]) == []


def test_what_is_still_to_do_comes_first() -> None:
    done = replace(PARTNERS, addressed=True)
    assert notes_beside([done, EVIDENCE], ["need"]) == [EVIDENCE, done]


def test_a_page_speaks_only_for_the_notes_on_it() -> None:
    known = ["partnership", "evidence", "money"]
    assert ticks(["evidence"], ["evidence"], known, {"money"}) == {"evidence", "money"}
    assert ticks(["evidence"], [], known, {"evidence", "money"}) == {"money"}
    assert ticks([], ["evidence"], known, set()) == set(), "a tick for a note that was not on the page"
    assert ticks(["made-up"], ["made-up"], known, set()) == set()


def test_a_workshop_helps_with_the_weakest_that_is_still_open() -> None:
    assert weakest_first(NOTES) == ["evidence", "partnership"]
    assert weakest_first([PARTNERS, replace(EVIDENCE, addressed=True)]) == ["partnership"]
