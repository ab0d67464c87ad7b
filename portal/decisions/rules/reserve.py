"""Late money: when and how far a round's budget may be raised. Facts in, verdicts out."""

from portal.core.money import format_pounds
from portal.core.text import count_words
from portal.funds.states import RoundState

MOST_BUDGET_PENCE = 20_000_000_00
MOST_RAISE_WORDS = 150


def may_raise(state: str) -> str | None:
    """Why the budget of a round in this state cannot be raised, or None."""
    if state in (RoundState.ASSESSING, RoundState.DECIDED, RoundState.ANNOUNCED):
        return None
    return "The budget can be raised from the start of assessing until the round is archived."


def raise_problems(after_pence: int | None, reason: str, *, before_pence: int) -> list[tuple[str, str]]:
    """(field, message) of what is wrong with a new budget; `after_pence` is None when what was typed is no amount."""
    found = []
    if after_pence is None:
        found.append(("amount", "Enter the whole new budget in pounds, like 250,000"))
    elif after_pence <= before_pence:
        found.append(("amount", f"The new budget must be more than the {format_pounds(before_pence)} that it is now"))
    elif after_pence > MOST_BUDGET_PENCE:
        found.append(("amount", f"The new budget must be {format_pounds(MOST_BUDGET_PENCE)} or less"))
    if not reason.strip():
        found.append(("reason", "Enter where the money comes from"))
    elif (over := count_words(reason) - MOST_RAISE_WORDS) > 0:
        found.append(("reason", f"Your reason must be {MOST_RAISE_WORDS} words or fewer. It is {over:,} too long"))
    return found
