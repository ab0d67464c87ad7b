"""When a release may be set, and which principles still lack words."""

from datetime import UTC, date, datetime

import pytest

from portal.feedback.complete import without_feedback
from portal.feedback.models import PrincipleFeedback
from portal.feedback.promise import hour_problem
from portal.funds.models import Criterion

NOW, DAY = datetime(2026, 11, 28, 9, tzinfo=UTC), date(2026, 12, 4)


@pytest.mark.parametrize(
    ("at", "now", "begins"),
    [
        (datetime(2026, 12, 4, 23, 59, tzinfo=UTC), NOW, None),
        (datetime(2026, 12, 5, 0, 0, tzinfo=UTC), NOW, "Enter a day up to Friday 4 December 2026"),
        (NOW, NOW, "Enter a day and a time that are still to come"),
        (datetime(2027, 3, 1, tzinfo=UTC), NOW, "Enter a day within the next 90 days"),
        (datetime(2026, 12, 7, 9, tzinfo=UTC), datetime(2026, 12, 5, 9, tzinfo=UTC), None),
    ],
)
def test_the_hour(at: datetime, now: datetime, begins: str | None) -> None:
    found = hour_problem(at, now, DAY)
    assert found is None if begins is None else str(found).startswith(begins)


def test_every_principle_with_a_score_needs_all_four_texts() -> None:
    criteria = [Criterion(id=n, number=n, short_name=f"Name {n}") for n in (1, 2, 3)]
    whole = PrincipleFeedback(criterion_id=1, strong="a", missing="b", change_first="c", stronger="d")
    half = PrincipleFeedback(criterion_id=2, strong="a", missing="b", change_first="c", stronger=" ")
    blank = PrincipleFeedback(criterion_id=3, strong="a", missing=" ", change_first="c", stronger="d")
    assert without_feedback(criteria, {1, 2}, [whole, half]) == ("2. Name 2",)
    assert without_feedback(criteria, {1, 3}, [whole, blank]) == ("3. Name 3",)
    assert without_feedback(criteria, {1, 2, 3}, [whole]) == ("2. Name 2", "3. Name 3")
    assert without_feedback(criteria, set(), []) == ()
