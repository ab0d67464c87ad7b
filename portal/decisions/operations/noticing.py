"""Who signs in what capacity, and the numbered notice of what they signed."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.roles import Role
from portal.applications.models import Application
from portal.assessment.queries.conflicts import kept_from
from portal.core.clock import london, now
from portal.core.db import insert_or
from portal.core.refusal import Forbidden, Refused
from portal.decisions.models import (
    Capacity,
    Decision,
    DecisionNotice,
    Delegation,
    NoticeCount,
    NoticeLine,
    Promotion,
)
from portal.decisions.policy import SIGN
from portal.decisions.queries.delegations import delegation_in
from portal.decisions.rules.notices import (
    Grounds,
    document_of,
    funds_any,
    grounds_problems,
    notice_reference,
    power_of,
    settled_grounds,
)
from portal.decisions.rules.signing import Shown
from portal.funds.models import Round

ENDED = "You can no longer sign for the Commissioner in this round. Nothing was signed."


@dataclass(frozen=True)
class Signer:
    """Who signs: the Commissioner, or by a delegation."""

    actor: Actor
    delegation: Delegation | None

    @property
    def capacity(self) -> Capacity:
        """As what they sign."""
        return Capacity.DELEGATE if self.delegation else Capacity.COMMISSIONER

    @property
    def why(self) -> str:
        """The reason of the delegation; empty for the Commissioner."""
        return self.delegation.reason if self.delegation else ""


def signer_in(session: Session, round_: Round, actor: Actor) -> Signer:
    """As what somebody signs in a round now. Called under the lock of the round, which withdrawing takes too."""
    if Role.COMMISSIONER in actor.roles:
        return Signer(actor, None)
    found = delegation_in(session, round_.id)
    if found is not None and found.delegate_id == actor.account_id:
        return Signer(actor, found)
    if round_.id in actor.delegated:  # it stood when they opened the page
        raise Refused(ENDED, title="The Commissioner took it back")
    raise Forbidden(SIGN.name)


def refuse_linked(session: Session, round_: Round, applications: Sequence[Application], actor: Actor) -> None:
    """Refuse who has a link with one of them, recorded since the page was opened, as if that one were not there."""
    kept = kept_from(session, round_.id)
    if any(actor.account_id in kept.get(application.id, ()) for application in applications):
        raise Refused("Select at least one application of this round.")


def settle(lines: Sequence[Shown], grounds: Grounds) -> Grounds:
    """The grounds of a list, or Refused with what is missing."""
    found = grounds_problems(grounds, funded=funds_any(lines))
    if found:
        raise Refused(f"{found[0][1]}.")
    return settled_grounds(grounds, lines)


def put_on_record(
    session: Session,
    *,
    round_: Round,
    signed: Sequence[tuple[Shown, Decision | Promotion]],
    grounds: Grounds,
    signer: Signer,
) -> DecisionNotice:
    """The numbered notice of what somebody just signed, in the transaction that signs. Effects: notice, its lines."""
    at, lines = now(), [line for line, _ in signed]
    year = london(at).year
    number = _next_number(session, year)
    reference, power = notice_reference(year, number), power_of(grounds)
    document = document_of(
        lines, grounds, reference=reference, signer=signer.actor.name, capacity=signer.capacity, why=signer.why
    )
    notice = DecisionNotice(
        reference=reference,
        year=year,
        number=number,
        round_id=round_.id,
        fund_title=round_.fund.title,
        round_name=round_.name,
        signed_at=at,
        signed_by_id=signer.actor.account_id,
        signed_by_name=signer.actor.name[:200],
        capacity=signer.capacity,
        delegation_id=signer.delegation.id if signer.delegation else None,
        delegation_reason=signer.why,
        power=grounds.power,
        power_words=power.text if power else "",
        reasons=grounds.reasons,
        document=document,
        sha256=hashlib.sha256(document.encode()).hexdigest(),
    )
    notice.lines = [_line(notice, shown, row) for shown, row in signed]
    session.add(notice)
    session.flush()
    return notice


def _next_number(session: Session, year: int) -> int:
    """Count on in one statement: a second signer waits for it, and what is rolled back is counted back."""
    first = insert_or(session, NoticeCount).values(year=year, last=1)
    counted = first.on_conflict_do_update(index_elements=["year"], set_={"last": NoticeCount.last + 1})
    return session.execute(counted.returning(NoticeCount.last)).scalar_one()


def _line(notice: DecisionNotice, shown: Shown, row: Decision | Promotion) -> NoticeLine:
    return NoticeLine(
        application_id=row.application_id,
        decision_id=row.id if isinstance(row, Decision) else None,
        promotion_id=row.id if isinstance(row, Promotion) else None,
        reference=shown.reference,
        recipient=shown.group,
        purpose=shown.title,
        outcome=row.outcome,
        amount_pence=row.amount_pence,
        conditions=row.conditions,
        signer=notice.signer,
    )
