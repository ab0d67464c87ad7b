"""Until when a group may ask, by when the office answers, and when it is reminded."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime

from portal.accounts.models import Account
from portal.core.clock import london
from portal.core.dates import weekday_words
from portal.organisations.rules import working_days_after

DAYS_TO_ASK = 20
DAYS_TO_ANSWER = 5
MOST_QUESTION_WORDS = 150
MOST_ANSWER_WORDS = 300


def last_day_to_ask(released_at: datetime) -> date:
    """The last day, London's, on which a group may ask: twenty working days after the release."""
    return working_days_after(london(released_at).date(), DAYS_TO_ASK)


def may_ask(released_at: datetime | None, today: date) -> bool:
    """Whether a group may still ask today; never before the release."""
    return released_at is not None and today <= last_day_to_ask(released_at)


def answer_due(asked_on: date) -> date:
    """The day by which a question of that day is answered: five working days later."""
    return working_days_after(asked_on, DAYS_TO_ANSWER)


def reminder(due_on: date, today: date) -> str:
    """Which reminder is due: `overdue`, `soon` (today or on the next working day), or none (empty)."""
    if due_on < today:
        return "overdue"
    return "soon" if due_on <= working_days_after(today, 1) else ""


def to_remind(staff: Sequence[Account], owner_id: int | None, away: AbstractSet[int]) -> list[Account]:
    """Who is reminded of a question: the owner of its application; every officer where that is nobody who can answer.

    `away` are the accounts with a link to the group.
    """
    can_answer = [one for one in staff if one.id not in away]
    return [one for one in can_answer if one.id == owner_id] or can_answer


def due_words(due_on: date, today: date) -> str:
    """When an answer is due, as the office reads it."""
    if due_on < today:
        return f"Overdue since {weekday_words(due_on)}"
    return "Due today" if due_on == today else f"Due by {weekday_words(due_on)}"
