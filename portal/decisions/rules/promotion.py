"""Money for the reserve list: who may be promoted, in which order, with how much. Facts in, verdicts out."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.applications.states import ApplicationState
from portal.core.money import format_pounds
from portal.core.text import count_words
from portal.decisions.models import Outcome
from portal.decisions.rules.conditions import condition_problems
from portal.funds.states import RoundState

MOST_REASON_WORDS = 150


@dataclass(frozen=True)
class Offer:
    """What an officer proposes for one of the reserve list. `amount_pence` is None when what was typed is no amount.

    `order_reason` says why others that stand before it wait; `conditions` are one a line.
    """

    amount_pence: int | None
    reason: str
    order_reason: str = ""
    conditions: str = ""


@dataclass(frozen=True)
class Place:
    """One of the reserve list, in its order. `provided`: it is promoted, or proposed beside the one in question."""

    reference: str
    title: str
    provided: bool


def ahead_of(reference: str, places: Sequence[Place]) -> list[str]:
    """The titles of those that stand before an application on the reserve list and are not provided for."""
    found = []
    for place in places:
        if place.reference == reference:
            break
        if not place.provided:
            found.append(place.title)
    return found


def may_promote(round_state: str, application_state: str) -> str | None:
    """Why an application cannot be promoted now, or None."""
    if round_state not in (RoundState.DECIDED, RoundState.ANNOUNCED):
        return "The reserve list can be funded once every decision of the round is signed, until the round is archived."
    if application_state == ApplicationState.APPROVED:
        return "This application is funded from the reserve list already."
    return None if application_state == ApplicationState.RESERVE else "This application is not on the reserve list."


def offer_problems(offer: Offer, *, asked_pence: int, ahead: Sequence[str]) -> list[tuple[str, str]]:
    """(field, message) of what is wrong with an offer, in the order of the form; `ahead` as `ahead_of` gives it."""
    found = []
    if offer.amount_pence is None:
        found.append(("amount", "Enter the amount in pounds, like 5,000"))
    elif not 0 < offer.amount_pence <= asked_pence:
        most = format_pounds(asked_pence)
        found.append(("amount", f"Amount must be more than £0, and the {most} that was asked for or less"))
    found += _words("reason", offer.reason, "Enter why it can be funded now")
    if ahead or offer.order_reason.strip():
        found += _words("order_reason", offer.order_reason, "Enter why those that stand before it wait")
    return found + condition_problems(offer.conditions)


def _words(field: str, text: str, missing: str) -> list[tuple[str, str]]:
    if not text.strip():
        return [(field, missing)]
    over = count_words(text) - MOST_REASON_WORDS
    return (
        [(field, f"Your reason must be {MOST_REASON_WORDS} words or fewer. It is {over:,} too long")]
        if over > 0
        else []
    )


def outcome_of(amount_pence: int, asked_pence: int) -> Outcome:
    """Fund for all that was asked for, fund in part for less."""
    return Outcome.FUND if amount_pence == asked_pence else Outcome.PART_FUND


def out_of_order(title: str, ahead: Sequence[str], order_reason: str) -> str | None:
    """Why an application cannot be signed while others stand before it, or None."""
    if not ahead or order_reason:
        return None
    first = ahead[0]
    return (
        f"{first} stands before {title} on the reserve list. Sign both together, or ask the officer to say why {first} "
        "waits."
    )
