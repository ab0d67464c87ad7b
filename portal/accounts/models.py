"""Accounts, their sign-ins and the tokens sent to them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base
from portal.core.references import new_reference


def _person_reference() -> str:
    return new_reference("P", 6)


def _invitation_reference() -> str:
    return new_reference("INV", 6)


class Account(Base):
    """A person, called `reference` in the addresses of pages.

    `contact_way` (email, phone, text, post), `language` and `contact_needs` say how staff should reach them; empty
    where they do not mind.

    `email` is in lower case and unique; nobody signs in before `verified_at` or after `suspended_at`. `totp_secret`
    is the second factor, in use once `totp_confirmed_at` is set; `totp_last_step` stops a code from being used twice.
    """

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True, default=_person_reference)
    email: Mapped[str] = mapped_column(String(320), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str] = mapped_column(String(40), default="")
    contact_needs: Mapped[str] = mapped_column(String(500), default="")
    contact_way: Mapped[str] = mapped_column(String(20), default="")
    language: Mapped[str] = mapped_column(String(60), default="")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime]
    verified_at: Mapped[datetime | None]
    suspended_at: Mapped[datetime | None]
    totp_secret: Mapped[str | None] = mapped_column(String(64))
    totp_confirmed_at: Mapped[datetime | None]
    totp_last_step: Mapped[int] = mapped_column(default=0)
    staff_roles: Mapped[list["StaffRole"]] = relationship(
        back_populates="account", foreign_keys="StaffRole.account_id", lazy="selectin"
    )


class StaffRole(Base):
    """A staff role that an administrator gave to an account."""

    __tablename__ = "staff_role"
    __table_args__ = (UniqueConstraint("account_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    role: Mapped[str] = mapped_column(String(20))
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    given_at: Mapped[datetime]
    account: Mapped[Account] = relationship(back_populates="staff_roles", foreign_keys=[account_id])


class SignIn(Base):
    """One sign-in on one device, found by the hash of the token in its cookie.

    `confirmed_at` is when the person last proved who they are here; None while a second factor is still awaited.
    """

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    user_agent: Mapped[str] = mapped_column(String(200), default="")


class Purpose(StrEnum):
    """What a mailed token is for: it works for nothing else."""

    VERIFY = "verify"
    SIGN_IN = "sign_in"
    RESET = "reset"
    STAFF_INVITATION = "staff_invitation"
    TEAM_INVITATION = "team_invitation"
    PARTNER_INVITATION = "partner_invitation"


class MailedToken(Base):
    """A token sent by mail, kept only as a hash, spent once by a POST; people who manage invitations see `reference`.

    `grants` is what accepting it gives (a staff role, or a role in the team of `organisation_id`), or the
    reference of the partnership that it opens.
    """

    __tablename__ = "mailed_token"
    __table_args__ = (Index("ix_mailed_token_email", "email", "purpose"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True, default=_invitation_reference)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(20))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    email: Mapped[str] = mapped_column(String(320))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), info={"holds": "Invitations"})
    grants: Mapped[str] = mapped_column(String(20), default="")
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    spent_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """A one-time code for when the phone with the second factor is lost; kept as a hash."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    spent_at: Mapped[datetime | None]


class SignInAttempt(Base):
    """One try at a password or code: who was meant (hashed, whether or not they exist), from where, and how it went.

    `device` marks a browser that has signed in to this account before, so that strangers cannot lock its owner out.
    """

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("ix_sign_in_attempt_email", "email_hash", "at"), Index("ix_sign_in_attempt_ip", "ip", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    email_hash: Mapped[str] = mapped_column(String(64))
    ip: Mapped[str] = mapped_column(String(45))
    device: Mapped[str] = mapped_column(String(64), default="")
    succeeded: Mapped[bool]
    at: Mapped[datetime]
