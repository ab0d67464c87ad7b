"""Reading accounts, sign-ins and what was mailed to people."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.access.roles import Role
from portal.accounts.models import Account, MailedToken, Purpose, RecoveryCode, SignIn, SignInAttempt, StaffRole
from portal.accounts.rules import MAIL_SPELL, SPELL, WAIT_FOR_CODE, Failures, Visitor

LONGEST_SIGN_IN = timedelta(hours=24)


def hashed(secret: str) -> str:
    """What is kept of a random token: its SHA-256, which cannot be turned back."""
    return hashlib.sha256(secret.encode()).hexdigest()


def canonical_email(email: str) -> str:
    """An email address as accounts keep it."""
    return email.strip().lower()


def account_by_email(session: Session, email: str) -> Account | None:
    """The account of an email address, whatever the case of its letters."""
    return session.scalar(select(Account).where(Account.email == canonical_email(email)))


def account_by_reference(session: Session, reference: str) -> Account | None:
    """The account that pages call by this reference."""
    return session.scalar(select(Account).where(Account.reference == reference))


def account_by_id(session: Session, account_id: int | None) -> Account | None:
    """The account of an actor."""
    return session.get(Account, account_id) if account_id else None


def sign_in_by_token(session: Session, token: str) -> SignIn | None:
    """The sign-in that a cookie's token belongs to, alive or not."""
    return session.scalar(select(SignIn).where(SignIn.token_hash == hashed(token)))


def owner_of_token(session: Session, token: str) -> int | None:
    """The id of the account whose sign-in the token is or was."""
    return session.scalar(select(SignIn.account_id).where(SignIn.token_hash == hashed(token)))


def waiting_sign_in(session: Session, token: str | None, at: datetime) -> tuple[SignIn, Account] | None:
    """The sign-in that still waits for its second factor, with its person; None when there is none (any more)."""
    if token is None:
        return None
    row = session.execute(
        select(SignIn, Account)
        .join(Account, Account.id == SignIn.account_id)
        .where(
            SignIn.token_hash == hashed(token),
            SignIn.confirmed_at.is_(None),
            SignIn.ended_at.is_(None),
            SignIn.started_at > at - WAIT_FOR_CODE,
            Account.suspended_at.is_(None),
        )
    ).one_or_none()
    return (row[0], row[1]) if row else None


def open_sign_ins(session: Session, account_id: int, at: datetime) -> Sequence[SignIn]:
    """The sign-ins of a person that have not ended, last used first."""
    wanted = select(SignIn).where(
        SignIn.account_id == account_id,
        SignIn.ended_at.is_(None),
        SignIn.confirmed_at.is_not(None),
        SignIn.started_at > at - LONGEST_SIGN_IN,
    )
    return session.scalars(wanted.order_by(SignIn.seen_at.desc())).all()


def is_known_device(session: Session, email_hash: str, device: str) -> bool:
    """Whether this browser has signed in to this account before."""
    if not device:
        return False
    succeeded = select(SignInAttempt.id).where(
        SignInAttempt.email_hash == email_hash, SignInAttempt.device == device, SignInAttempt.succeeded.is_(True)
    )
    return session.scalar(succeeded.limit(1)) is not None


def failures(session: Session, email_hash: str, visitor: Visitor, at: datetime) -> Failures:
    """Failed tries of the last quarter of an hour that concern this email or come from this address."""
    failed = select(func.count()).where(SignInAttempt.succeeded.is_(False), SignInAttempt.at > at - SPELL)
    of_email = failed.where(SignInAttempt.email_hash == email_hash)
    return Failures(
        strangers=session.scalar(of_email.where(SignInAttempt.device == "")) or 0,
        own=session.scalar(of_email.where(SignInAttempt.device == visitor.device)) or 0,
        address=session.scalar(failed.where(SignInAttempt.ip == visitor.ip)) or 0,
    )


def token_of(session: Session, secret: str, *purposes: Purpose) -> MailedToken | None:
    """The mailed token behind a link, spent or not, when it is for one of these purposes."""
    return session.scalar(
        select(MailedToken).where(MailedToken.token_hash == hashed(secret), MailedToken.purpose.in_(purposes))
    )


