"""What can be recommended, what can be signed, and how the money stands. Facts in, verdicts out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from portal.applications.states import DECIDED, ApplicationState
from portal.core.dates import datetime_words
from portal.core.disclosure import FEWEST_SHOWN
from portal.core.money import format_pounds
from portal.core.text import count_words
from portal.decisions.models import OUTCOME_LABELS, Outcome
from portal.decisions.rules.conditions import condition_problems, settled_conditions
from portal.decisions.wording import NOT_ELIGIBLE, main_reason_text, main_reasons

MOST_REASON_WORDS = 300
OUTSIDE = frozenset({ApplicationState.DRAFT, ApplicationState.WITHDRAWN})
RECOMMENDABLE = frozenset({ApplicationState.MODERATION, ApplicationState.INELIGIBLE, ApplicationState.RECOMMENDED})
PAID = (Outcome.FUND, Outcome.PART_FUND)
MOVES = {
    Outcome.FUND: "approve",
    Outcome.PART_FUND: "approve",
    Outcome.RESERVE: "reserve",
    Outcome.NOT_FUNDED: "decline",
}


@dataclass(frozen=True)
class Budget:
    """A round's money in pence: the pot, what is signed away, and what is recommended but not signed."""

    pot: int
    committed: int
    recommended: int

    @property
    def left(self) -> int:
        """What would be left if all that is recommended were signed; below zero when that is too much."""
        return self.pot - self.committed - self.recommended


@dataclass(frozen=True)
class Proposal:
    """What an officer wants to recommend. `amount_pence` is None when what was typed is no amount.

    `conditions` are one a line, for those with money.
    """

    outcome: str
    amount_pence: int | None
    reason: str
    main_reason: str = ""
    conditions: str = ""


def settled(proposal: Proposal, asked_pence: int) -> Proposal:
    """The same proposal with the amount that its outcome implies, and with conditions only where there is money."""
    implied = {Outcome.FUND: asked_pence, Outcome.RESERVE: 0, Outcome.NOT_FUNDED: 0}
    amount = implied.get(Outcome(proposal.outcome)) if proposal.outcome in set(Outcome) else None
    main = proposal.main_reason if proposal.outcome == Outcome.NOT_FUNDED else ""
    kept = proposal.amount_pence if amount is None else amount
    conditions = settled_conditions(proposal.conditions) if proposal.outcome in PAID else ""
    return Proposal(proposal.outcome, kept, proposal.reason, main, conditions)


def outcomes_for(*, eligible: bool) -> list[Outcome]:
    """What may be recommended: anything for an application that was scored, one thing for one that could not be."""
    return list(Outcome) if eligible else [Outcome.NOT_FUNDED]


def problems(proposal: Proposal, *, asked_pence: int, eligible: bool) -> list[tuple[str, str]]:
    """(field, message) of what is wrong with a proposal, in the order of the form."""
    found: list[tuple[str, str]] = []
    if proposal.outcome not in outcomes_for(eligible=eligible):
        found.append(("outcome", "Choose what you recommend"))
    if proposal.outcome == Outcome.PART_FUND:
        found += _amount_problems(proposal.amount_pence, asked_pence)
    if proposal.outcome == Outcome.NOT_FUNDED and proposal.main_reason not in _reasons(eligible):
        found.append(("main_reason", "Choose the main reason"))
    if not proposal.reason.strip():
        found.append(("reason", "Enter the reason for your recommendation"))
    elif (over := count_words(proposal.reason) - MOST_REASON_WORDS) > 0:
        found.append(("reason", f"Your reason must be {MOST_REASON_WORDS} words or fewer. It is {over:,} too long"))
    return found + condition_problems(proposal.conditions)


def _reasons(eligible: bool) -> set[str]:
    return set(main_reasons()) if eligible else {NOT_ELIGIBLE}


def _amount_problems(amount: int | None, asked: int) -> list[tuple[str, str]]:
    if amount is None:
        return [("amount", "Enter the amount in pounds, like 5,000")]
    if amount <= 0 or amount >= asked:
        return [("amount", f"Amount must be more than £0 and less than the {format_pounds(asked)} that was asked for")]
    return []


