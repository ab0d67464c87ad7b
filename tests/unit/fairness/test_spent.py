"""From opening to sending: middle, shortest, longest; what is not known is counted apart."""

from datetime import UTC, datetime, timedelta

from portal.fairness.rules.spent import Sent, Spent, spent

START = datetime(2026, 11, 2, 9, tzinfo=UTC)


def sent(who: str, minutes: int | None) -> Sent:
    """Opened at nine and sent so many minutes later; None: never opened."""
    opened = None if minutes is None else START
    return Sent(len(who), who, opened, START + timedelta(minutes=minutes or 0))


def test_each_person_and_all_together() -> None:
    together, people = spent([sent("Bo", 10), sent("Ada", 30), sent("Ada", 60), sent("Ada", None), sent("Ada", 45)])
    assert people == [Spent("Ada", 3, 1, 2700, 1800, 3600), Spent("Bo", 1, 0, 600, 600, 600)]
    assert together == Spent("All", 4, 1, 2250, 600, 3600)


def test_what_was_first_opened_after_sending_is_not_known() -> None:
    together, _ = spent([sent("Ada", -5)])
    assert together == Spent("All", 0, 1, None, None, None)


def test_nobody_has_sent_anything() -> None:
    assert spent([]) == (Spent("All", 0, 0, None, None, None), [])
