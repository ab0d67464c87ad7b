"""Where a phrase fits, and what is only phrases."""

import pytest

from portal.feedback.rules.guide import AVOIDED, advice_on
from portal.feedback.rules.specific import followed
from portal.phrases.rules import BANDS, KINDS, Facts, gaps, is_only_stock, principles, starting_phrases, stock_of


def test_the_starting_phrases_fit_somewhere_and_have_gaps() -> None:
    known = starting_phrases()
    assert len({key for key, _ in known}) == len(known)
    for key, facts in known:
        assert facts.kind in KINDS, key
        assert facts.principle in ("", *principles()), key
        assert facts.band in ("", *BANDS), key
        assert gaps(facts.words), key
        assert advice_on(facts.words) == [], key


@pytest.mark.parametrize(
    ("kind", "principle", "band", "offered"),
    [
        ("strong", "p1", "improve", True),
        ("strong", "p2", "fine", True),
        ("missing", "p1", "fine", False),
    ],
)
def test_any_principle_and_any_score(kind: str, principle: str, band: str, offered: bool) -> None:
    assert Facts("strong", "", "", "x").fits(kind, principle, band) == offered
    assert not Facts("strong", "p3", "", "x").fits(kind, principle, band)
    assert not Facts("strong", "", "strength", "x").fits(kind, principle, band)


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("You named [partner]. It was clear.", True),
        ("you  NAMED partner!", True),
        ("You named.", True),
        ("It was clear. You named partner.", True),
        ("You named Tide Hall.", False),
        ("It was clear. So was your budget.", False),
        ("", False),
    ],
)
def test_only_phrases(text: str, only: bool) -> None:
    assert is_only_stock(text, stock_of(["You named [partner].", "It was clear."])) == only


def test_a_change_that_was_made_its_own_follows_nothing() -> None:
    before = {"change-1": "A.", "change-2": "B.", "change_first-4": "A."}
    assert followed(before, before | {"change_first-4": "A2."})["change-1"] == "A2."
    assert followed(before, before | {"change_first-4": "A2.", "change-1": "Own."})["change-1"] == "Own."
    assert followed(before, before | {"change_first-4": ""})["change-1"] == "A."


def test_the_guide_and_the_check_say_the_same() -> None:
    for one in AVOIDED:
        assert advice_on(f"It was {one.said} here.") == [one.advice]
