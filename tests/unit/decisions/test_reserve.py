"""When and how far a budget may be raised."""

import pytest

from portal.decisions.rules.reserve import may_raise, raise_problems


@pytest.mark.parametrize(
    ("state", "may"),
    [
        ("drafting", False),
        ("published", False),
        ("assessing", True),
        ("decided", True),
        ("announced", True),
        ("archived", False),
    ],
)
def test_only_from_assessing_until_the_round_is_archived(state: str, may: bool) -> None:
    assert (may_raise(state) is None) == may


@pytest.mark.parametrize(
    ("after", "reason", "messages"),
    [
        (10_000_01, "More from the office.", []),
        (20_000_000_00, "word " * 150, []),
        (None, "x", ["Enter the whole new budget in pounds, like 250,000"]),
        (10_000_00, "x", ["The new budget must be more than the £10,000 that it is now"]),
        (20_000_000_01, "x", ["The new budget must be £20,000,000 or less"]),
        (10_000_01, " ", ["Enter where the money comes from"]),
        (10_000_01, "word " * 152, ["Your reason must be 150 words or fewer. It is 2 too long"]),
        (None, "", ["Enter the whole new budget in pounds, like 250,000", "Enter where the money comes from"]),
    ],
)
def test_more_than_now_with_a_reason(after: int | None, reason: str, messages: list[str]) -> None:
    assert [message for _field, message in raise_problems(after, reason, before_pence=10_000_00)] == messages
