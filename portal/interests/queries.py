"""Reading declarations."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.access.roles import Role
from portal.accounts.models import Account, StaffRole
from portal.interests.models import Declaration
from portal.organisations.models import Organisation


@dataclass(frozen=True)
class Standing:
    """Someone with a staff role, their roles, and their newest declaration."""

    account: Account
    roles: tuple[Role, ...]
    declaration: Declaration | None


def declaration_of(session: Session, account_id: int | None) -> Declaration | None:
    """A person's newest declaration, with what is in it."""
    wanted = select(Declaration).where(Declaration.account_id == account_id).order_by(Declaration.id.desc()).limit(1)
    return session.scalar(wanted.options(selectinload(Declaration.interests)))


def declaration_by_id(session: Session, number: int) -> Declaration | None:
    """One declaration, as an officer publishes it."""
    return session.get(Declaration, number, options=[joinedload(Declaration.account)])


def standings(session: Session) -> Sequence[Standing]:
    """Everyone with a staff role whose account is not on hold, by name, in three queries however many there are."""
    people = session.scalars(
        select(Account)
        .where(Account.id.in_(select(StaffRole.account_id)), Account.suspended_at.is_(None))
        .options(selectinload(Account.staff_roles))
        .order_by(func.lower(Account.name), Account.id)
    ).all()
    newest = select(func.max(Declaration.id)).group_by(Declaration.account_id)
    found = session.scalars(
        select(Declaration).where(Declaration.id.in_(newest)).options(selectinload(Declaration.interests))
    )
    by_person = {one.account_id: one for one in found}
    return [
        Standing(
            account,
            tuple(role for role in Role if role in {Role(held.role) for held in account.staff_roles}),
            by_person.get(account.id),
        )
        for account in people
    ]


def organisation_named(session: Session, name: str) -> Organisation | None:
    """The one organisation of that name, whatever its case; None when there are several or none."""
    wanted = select(Organisation).where(func.lower(Organisation.name) == name.lower()).limit(2)
    found = session.scalars(wanted).all()
    return found[0] if len(found) == 1 else None
