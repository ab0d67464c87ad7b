"""Organisations, their teams and their membership."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.core.db import Base
from portal.formkit.models import Response
from portal.organisations.states import MembershipState, RenewalState


class Organisation(Base):
    """A group that may ask for money. Facts come from its approved registration; numbers only where it has them.

    `kind` is a value of the pack's organisation_types, `income_band` of income_bands. `by_and_for` is the group's own
    word on whether it is led by and for its community: a value of the form's question, or nothing.
    `merged_into` is the entry of the same group that all of this one's things went to.

    A foreign key to this table says what merging does with its rows by `info`: `holds` is what they are called when
    they are counted, `both` what two organisations cannot both have when merged, `twice_goes` that of two such rows
    one is deleted. See `operations/merging.py`.
    """

    __tablename__ = "organisation"
    __table_args__ = (
        Index("ix_organisation_in_order", text("lower(name)"), "id"),
        Index("ix_organisation_kind", "kind"),
        Index("ix_organisation_income_band", "income_band"),
        Index("ix_organisation_by_and_for", "by_and_for"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    kind: Mapped[str] = mapped_column(String(40), default="")
    charity_number: Mapped[str] = mapped_column(String(20), default="")
    company_number: Mapped[str] = mapped_column(String(20), default="")
    income_band: Mapped[str] = mapped_column(String(20), default="")
    by_and_for: Mapped[str] = mapped_column(String(20), default="")
    postcode: Mapped[str] = mapped_column(String(10), default="")
    address_private: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    merged_into_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id"), index=True, info={"holds": "Entries merged earlier"}
    )
    merged_at: Mapped[datetime | None]
    team: Mapped[list["TeamMember"]] = relationship(back_populates="organisation")
    membership: Mapped["Membership | None"] = relationship(back_populates="organisation", uselist=False)
    merged_into: Mapped["Organisation | None"] = relationship(remote_side="Organisation.id")
    reach: Mapped[list["Reach"]] = relationship(cascade="all, delete-orphan", order_by="Reach.value")

    def reaches(self, kind: "ReachKind") -> list[str]:
        """The districts (ONS codes), themes or communities (values of the pack) that the group works in, sorted."""
        return sorted(row.value for row in self.reach if row.kind == kind)


class ReachKind(StrEnum):
    """What a group can reach."""

    DISTRICT = "district"
    THEME = "theme"
    COMMUNITY = "community"


class Reach(Base):
    """One district, theme or community that a group works in or for: a row each, so that lists can ask for it."""

    __tablename__ = "organisation_reach"
    __table_args__ = (Index("ix_organisation_reach", "kind", "value", "organisation_id"),)

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    value: Mapped[str] = mapped_column(String(40), primary_key=True)


class TeamMember(Base):
    """A person in an organisation's team, and their role there."""

    __tablename__ = "team_member"
    __table_args__ = (UniqueConstraint("organisation_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), info={"holds": "People in the team"})
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    job: Mapped[str] = mapped_column(String(80), default="")
    joined_at: Mapped[datetime]
    organisation: Mapped[Organisation] = relationship(back_populates="team")
    account: Mapped[Account] = relationship()


class Membership(Base):
    """An organisation's membership of the Funding Network: its form, where it stands, and what the office said.

    `message` is the office's last word to the group (what more is needed, the reason, or the conditions).
    `renewal_waits` is True from when a renewal was sent until the office has answered it.
    """

    __tablename__ = "membership"
    __table_args__ = (
        Index("ix_membership_applied_at", "applied_at"),
        Index("ix_membership_approved_until", "approved_until"),
        Index("ix_membership_end", "state", "approved_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), unique=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("form_response.id"))
    state: Mapped[str] = mapped_column(String(20), default=MembershipState.DRAFT, index=True)
    applied_at: Mapped[datetime | None]
    applied_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reply_by: Mapped[date | None]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    message: Mapped[str] = mapped_column(default="")
    approved_until: Mapped[date | None]
    renewal_waits: Mapped[bool] = mapped_column(default=False, server_default=false())
    organisation: Mapped[Organisation] = relationship(back_populates="membership")
    response: Mapped[Response] = relationship()


class Check(Base):
    """What an officer found once about one thing of an organisation. Never changed: a new look is a new row.

    `key` is one of the pack's staff_checks. `live` is True for the outcome that counts, then NULL (which no unique
    constraint counts), so that earlier ones stay to read. `expires_on` is the last day that it counts.
    """

    __tablename__ = "member_check"
    __table_args__ = (UniqueConstraint("organisation_id", "key", "live"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), info={"holds": "Checks on file"})
    key: Mapped[str] = mapped_column(String(40))
    live: Mapped[bool | None] = mapped_column(default=True)
    outcome: Mapped[str] = mapped_column(String(20))
    note: Mapped[str]
    expires_on: Mapped[date | None]
    checked_at: Mapped[datetime]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    checked_by_name: Mapped[str] = mapped_column(String(200))


class Renewal(Base):
    """One year's renewal of a membership: the group goes through its details and sends them.

    The answers are a response of its own that begins as a copy of `before`, so that nothing of the membership changes
    until it is renewed. `said` maps the sections of the form to "no" (nothing changed) or "yes". `ends_on` is the
    last day of the membership that is renewed. `live` is True until the renewal is over, then NULL.
    """

    __tablename__ = "renewal"
    __table_args__ = (
        UniqueConstraint("membership_id", "live"),
        Index("ix_renewal_state", "state", "sent_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    state: Mapped[str] = mapped_column(String(20), default=RenewalState.BEGUN)
    live: Mapped[bool | None] = mapped_column(default=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("form_response.id"), unique=True)
    before_id: Mapped[int] = mapped_column(ForeignKey("form_response.id"))
    said: Mapped[dict[str, Any]] = mapped_column(default=dict)
    ends_on: Mapped[date]
    begun_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    sent_by_name: Mapped[str] = mapped_column(String(200), default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    message: Mapped[str] = mapped_column(default="")
    membership: Mapped[Membership] = relationship()
    response: Mapped[Response] = relationship(foreign_keys=[response_id])
    before: Mapped[Response] = relationship(foreign_keys=[before_id])


class OrganisationKey(Base):
    """What a name or number of an organisation is compared by, folded so that look-alikes have the same value.

    `kind` is one of `rules.folding.KeyKind`.
    """

    __tablename__ = "organisation_key"
    __table_args__ = (
        UniqueConstraint("organisation_id", "kind", "value"),
        Index("ix_organisation_key_value", "value", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[str] = mapped_column(String(20))
    value: Mapped[str] = mapped_column(String(200))


class NoDouble(Base):
    """An officer's word that two organisations that look alike are two groups. `kinds` are the keys that were alike.

    The one with the lower id is `organisation_id`, so that there is one row for a pair.
    """

    __tablename__ = "no_double"
    __table_args__ = (
        UniqueConstraint("organisation_id", "other_id"),
        CheckConstraint("organisation_id < other_id", name="in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    kinds: Mapped[list[str]]
    reason: Mapped[str]
    said_at: Mapped[datetime]
    said_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    said_by_name: Mapped[str] = mapped_column(String(200))
