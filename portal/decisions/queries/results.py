"""What came of an application, and with how much: the signed decision, or the promotion that was signed after it.

Whoever counts outcomes or money asks here, so that all count the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Subquery, func, select
from sqlalchemy.orm import Session, joinedload

from portal.accounts.models import Account
from portal.decisions.models import Decision, NoticeLine, Promotion


@dataclass(frozen=True)
class Result:
    """What is signed on an application. Money in pence; the decision stays what it was.

    `decided_by` and `promoted_by` say who signed and in what capacity, in the words of the notices; None for what was
    signed before there were notices.
    """

    decision: Decision
    promotion: Promotion | None
    decided_by: str | None = None
    promoted_by: str | None = None

    @property
    def outcome(self) -> str:
        """A value of Outcome."""
        return (self.promotion or self.decision).outcome

    @property
    def amount_pence(self) -> int:
        """The money of that outcome."""
        return (self.promotion or self.decision).amount_pence

    @property
    def conditions(self) -> str:
        """What the money depends on, one a line."""
        return (self.promotion or self.decision).conditions

    @property
    def main_reason(self) -> str:
        """The key of the main reason; only for those not funded."""
        return self.decision.main_reason

    @property
    def signed_by(self) -> Account:
        """Who signed last."""
        return (self.promotion or self.decision).signed_by

    @property
    def first_signer(self) -> str:
        """Who signed the decision, and in what capacity."""
        return self.decided_by or self.decision.signed_by.name

    @property
    def signer(self) -> str:
        """Who signed last, and in what capacity."""
        return (self.promoted_by if self.promotion else self.decided_by) or self.signed_by.name

    @property
    def signed_at(self) -> datetime:
        """When that was."""
        return (self.promotion or self.decision).signed_at


def came_of() -> Subquery:
    """A row for each application with a signed decision: application_id, round_id, outcome, amount_pence, main_reason,
    first_outcome (before any promotion), promotion_id."""
    return (
        select(
            Decision.application_id,
            Decision.round_id,
            func.coalesce(Promotion.outcome, Decision.outcome).label("outcome"),
            func.coalesce(Promotion.amount_pence, Decision.amount_pence).label("amount_pence"),
            Decision.main_reason,
            Decision.outcome.label("first_outcome"),
            Promotion.id.label("promotion_id"),
        )
        .outerjoin(Promotion, Promotion.application_id == Decision.application_id)
        .subquery("came_of")
    )


def results_of(session: Session, ids: Sequence[int]) -> dict[int, Result]:
    """What is signed on applications, by application id, in one query."""
    rows = session.execute(
        select(Decision, Promotion, NoticeLine.promotion_id, NoticeLine.signer)
        .outerjoin(Promotion, Promotion.application_id == Decision.application_id)
        .outerjoin(NoticeLine, NoticeLine.application_id == Decision.application_id)
        .where(Decision.application_id.in_(ids))
        .options(joinedload(Decision.signed_by), joinedload(Promotion.signed_by))
    )
    found: dict[int, Result] = {}
    for decision, promotion, promotion_id, signer in rows:  # two rows where a promotion has a line of its own
        result = found.get(decision.application_id, Result(decision, promotion))
        if promotion_id:
            result = replace(result, promoted_by=signer)
        elif signer:
            result = replace(result, decided_by=signer)
        found[decision.application_id] = result
    return found


def result_on(session: Session, application_id: int) -> Result | None:
    """What is signed on one application."""
    return results_of(session, [application_id]).get(application_id)