def may_recommend(state: str) -> str | None:
    """Why an application cannot be recommended now, or None."""
    if state in RECOMMENDABLE:
        return None
    if state in DECIDED:
        return "The decision on this application is signed, so the recommendation can no longer be changed."
    return "This application can be recommended once all its assessors have scored it."


@dataclass(frozen=True)
class Standing:
    """How one recommendation stands when somebody wants to sign it."""

    reference: str
    recommended_by_id: int | None
    revision: int
    sent_back: bool
    amount_pence: int


def may_sign(standing: Standing, *, signer_id: int | None, revision: int) -> str | None:
    """Why somebody cannot sign a recommendation that they read at `revision`, or None."""
    if standing.recommended_by_id is None or standing.recommended_by_id == signer_id:
        return f"You recommended {standing.reference} yourself. Someone else must sign it."
    if standing.sent_back:
        return f"The recommendation on {standing.reference} was sent back to the officer. Wait for the new one."
    if standing.revision != revision:
        return f"The recommendation on {standing.reference} was changed since you opened the page. Read it again."
    return None


def already_signed(reference: str, name: str, at: datetime, outcome: str, amount_pence: int) -> str:
    """What somebody reads who came second."""
    what = OUTCOME_LABELS[Outcome(outcome)] + (f", {format_pounds(amount_pence)}" if amount_pence else "")
    return f"{name} signed the decision on {reference} on {datetime_words(at)}: {what}."


def over_budget(left_pence: int, wanted_pence: int) -> str | None:
    """Why so much cannot be signed away, or None."""
    if wanted_pence <= left_pence:
        return None
    over = format_pounds(wanted_pence - left_pence)
    return (
        f"These awards come to {format_pounds(wanted_pence)}, and {format_pounds(left_pence)} of the budget is left. "
        f"That is {over} too much. Take some off, or send some back to the officer."
    )


def undecided(states: Iterable[str]) -> Sequence[str]:
    """The states, of a round's applications, that still wait for a decision."""
    return [state for state in states if state not in DECIDED and state not in OUTSIDE]


@dataclass(frozen=True)
class Past:
    """How one application of an announced round came out; money in pence."""

    outcome: str
    amount_pence: int
    asked_pence: int
    main_reason: str


@dataclass(frozen=True)
class PastRound:
    """An announced round in figures that anyone may read: None where too few groups stand behind a sum.

    `applied` and `funded` are in words, because small counts are not told exactly; `reasons` are why others were not
    funded, the most common first.
    """

    slug: str
    name: str
    closes_at: datetime
    applied: str
    funded: str
    asked_pence: int | None
    awarded_pence: int | None
    median_pence: int | None
    reasons: tuple[str, ...]


def past_round(slug: str, name: str, closes_at: datetime, decided: Sequence[Past]) -> PastRound:
    """The public figures of a round from every application that was decided in it, one at the least."""
    awards = [one.amount_pence for one in decided if one.outcome in PAID]
    declined = Counter(one.main_reason for one in decided if one.outcome == Outcome.NOT_FUNDED and one.main_reason)
    told = declined.most_common() if declined.total() >= FEWEST_SHOWN else []
    enough, others = len(awards) >= FEWEST_SHOWN, len(decided) - len(awards)
    few_others = 0 < others < FEWEST_SHOWN and enough  # who got nothing could be picked out
    return PastRound(
        slug=slug,
        name=name,
        closes_at=closes_at,
        applied=small_count(len(decided)),
        funded="most" if few_others else small_count(len(awards)),
        asked_pence=sum(one.asked_pence for one in decided) if len(decided) >= FEWEST_SHOWN else None,
        awarded_pence=sum(awards) if enough else None,
        median_pence=int(median(awards)) if enough else None,
        reasons=tuple(main_reason_text(key) for key, _count in told),
    )


def small_count(number: int) -> str:
    """`12`, `0`, and `fewer than 5` for what lies between."""
    return f"fewer than {FEWEST_SHOWN}" if 0 < number < FEWEST_SHOWN else f"{number:,}"
