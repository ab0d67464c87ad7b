"""The countdown to the promised day, in whole days; late is said plainly."""

from datetime import date

import pytest

from portal.applications.rules.promise import is_late, when_words
from portal.feedback.promise import Due, due
from portal.funds.models import Round
from portal.funds.rules import first_promise

DAY = date(2026, 12, 4)


@pytest.mark.parametrize(
    ("today", "words", "late"),
    [
        (date(2026, 11, 28), "You will hear by Friday 4 December 2026, in 6 days.", False),
        (date(2026, 12, 2), "You will hear by Friday 4 December 2026, in 2 days.", False),
        (date(2026, 12, 3), "You will hear by Friday 4 December 2026. That is tomorrow.", False),
        (date(2026, 12, 4), "You will hear by Friday 4 December 2026. That is today.", False),
        (
            date(2026, 12, 5),
            "We said you would hear by Friday 4 December 2026. We are 1 day late, and we are sorry. "
            "We have not set a new day yet.",
            True,
        ),
    ],
)
def test_the_countdown(today: date, words: str, late: bool) -> None:
    round_ = Round(decision_on=DAY, state="assessing")
    assert (when_words(round_, today), is_late(round_, today)) == (words, late)


def test_an_announced_round_is_never_late() -> None:
    assert not is_late(Round(decision_on=DAY, state="announced"), date(2027, 1, 1))


def test_the_first_promise_outlasts_new_days() -> None:
    assert first_promise(Round(promised_on=DAY, decision_on=date(2027, 1, 1))) == DAY
    assert first_promise(Round(promised_on=None, decision_on=DAY)) == DAY


@pytest.mark.parametrize(
    ("today", "found"),
    [(date(2026, 11, 28), None), (date(2026, 11, 29), Due.NEAR), (DAY, Due.NEAR), (date(2026, 12, 5), Due.LATE)],
)
def test_what_officers_are_told(today: date, found: Due | None) -> None:
    assert due(DAY, today) == found
