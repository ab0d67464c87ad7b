"""Raising the budget of a round when money comes late."""

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.audit.operations import record
from portal.core.money import format_pounds
from portal.core.refusal import Refused
from portal.decisions.policy import RAISE
from portal.decisions.rules.reserve import may_raise, raise_problems
from portal.funds.models import Round


def raise_budget(
    session: Session, *, round_: Round, after_pence: int, reason: str, before_pence: int, actor: Actor
) -> None:
    """Raise a round's budget from what the page showed (`before_pence`) to `after_pence`, with the reason.

    Locks the round, as signing does. Refused when the budget is no longer what was shown, so a second press is too.
    Effects: the round's budget, audit with both amounts and the reason.
    """
    require(actor, RAISE, round_)
    session.refresh(round_, ["state", "budget_pence", "committed_pence"], with_for_update=True)
    problem = may_raise(round_.state)
    if problem:
        raise Refused(problem)
    if round_.budget_pence != before_pence:
        now = format_pounds(round_.budget_pence)
        raise Refused(f"The budget was changed since you opened the page. It is {now} now.")
    found = raise_problems(after_pence, reason, before_pence=before_pence)
    if found:
        raise Refused(f"{found[0][1]}.")
    round_.budget_pence = after_pence
    facts: dict[str, int | str] = {"before_pence": before_pence, "after_pence": after_pence, "reason": reason}
    record(session, "round:budget-raised", subject_type="round", subject=round_.slug, actor=actor, **facts)
    session.flush()
