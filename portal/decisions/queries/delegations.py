"""Reading who may sign for the Commissioner, in which round, to which day."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from portal.access.actor import Actor
from portal.access.roles import Role
from portal.accounts.models import Account, StaffRole
from portal.core.clock import today
from portal.decisions.models import Delegation


def _standing() -> Select[Delegation]:
    """Those that are not withdrawn and not over, of people who are officers still."""
    return (
        select(Delegation)
        .join(StaffRole, (StaffRole.account_id == Delegation.delegate_id) & (StaffRole.role == Role.OFFICER))
        .join(Account, Account.id == Delegation.delegate_id)
        .where(Delegation.withdrawn_at.is_(None), Delegation.until_on >= today(), Account.suspended_at.is_(None))
        .options(joinedload(Delegation.delegate), joinedload(Delegation.given_by))
        .order_by(Delegation.id)
    )


def delegation_in(session: Session, round_id: int) -> Delegation | None:
    """The delegation that stands in a round now."""
    found = _standing().where(Delegation.round_id == round_id)
    return session.scalar(found.execution_options(populate_existing=True))


def delegations_of(session: Session, round_id: int) -> Sequence[Delegation]:
    """Every delegation that was ever given in a round, the newest first."""
    wanted = select(Delegation).where(Delegation.round_id == round_id).options(joinedload(Delegation.delegate))
    return session.scalars(wanted.order_by(Delegation.id.desc())).all()


def with_delegations(session: Session, actor: Actor) -> Actor:
    """The same actor with the rounds in which they may sign for the Commissioner now, in one query."""
    found = session.scalars(_standing().where(Delegation.delegate_id == actor.account_id))
    rounds = frozenset(one.round_id for one in found)
    return replace(actor, delegated=rounds) if rounds else actor


def possible_delegates(session: Session) -> Sequence[Account]:
    """The officers who could sign for the Commissioner, by name: whoever signs as Commissioner needs no delegation."""
    officers = select(StaffRole.account_id).where(StaffRole.role == Role.OFFICER)
    signers = select(StaffRole.account_id).where(StaffRole.role == Role.COMMISSIONER)
    wanted = select(Account).where(Account.id.in_(officers), Account.id.not_in(signers))
    return session.scalars(wanted.where(Account.suspended_at.is_(None)).order_by(Account.name, Account.id)).all()
