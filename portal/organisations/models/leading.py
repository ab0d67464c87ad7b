"""What goes on between people of a team: handing over to somebody, and asking the office to be made lead."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.core.db import Base
from portal.core.references import new_reference
from portal.organisations.models import Organisation


def _reference() -> str:
    return new_reference("LR", 6)


class Handover(Base):
    """A lead who leaves as soon as somebody they invited has joined; `open` until then, or until it is given up."""

    __tablename__ = "handover"
    __table_args__ = (UniqueConstraint("organisation_id", "leaver_id", "open"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id"), info={"holds": "Handovers", "both": "a handover of the same person"}
    )
    leaver_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    email: Mapped[str] = mapped_column(String(320))
    asked_at: Mapped[datetime]
    open: Mapped[bool | None] = mapped_column(default=True)
    ended_at: Mapped[datetime | None]
    leaver: Mapped[Account] = relationship()


class LeadRequest(Base):
    """Somebody asks the office to make them lead, because the lead is gone. One is open for a person at a time.

    `organisation_id` is None where only words were typed: whoever is not in the team is never told which
    organisations there are. `outcome` is `granted` or `declined`, with the officer's reason.
    """

    __tablename__ = "lead_request"
    __table_args__ = (UniqueConstraint("account_id", "open"), Index("ix_lead_request_open", "open", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True, default=_reference)
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id"), info={"holds": "Requests to lead"}
    )
    typed: Mapped[str] = mapped_column(String(200), default="")
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str]
    asked_at: Mapped[datetime]
    open: Mapped[bool | None] = mapped_column(default=True)
    outcome: Mapped[str] = mapped_column(String(20), default="")
    decision_reason: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    account: Mapped[Account] = relationship(foreign_keys=[account_id])
    organisation: Mapped[Organisation | None] = relationship()
