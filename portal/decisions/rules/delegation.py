"""Signing for the Commissioner: in which rounds, and to which day. Facts in, verdicts out."""

from datetime import date, timedelta

from portal.core.dates import date_words
from portal.funds.states import RoundState

MOST_WHY_WORDS = 60
LONGEST = timedelta(days=92)
_SIGNED_IN = (RoundState.ASSESSING, RoundState.DECIDED, RoundState.ANNOUNCED)


def may_delegate(round_state: str) -> str | None:
    """Why nobody can be named in a round now, or None."""
    if round_state in _SIGNED_IN:
        return None
    return "You can name somebody to sign for you from the time when a round is assessed, until it is archived."


def until_problem(until: date | None, today: date) -> str | None:
    """What is wrong with the last day of a delegation, or None."""
    if until is None:
        return "Enter the last day on which they may sign, like 27 3 2027"
    if until < today:
        return "The last day must be today or later"
    last = today + LONGEST
    return (
        f"The last day must be {date_words(last)} or earlier. You can name them again after that"
        if until > last
        else None
    )