def unspent_tokens(
    session: Session, *, email: str, purposes: Sequence[Purpose], organisation_id: int | None = None, grants: str = ""
) -> Sequence[MailedToken]:
    """Links to an address that could still be used; with `grants`, those that give exactly this."""
    wanted = select(MailedToken).where(
        MailedToken.email == email,
        MailedToken.purpose.in_(purposes),
        MailedToken.spent_at.is_(None),
        MailedToken.cancelled_at.is_(None),
    )
    if organisation_id is not None:
        wanted = wanted.where(MailedToken.organisation_id == organisation_id)
    if grants:
        wanted = wanted.where(MailedToken.grants == grants)
    return session.scalars(wanted).all()


def mails_sent_lately(session: Session, *, email: str, purpose: Purpose, at: datetime) -> int:
    """How many links of one kind went to an address within ten minutes."""
    wanted = select(func.count()).where(
        MailedToken.email == email, MailedToken.purpose == purpose, MailedToken.created_at > at - MAIL_SPELL
    )
    return session.scalar(wanted) or 0


def recovery_codes(session: Session, account_id: int) -> Sequence[RecoveryCode]:
    """A person's recovery codes that are not used yet."""
    unspent = select(RecoveryCode).where(RecoveryCode.account_id == account_id, RecoveryCode.spent_at.is_(None))
    return session.scalars(unspent.order_by(RecoveryCode.id)).all()


def staff(session: Session) -> list[tuple[Account, datetime | None]]:
    """Everyone with a staff role and when they last signed in, by name; one query and one for the roles."""
    last = select(SignIn.account_id, func.max(SignIn.started_at).label("at")).group_by(SignIn.account_id).subquery()
    has_role = select(StaffRole.account_id)
    rows = session.execute(
        select(Account, last.c.at)
        .outerjoin(last, last.c.account_id == Account.id)
        .where(Account.id.in_(has_role))
        .order_by(func.lower(Account.name), Account.id)
    )
    return [(row[0], row[1]) for row in rows]


def holders(session: Session, role: Role) -> Sequence[Account]:
    """Everyone who holds a staff role now and can sign in, in the order of their ids."""
    wanted = select(Account).join(StaffRole, StaffRole.account_id == Account.id)
    wanted = wanted.where(StaffRole.role == role, Account.suspended_at.is_(None))
    return session.scalars(wanted.order_by(Account.id)).all()


def last_sign_in(session: Session, account_id: int) -> datetime | None:
    """When a person last signed in."""
    return session.scalar(select(func.max(SignIn.started_at)).where(SignIn.account_id == account_id))


def active_administrators(session: Session) -> Sequence[int]:
    """The ids of the accounts that can manage people now; their rows are locked until the transaction ends."""
    wanted = (
        select(Account.id)
        .join(StaffRole, StaffRole.account_id == Account.id)
        .where(StaffRole.role == Role.ADMINISTRATOR, Account.suspended_at.is_(None), Account.verified_at.is_not(None))
        .with_for_update(of=Account)
    )
    return session.scalars(wanted).all()


def invitations(session: Session, purpose: Purpose, organisation_id: int | None = None) -> Sequence[MailedToken]:
    """Invitations that were neither accepted nor cancelled, newest first; those that ran out included."""
    wanted = select(MailedToken).where(
        MailedToken.purpose == purpose, MailedToken.spent_at.is_(None), MailedToken.cancelled_at.is_(None)
    )
    if organisation_id is not None:
        wanted = wanted.where(MailedToken.organisation_id == organisation_id)
    return session.scalars(wanted.order_by(MailedToken.id.desc())).all()


def invitation_by_reference(session: Session, reference: str, purpose: Purpose) -> MailedToken | None:
    """One invitation, called as the page that manages it calls it; None once it was accepted or cancelled."""
    return session.scalar(
        select(MailedToken).where(
            MailedToken.reference == reference,
            MailedToken.purpose == purpose,
            MailedToken.spent_at.is_(None),
            MailedToken.cancelled_at.is_(None),
        )
    )


def invitations_since(session: Session, organisation_id: int, since: datetime) -> int:
    """How many people an organisation has asked since then."""
    wanted = select(func.count()).where(
        MailedToken.organisation_id == organisation_id,
        MailedToken.purpose == Purpose.TEAM_INVITATION,
        MailedToken.created_at > since,
    )
    return session.scalar(wanted) or 0


def count_accounts(session: Session) -> int:
    """How many people there are."""
    return session.scalar(select(func.count(Account.id))) or 0
