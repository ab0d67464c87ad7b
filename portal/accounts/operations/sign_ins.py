"""Signing in and out."""

import secrets

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.roles import Role
from portal.accounts.models import Account, SignIn
from portal.accounts.queries import account_by_id, hashed
from portal.audit.operations import record
from portal.core.clock import now


def begin_sign_in(session: Session, *, account: Account, user_agent: str, confirmed: bool) -> str:
    """Start a sign-in and give its token, which only the cookie will hold.

    `confirmed` is False while a second factor is awaited: such a sign-in speaks for nobody yet.
    """
    token = secrets.token_urlsafe(32)
    at = now()
    session.add(
        SignIn(
            token_hash=hashed(token),
            account_id=account.id,
            started_at=at,
            seen_at=at,
            confirmed_at=at if confirmed else None,
            user_agent=user_agent[:200],
        )
    )
    session.flush()
    return token


def acting_as(account: Account, sign_in: SignIn | None = None) -> Actor:
    """The actor that an account is, without its teams: for acts of the account itself."""
    return Actor(
        account_id=account.id,
        name=account.name,
        email=account.email,
        roles=frozenset(Role(row.role) for row in account.staff_roles) or frozenset({Role.APPLICANT}),
        session_id=sign_in.id if sign_in else None,
    )


def renew_sign_in(session: Session, *, sign_in: SignIn) -> str:
    """Note that the person has proved who they are just now, and give the sign-in a new token; the old one is dead."""
    token = secrets.token_urlsafe(32)
    sign_in.token_hash = hashed(token)
    sign_in.confirmed_at = sign_in.seen_at = now()
    session.flush()
    return token


def touch_sign_in(session: Session, sign_in_id: int) -> None:
    """Note that a sign-in is in use now."""
    session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=now()))


def end_sign_in(session: Session, *, sign_in: SignIn, actor: Actor) -> None:
    """Sign out on one device; audit."""
    if sign_in.ended_at is None:
        sign_in.ended_at = now()
        account = account_by_id(session, sign_in.account_id)
        assert account is not None
        record(session, "sign-in:ended", subject_type="account", subject=account.reference, actor=actor)
        session.flush()


def sign_out_elsewhere(session: Session, *, account: Account, actor: Actor) -> None:
    """End every sign-in of a person but the one that acts; audit."""
    ended = end_sign_ins(session, account=account, keep=actor.session_id)
    record(
        session, "sign-in:ended-elsewhere", subject_type="account", subject=account.reference, actor=actor, count=ended
    )
    session.flush()


def end_sign_ins(session: Session, *, account: Account, keep: int | None = None) -> int:
    """End every sign-in of a person, on all devices, but the one to keep; how many there were."""
    wanted = update(SignIn).where(SignIn.account_id == account.id, SignIn.ended_at.is_(None))
    if keep is not None:
        wanted = wanted.where(SignIn.id != keep)
    result = session.execute(wanted.values(ended_at=now()).execution_options(synchronize_session="fetch"))
    return int(getattr(result, "rowcount", 0))
