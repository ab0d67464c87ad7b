"""Staff: invited by an administrator, given roles, put on hold."""

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.access.roles import ROLE_LABELS, STAFF_ROLES, Role
from portal.accounts.models import Account, MailedToken, Purpose, StaffRole
from portal.accounts.operations.links import cancel_links, make_link, recipient, spend
from portal.accounts.operations.passwords import hash_password
from portal.accounts.operations.registration import owner_of_link
from portal.accounts.operations.sign_ins import acting_as, end_sign_ins
from portal.accounts.policy import MANAGE_PEOPLE
from portal.accounts.queries import account_by_email, account_by_id, active_administrators, canonical_email, invitations
from portal.audit.operations import record
from portal.core.clock import now
from portal.core.refusal import Refused
from portal.outbox.operations import Recipient, queue

LAST_ADMINISTRATOR = "This is the last administrator. Make someone else an administrator first."


def invite_staff(session: Session, *, email: str, role: Role, actor: Actor) -> MailedToken:
    """Ask someone to take a staff role: link by mail for seven days, instead of an earlier one; audit."""
    require(actor, MANAGE_PEOPLE)
    _check_role(role)
    address = canonical_email(email)
    account = account_by_email(session, address)
    if account and account.verified_at and any(row.role == role for row in account.staff_roles):
        raise Refused(f"{account.name} has this role already.", title="They have this role already")
    secret, token = make_link(
        session,
        purpose=Purpose.STAFF_INVITATION,
        email=address,
        account_id=account.id if account and account.verified_at else None,
        grants=role,
        invited_by_id=actor.account_id,
    )
    queue(
        session,
        key=f"link:{token.reference}",
        template="staff_invitation",
        to=recipient(account) if account else Recipient(None, address, address),
        about_type="account",
        about=address,
        secret_link=f"/invitations/{secret}",
        inviter=actor.name,
        role=ROLE_LABELS[role],
    )
    record(session, "staff:invited", subject_type="account", subject=address, actor=actor, role=role)
    return token


def cancel_staff_invitation(session: Session, *, invitation: MailedToken, actor: Actor) -> None:
    """Make an invitation useless before it was accepted; audit."""
    require(actor, MANAGE_PEOPLE)
    invitation.cancelled_at = now()
    record(session, "staff:invitation-cancelled", subject_type="account", subject=invitation.email, actor=actor)
    session.flush()


def accept_new_account(session: Session, *, token: MailedToken, name: str, password: str) -> Account:
    """The account of someone invited who had none (or never confirmed it): the mail proves their address; audit."""
    account = account_by_email(session, token.email)
    if account is None:
        account = Account(email=token.email, name=name, created_at=now())
        session.add(account)
    account.name = name
    account.password_hash = hash_password(password)
    account.verified_at = now()
    session.flush()
    cancel_links(session, email=account.email, purposes=(Purpose.VERIFY,))
    record(session, "account:verified", subject_type="account", subject=account.reference, actor=acting_as(account))
    return account


def accept_staff_invitation(session: Session, *, secret: str, name: str = "", password: str = "") -> Account:
    """Spend an invitation and take its role; name and password are for people without an account.

    Raises Refused when the link does not work any more. Ends older sign-ins, which knew nothing of the role; audit.
    """
    token = spend(session, secret=secret, purpose=Purpose.STAFF_INVITATION)
    if account_by_id(session, token.invited_by_id) is None:
        raise Refused("The person who invited you has left. Ask us for a new invitation.")
    account = account_by_email(session, token.email)
    if account is None or account.verified_at is None:
        account = accept_new_account(session, token=token, name=name, password=password)
    else:
        token.account_id = account.id
        account = owner_of_link(session, token)
    _add_role(account, Role(token.grants), given_by_id=token.invited_by_id)
    end_sign_ins(session, account=account)
    record(
        session,
        "role:given",
        subject_type="account",
        subject=account.reference,
        actor=acting_as(account),
        role=token.grants,
    )
    session.flush()
    return account


def give_role(session: Session, *, account: Account, role: Role, actor: Actor) -> None:
    """Give a staff role to someone of the staff: they sign in anew, with all that the role asks for; audit."""
    require(actor, MANAGE_PEOPLE)
    _check_role(role)
    if _add_role(account, role, given_by_id=actor.account_id):
        cancel_links(session, email=account.email, purposes=(Purpose.SIGN_IN,))
        if account.id != actor.account_id:
            end_sign_ins(session, account=account)
        record(session, "role:given", subject_type="account", subject=account.reference, actor=actor, role=role)
    session.flush()


def remove_role(session: Session, *, account: Account, role: Role, actor: Actor) -> None:
    """Take a staff role away: their sign-ins end, and an administrator's open invitations; audit.

    Raises Refused for the last administrator.
    """
    require(actor, MANAGE_PEOPLE)
    if role == Role.ADMINISTRATOR:
        _keep_one_administrator(session, account)
    held = [row for row in account.staff_roles if row.role == role]
    for row in held:
        account.staff_roles.remove(row)
        session.delete(row)
    if held:
        end_sign_ins(session, account=account)
        if role == Role.ADMINISTRATOR:
            _cancel_invitations_of(session, account)
        record(session, "role:removed", subject_type="account", subject=account.reference, actor=actor, role=role)
    session.flush()


def suspend(session: Session, *, account: Account, actor: Actor) -> None:
    """Put an account on hold: sign-ins end, mailed links stop working, audit.

    Raises Refused for the last administrator.
    """
    require(actor, MANAGE_PEOPLE)
    if any(row.role == Role.ADMINISTRATOR for row in account.staff_roles):
        _keep_one_administrator(session, account)
    if account.suspended_at is None:
        account.suspended_at = now()
        end_sign_ins(session, account=account)
        cancel_links(session, email=account.email, purposes=list(Purpose))
        _cancel_invitations_of(session, account)
        record(session, "account:suspended", subject_type="account", subject=account.reference, actor=actor)
    session.flush()


def restore(session: Session, *, account: Account, actor: Actor) -> None:
    """Let someone in again who was on hold; audit."""
    require(actor, MANAGE_PEOPLE)
    if account.suspended_at is not None:
        account.suspended_at = None
        record(session, "account:restored", subject_type="account", subject=account.reference, actor=actor)
    session.flush()


def _add_role(account: Account, role: Role, *, given_by_id: int | None) -> bool:
    if any(row.role == role for row in account.staff_roles):
        return False
    account.staff_roles.append(StaffRole(role=role, given_by_id=given_by_id, given_at=now()))
    return True


def _cancel_invitations_of(session: Session, account: Account) -> None:
    """An invitation to the staff is worth as much as the right of whoever sent it."""
    for invitation in invitations(session, Purpose.STAFF_INVITATION):
        if invitation.invited_by_id == account.id:
            invitation.cancelled_at = now()


def _check_role(role: Role) -> None:
    if role not in STAFF_ROLES:
        raise Refused("Choose a staff role. People become applicants through their organisation.")


def _keep_one_administrator(session: Session, account: Account) -> None:
    if set(active_administrators(session)) <= {account.id}:
        raise Refused(LAST_ADMINISTRATOR, title="You cannot remove the last administrator")
