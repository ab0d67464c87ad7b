"""The second factor: codes from an app, and recovery codes for when the phone is lost."""

import secrets

import pyotp
from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.accounts.models import Account, RecoveryCode, SignInAttempt
from portal.accounts.operations.links import recipient
from portal.accounts.operations.sign_ins import end_sign_ins
from portal.accounts.policy import MANAGE_PEOPLE
from portal.accounts.queries import failures, hashed, recovery_codes
from portal.accounts.rules import MOST_FAILURES, Visitor, canonical_code, code_step
from portal.audit.operations import record
from portal.core.clock import now
from portal.core.references import random_part
from portal.core.refusal import Refused
from portal.outbox.operations import queue

CODES = 10


def new_secret() -> str:
    """A key for an authenticator app."""
    return pyotp.random_base32()


def set_up(session: Session, *, account: Account, secret: str, code: str, actor: Actor) -> list[str] | None:
    """Begin to use an app whose first code is right: stores the key and that code's step, makes recovery codes, audit.

    Gives the recovery codes, to be shown once; None when the code is wrong.
    """
    step = code_step(secret, canonical_code(code), now(), last_step=0)
    if step is None:
        return None
    account.totp_secret = secret
    account.totp_confirmed_at = now()
    account.totp_last_step = step
    record(session, "second-factor:set-up", subject_type="account", subject=account.reference, actor=actor)
    return renew_recovery_codes(session, account=account, actor=actor)


def renew_recovery_codes(session: Session, *, account: Account, actor: Actor) -> list[str]:
    """Ten new recovery codes instead of the old ones, to be shown once; audit."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    codes = [f"{random_part(5)}-{random_part(5)}" for _ in range(CODES)]
    session.add_all(RecoveryCode(account_id=account.id, code_hash=_hash(account, code)) for code in codes)
    record(session, "recovery-codes:made", subject_type="account", subject=account.reference, actor=actor)
    session.flush()
    return codes


def try_code(session: Session, *, account: Account, code: str, visitor: Visitor, actor: Actor) -> bool:
    """Whether a code proves who they are: each works once.

    Raises Refused after ten wrong ones within a quarter of an hour. Notes the try; audit of a failure or of a recovery
    code used.
    """
    name = hashed(f"second factor of {account.reference}")
    session.refresh(account, ["totp_last_step"], with_for_update=True)
    if failures(session, name, visitor, now()).strangers >= MOST_FAILURES:
        raise Refused("Wait 15 minutes, then sign in again.", title="Too many wrong codes")
    right = _is_right(session, account, canonical_code(code), actor)
    session.add(SignInAttempt(email_hash=name, ip=visitor.ip[:45], device="", succeeded=right, at=now()))
    if not right:
        record(session, "second-factor:failed", subject_type="account", subject=account.reference, actor=actor)
    session.flush()
    return right


def reset_second_factor(session: Session, *, account: Account, actor: Actor) -> None:
    """Take a person's second factor away, so that they set it up anew: ends their sign-ins, tells them, audit."""
    require(actor, MANAGE_PEOPLE)
    account.totp_secret = None
    account.totp_confirmed_at = None
    account.totp_last_step = 0
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    end_sign_ins(session, account=account)
    queue(
        session,
        key=f"second-factor-reset:{account.reference}:{secrets.token_hex(6)}",
        template="second_factor_reset",
        to=recipient(account),
        about_type="account",
        about=account.reference,
        link="/sign-in",
    )
    record(session, "second-factor:reset", subject_type="account", subject=account.reference, actor=actor)
    session.flush()


def _is_right(session: Session, account: Account, code: str, actor: Actor) -> bool:
    step = (
        code_step(account.totp_secret, code, now(), last_step=account.totp_last_step) if account.totp_secret else None
    )
    if step is not None:
        account.totp_last_step = step
        return True
    kept = _hash(account, code)
    for row in recovery_codes(session, account.id):
        if secrets.compare_digest(row.code_hash, kept):
            row.spent_at = now()
            record(session, "recovery-code:used", subject_type="account", subject=account.reference, actor=actor)
            return True
    return False


def _hash(account: Account, code: str) -> str:
    return hashed(f"{account.reference}:{canonical_code(code)}")
