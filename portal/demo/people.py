"""The invented people of the office, the panel and the groups."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.roles import Role
from portal.accounts.models import Account, StaffRole
from portal.accounts.queries import account_by_email
from portal.core.clock import now
from portal.organisations.queries import actor_of_account


@dataclass(frozen=True)
class Person:
    """One of the office or the panel."""

    key: str
    name: str
    email: str
    role: Role


STAFF = (
    Person("officer", "Olive Hart", "officer@demo.example.org", Role.OFFICER),
    Person("officer2", "Piers Nash", "officer2@demo.example.org", Role.OFFICER),
    Person("commissioner", "Grace Whitfield", "commissioner@demo.example.org", Role.COMMISSIONER),
    Person("assessor", "Asha Verma", "assessor@panel-demo.example.org", Role.ASSESSOR),
    Person("assessor2", "Ben Hollis", "assessor2@panel-demo.example.org", Role.ASSESSOR),
    Person("assessor3", "Cara Dunn", "assessor3@panel-demo.example.org", Role.ASSESSOR),
    Person("assessor4", "Dev Rao", "assessor4@panel-demo.example.org", Role.ASSESSOR),
    Person("consultee", "Ines Moreau", "consultee@partners-demo.example.org", Role.CONSULTEE),
    Person("administrator", "Sam Idle", "administrator@demo.example.org", Role.ADMINISTRATOR),
)


def add_account(session: Session, *, name: str, email: str, password_hash: str, role: Role = Role.APPLICANT) -> Account:
    """An account that can sign in at once."""
    account = Account(
        email=email, name=name, password_hash=password_hash, created_at=now(), verified_at=now(), staff_roles=[]
    )
    if role != Role.APPLICANT:
        account.staff_roles.append(StaffRole(role=role, given_at=now()))
    session.add(account)
    session.flush()
    return account


def add_staff(session: Session, password_hash: str) -> None:
    """The office and the panel."""
    for person in STAFF:
        add_account(session, name=person.name, email=person.email, password_hash=password_hash, role=person.role)


def staff(session: Session, key: str) -> Actor:
    """One of the staff as an actor."""
    person = next(one for one in STAFF if one.key == key)
    return acting(session, person.email)


def acting(session: Session, email: str) -> Actor:
    """The person of an email address as an actor."""
    account = account_by_email(session, email)
    assert account is not None, email
    return actor_of_account(session, account)


def staff_account(session: Session, key: str) -> Account:
    """One of the staff as an account."""
    account = account_by_email(session, next(one.email for one in STAFF if one.key == key))
    assert account is not None, key
    return account
