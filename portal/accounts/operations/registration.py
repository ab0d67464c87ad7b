"""How people come to have an account, and what they tell about themselves."""

from sqlalchemy.orm import Session

from portal.access.actor import ANONYMOUS, Actor
from portal.access.roles import Role
from portal.accounts.models import Account, MailedToken, Purpose, StaffRole
from portal.accounts.operations.links import recipient, send_link, spend
from portal.accounts.operations.passwords import hash_password
from portal.accounts.operations.sign_ins import acting_as
from portal.accounts.queries import account_by_email, account_by_id, canonical_email
from portal.accounts.rules import password_problem
from portal.audit.operations import record
from portal.core.clock import now
from portal.core.references import random_part
from portal.core.refusal import Refused
from portal.outbox.operations import queue


def register(session: Session, *, name: str, email: str, password: str, next_path: str = "") -> bool:
    """Begin an account; False when too many mails went to this address lately.

    The password is hashed in every case, so that known and unknown addresses cost the same. A new address: account,
    link by mail, audit. One that was never confirmed: the newest name and password count, new link. A known one: a mail
    says so, nothing else changes.
    """
    password_hash = hash_password(password)
    address = canonical_email(email)
    account = account_by_email(session, address)
    if account and account.verified_at:
        return _say_known(session, account)
    if account is None:
        account = Account(email=address, name=name, created_at=now())
        session.add(account)
        session.flush()
        record(session, "account:registered", subject_type="account", subject=account.reference, actor=ANONYMOUS)
    account.name = name
    account.password_hash = password_hash
    return send_link(session, purpose=Purpose.VERIFY, email=address, account=account, next_path=next_path)


def send_again(session: Session, *, purpose: Purpose, email: str, next_path: str = "") -> bool:
    """Send another link of the kind that was asked for, to whoever may have one; False when there were too many."""
    account = account_by_email(session, canonical_email(email))
    if purpose == Purpose.VERIFY and account and account.verified_at:
        return _say_known(session, account)
    owner = account if account and _may_have(account, purpose) else None
    return send_link(session, purpose=purpose, email=canonical_email(email), account=owner, next_path=next_path)


def verify(session: Session, *, secret: str) -> Account:
    """Spend the link that proves an address. Raises Refused when it does not work; audit."""
    token = spend(session, secret=secret, purpose=Purpose.VERIFY)
    account = owner_of_link(session, token)
    if account.verified_at is None:
        account.verified_at = now()
        record(session, "account:verified", subject_type="account", subject=account.reference, actor=acting_as(account))
    session.flush()
    return account


def owner_of_link(session: Session, token: MailedToken) -> Account:
    """Whose link it is. Raises Refused when they may not sign in (any more)."""
    account = account_by_id(session, token.account_id)
    if account is None or account.suspended_at is not None:
        raise Refused("This account is on hold. Call us, and we will help.", title="This link does not work any more")
    return account


def change_details(
    session: Session,
    *,
    name: str,
    phone: str,
    contact_needs: str,
    contact_way: str = "",
    language: str = "",
    actor: Actor,
) -> None:
    """Change what a person told about themselves and how to reach them; audit names the fields that changed."""
    account = account_by_id(session, actor.account_id)
    assert account is not None
    given = {
        "name": name,
        "phone": phone,
        "contact_needs": contact_needs,
        "contact_way": contact_way,
        "language": language,
    }
    changed = [field for field, value in given.items() if getattr(account, field) != value]
    for field in changed:
        setattr(account, field, given[field])
    if changed:
        record(
            session, "account:changed", subject_type="account", subject=account.reference, actor=actor, fields=changed
        )
    session.flush()


def create_administrator(session: Session, email: str, name: str, password: str) -> Account:
    """The first administrator of an installation, made at the command line: verified, with that role; audit.

    Raises Refused when the address has an account already, and for a password that is easy to guess.
    """
    address = canonical_email(email)
    problem = password_problem(password, name=name, email=address)
    if problem:
        raise Refused(f"{problem}.")
    if account_by_email(session, address):
        raise Refused(f"{address} has an account already. An administrator can give it a role on the People page.")
    account = Account(
        email=address, name=name, password_hash=hash_password(password), created_at=now(), verified_at=now()
    )
    account.staff_roles.append(StaffRole(role=Role.ADMINISTRATOR, given_at=now()))
    session.add(account)
    session.flush()
    record(
        session,
        "role:given",
        subject_type="account",
        subject=account.reference,
        actor=ANONYMOUS,
        role=Role.ADMINISTRATOR,
    )
    return account


def _may_have(account: Account, purpose: Purpose) -> bool:
    """Links that sign in are for verified people without a staff role; nobody on hold gets any."""
    if account.suspended_at is not None:
        return False
    if purpose == Purpose.VERIFY:
        return account.verified_at is None
    return account.verified_at is not None and not (purpose == Purpose.SIGN_IN and account.staff_roles)


def _say_known(session: Session, account: Account) -> bool:
    """Tell someone that they have an account already; counted and limited like a link to confirm an address."""
    if not send_link(session, purpose=Purpose.VERIFY, email=account.email, account=None):
        return False
    queue(
        session,
        key=f"already-registered:{account.reference}:{random_part(8)}",
        template="already_registered",
        to=recipient(account),
        about_type="account",
        about=account.reference,
        link="/sign-in",
    )
    return True
