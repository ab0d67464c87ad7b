"""Passwords: hashing, trying and changing them."""

import os

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.access.actor import ANONYMOUS, Actor
from portal.accounts.models import Account, Purpose, SignInAttempt
from portal.accounts.operations.links import cancel_links, recipient
from portal.accounts.operations.sign_ins import end_sign_ins
from portal.accounts.queries import account_by_email, canonical_email, failures, hashed, is_known_device
from portal.accounts.rules import Failures, Visitor, canonical_password, is_flooding, may_try_password, starts_spell
from portal.audit.operations import record
from portal.core.clock import now
from portal.core.references import random_part
from portal.outbox.operations import queue

# 19 MiB, two passes, one lane: the least that OWASP advises for argon2id. Tests take the cheapest there is.
_FAST = os.environ.get("PORTAL_FAST_HASH") == "1"
_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1) if _FAST else PasswordHasher(2, 19_456, 1)
_NOBODYS = _HASHER.hash("nobody's password, so that unknown addresses cost the same work")


def hash_password(password: str) -> str:
    """The argon2id hash to keep."""
    return _HASHER.hash(canonical_password(password))


def matches(password_hash: str | None, password: str) -> bool:
    """Whether a password is right; as much work is done when there is no hash to compare with."""
    try:
        right = _HASHER.verify(password_hash or _NOBODYS, canonical_password(password))
    except (VerificationError, InvalidHashError):
        return False
    return right and password_hash is not None


def try_password(session: Session, *, email: str, password: str, visitor: Visitor) -> Account | None:
    """The account whose password this is, when it may sign in; None for every other reason alike.

    Counts the failures of the last quarter of an hour; tries the password if they allow it; notes the try; after a
    failure: audit, and once per spell a mail to the owner.
    """
    address = canonical_email(email)
    seen, known = _failures(session, hashed(address), visitor)
    if is_flooding(seen, known_device=known):
        matches(None, password)
        return None
    account = account_by_email(session, address)
    may_try = may_try_password(seen, known_device=known)
    right = matches(account.password_hash if account and may_try else None, password)
    allowed = right and account is not None and account.verified_at is not None and account.suspended_at is None
    _note(session, hashed(address), visitor, known=known or allowed, succeeded=allowed)
    if allowed:
        return account
    _note_failure(session, account, tried=may_try)
    if account and starts_spell(seen, known_device=known):
        _warn(session, account)
    return None


def confirm_password(session: Session, *, account: Account, password: str, visitor: Visitor) -> bool:
    """Whether someone who is signed in knows their password; counted like any other try."""
    return try_password(session, email=account.email, password=password, visitor=visitor) is not None


def note_arrival(session: Session, *, account: Account, visitor: Visitor) -> None:
    """Note that this browser belongs to the account's owner, however they proved it.

    Forgets failed tries, so that a reset or a mailed link opens what strangers had closed.
    """
    session.execute(
        delete(SignInAttempt).where(
            SignInAttempt.email_hash == hashed(account.email), SignInAttempt.succeeded.is_(False)
        )
    )
    _note(session, hashed(account.email), visitor, known=True, succeeded=True)


def set_password(session: Session, *, account: Account, password: str, keep_sign_in: int | None, actor: Actor) -> None:
    """Give an account a new password. Stores the hash; ends every sign-in but `keep_sign_in`; makes mailed links that
    sign in or reset useless; tells the owner; audit.
    """
    account.password_hash = hash_password(password)
    end_sign_ins(session, account=account, keep=keep_sign_in)
    cancel_links(session, email=account.email, purposes=(Purpose.RESET, Purpose.SIGN_IN))
    queue(
        session,
        key=f"password-changed:{account.reference}:{random_part(8)}",
        template="password_changed",
        to=recipient(account),
        about_type="account",
        about=account.reference,
    )
    record(session, "password:changed", subject_type="account", subject=account.reference, actor=actor)
    session.flush()


def _failures(session: Session, email_hash: str, visitor: Visitor) -> tuple[Failures, bool]:
    known = is_known_device(session, email_hash, visitor.device)
    return failures(session, email_hash, visitor, now()), known


def _note(session: Session, email_hash: str, visitor: Visitor, *, known: bool, succeeded: bool) -> None:
    device = visitor.device if known else ""
    session.add(SignInAttempt(email_hash=email_hash, ip=visitor.ip[:45], device=device, succeeded=succeeded, at=now()))
    session.flush()


def _note_failure(session: Session, account: Account | None, *, tried: bool) -> None:
    subject = account.reference if account else "an address without an account"
    record(session, "sign-in:failed", subject_type="account", subject=subject, actor=ANONYMOUS, tried=tried)


def _warn(session: Session, account: Account) -> None:
    queue(
        session,
        key=f"sign-in-tries:{account.reference}:{now().isoformat(timespec='minutes')}",
        template="sign_in_tries",
        to=recipient(account),
        about_type="account",
        about=account.reference,
        link="/reset",
    )
