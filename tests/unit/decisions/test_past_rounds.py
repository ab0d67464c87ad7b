"""Earlier rounds in figures that point at nobody."""

import pytest

from portal.core.clock import now
from portal.decisions.rules import Past, past_round, small_count
from portal.decisions.wording import main_reason_text


def funded(pence: int) -> Past:
    return Past("fund", pence, pence, "")


def declined(reason: str) -> Past:
    return Past("not_funded", 0, 500_00, reason)


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0"), (1, "fewer than 5"), (4, "fewer than 5"), (5, "5"), (1200, "1,200")]
)
def test_small_counts_are_not_told(number: int, words: str) -> None:
    assert small_count(number) == words


def test_sums_and_the_middle_grant_stand_on_five_groups_or_more() -> None:
    awards = [funded(pence) for pence in (1_000_00, 2_000_00, 3_000_00, 10_000_00)]
    few = past_round("a", "A", now(), [*awards, declined("")])
    assert (few.applied, few.funded, few.asked_pence) == ("5", "fewer than 5", 16_500_00)
    assert (few.awarded_pence, few.median_pence, few.reasons) == (None, None, ())
    enough = past_round("a", "A", now(), [*awards, Past("part_fund", 4_000_00, 8_000_00, "")])
    assert (enough.funded, enough.awarded_pence, enough.median_pence) == ("5", 20_000_00, 3_000_00)
    assert past_round("a", "A", now(), awards).asked_pence is None


def test_reasons_come_with_the_most_common_first_and_only_when_many_were_not_funded() -> None:
    rows = [declined("need_evidence")] * 3 + [declined("not_eligible")] * 2
    told = past_round("a", "A", now(), rows).reasons
    assert told == (main_reason_text("need_evidence"), main_reason_text("not_eligible"))
    assert past_round("a", "A", now(), rows[:4]).reasons == ()
