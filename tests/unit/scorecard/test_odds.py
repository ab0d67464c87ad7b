"""Odds that a volunteer understands and from which no group can be seen."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.scorecard.rules.card import KEPT_BACK, Begun, Counted, card
from portal.scorecard.rules.odds import Came, Facts, odds_of, percent_on_time
from portal.scorecard.wording import COMMITMENTS

CLOSED = datetime(2026, 6, 1, 11, tzinfo=UTC)
SIZES = {"small": "Small", "large": "Large"}
PROMISED = date(2026, 7, 31)


def came(funded: int, others: int, *, size: str = "small", days: int = 60, reason: str = "need_evidence") -> list[Came]:
    """So many funded with £100, £200, ..., and so many not; all told after so many days."""
    at = CLOSED + timedelta(days=days)
    yes = [Came("fund", (i + 1) * 100_00, "", size, at) for i in range(funded)]
    return yes + [Came("not_funded", 0, reason, size, at) for _ in range(others)]


def facts(*rows: list[Came], slug: str = "one") -> Facts:
    return Facts(slug, f"Round {slug}", CLOSED, PROMISED, [one for row in rows for one in row])


def test_the_sentence_and_every_figure() -> None:
    found = odds_of(facts(came(30, 38)), SIZES)
    assert found.sentence == "Last time 68 groups applied and 30 got money."
    assert (found.applied, found.funded, found.percent) == (68, 30, 44)
    assert (found.given_pence, found.median_pence) == (465 * 100_00, 1550_00)
    assert (found.days, found.on_time) == (60, 100)
    assert len(found.reasons) == 1 and "proof" in found.reasons[0]


@pytest.mark.parametrize(
    ("funded", "others", "applied", "told", "words"),
    [
        (2, 2, None, None, "fewer than 5 groups applied"),
        (4, 9, 13, None, "could be picked out"),
        (9, 4, 13, None, "could be picked out"),
        (5, 5, 10, 5, "10 groups applied and 5 got money."),
        (0, 7, 7, 0, "7 groups applied and none got money."),
        (7, 0, 7, 7, "7 groups applied and 7 got money."),
    ],
)
def test_small_numbers_are_not_told(funded: int, others: int, applied: int, told: int | None, words: str) -> None:
    found = odds_of(facts(came(funded, others)), SIZES)
    assert (found.applied, found.funded) == (applied, told)
    assert words in found.sentence
    if not told:
        assert (found.given_pence, found.median_pence) == (None, None)
    if told is None:
        assert (found.percent, list(found.sizes)) == (None, [])


def test_sizes_hide_each_other() -> None:
    small, large = came(6, 6), came(3, 7, size="large")
    rows = odds_of(facts(small, large), SIZES).sizes
    assert [(row.label, row.applied, row.funded) for row in rows] == [("Small", 12, None), ("Large", 10, None)]
    rows = odds_of(facts(small, came(5, 5, size="large")), SIZES).sizes
    assert [(row.label, row.funded) for row in rows] == [("Small", 6), ("Large", 5)]


def test_a_reason_that_few_were_given_is_not_told() -> None:
    assert odds_of(facts(came(6, 4), came(0, 4, reason="score_low")), SIZES).reasons == ()
    assert len(odds_of(facts(came(6, 6), came(0, 4, reason="score_low")), SIZES).reasons) == 1


def test_on_time_goes_by_the_end_of_the_day_first_promised_in_london() -> None:
    # 31 July 2026 is in summer time: 22:59 UTC is still that day in London, 23:00 UTC is the next.
    last = datetime(2026, 7, 31, 22, 59, tzinfo=UTC)
    for at, share in ((last, 100), (last + timedelta(minutes=1), 0), (None, 0)):
        rows = [Came("not_funded", 0, "", "", at) for _ in range(5)]
        assert percent_on_time([facts(rows)]) == share
    half = [Came("not_funded", 0, "", "", at) for at in [last] * 5 + [None] * 5]
    assert percent_on_time([facts(half)]) == 50
    assert percent_on_time([facts(half[1:])]) is None
    assert percent_on_time([]) is None


def test_the_card_says_what_it_cannot_measure_and_counts_the_rest() -> None:
    at = datetime(2026, 5, 1, 9, tzinfo=UTC)
    answers = [(at, at + timedelta(days=days)) for days in (1, 2, 3, 4, 9)]
    odds = odds_of(facts([Came("fund", 10_000_00, "", "small", at)] * 5, came(0, 5)), SIZES)
    counted = Counted([facts(came(5, 5))], {"one": Begun(20, 10)}, 30, odds.median_pence, answers)
    figures = {one.commitment.key: one.figure for one in card(counted)}
    assert [one.commitment for one in card(counted)] == list(COMMITMENTS) and len(COMMITMENTS) == 8
    assert figures == {
        "time": "50% (10 of 20)", "questions": "3.0 questions for each £1,000", "risk": "", "urgency": "60 days",
        "open": "100%", "flexible": "", "purpose": "3 days", "proportionate": "",
    }  # fmt: skip
    assert all(one.not_measured for one in COMMITMENTS if not figures[one.key])


def test_the_card_keeps_back_what_few_stand_behind() -> None:
    counted = Counted([facts(came(2, 2))], {"one": Begun(8, 4)}, 30, None, [])
    figures = [one.figure for one in card(counted) if one.figure]
    assert figures[:4] == [KEPT_BACK] * 4 and figures[4].startswith("Not shown")
    assert all(value == KEPT_BACK for one in card(counted) for _name, value in one.rows)
