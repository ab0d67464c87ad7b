"""Partner organisations in a bid."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.applications.models.application import Application
from portal.applications.states import PartnerState
from portal.core.db import Base
from portal.core.references import new_reference
from portal.organisations.models import Organisation


def _partner_reference() -> str:
    return new_reference("PT", 6)


class Partner(Base):
    """One organisation's part in another's application: invited, accepted, and gone again.

    `live` is True while it is invited or in, then NULL. `lines` are its costs, rows of the form's own budget columns.
    `agreed_sha256` is the hash of what ends an agreement when it changes (`rules.partnership.agreed_document`);
    `agreed_whole_sha256` that of everything as it stood then.
    """

    __tablename__ = "partner"
    __table_args__ = (
        UniqueConstraint("application_id", "organisation_id", "live"),
        Index("ix_partner_organisation", "organisation_id", "live"),
        CheckConstraint("state <> 'accepted' OR organisation_id IS NOT NULL", name="accepted_by_somebody"),
        CheckConstraint("(agreed_at IS NULL) = (agreed_sha256 = '')", name="agreed_to_something"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True, default=_partner_reference)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id"), info={"holds": "Bids as a partner", "both": "a part in the same bid"}
    )
    state: Mapped[str] = mapped_column(String(20), default=PartnerState.INVITED)
    live: Mapped[bool | None] = mapped_column(default=True)
    invited_as: Mapped[str] = mapped_column(String(320))
    invited_at: Mapped[datetime]
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    accepted_at: Mapped[datetime | None]
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    lines: Mapped[list[Any]] = mapped_column(default=list)
    revision: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[datetime | None]
    saved_by_name: Mapped[str] = mapped_column(String(200), default="")
    agreed_at: Mapped[datetime | None]
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    agreed_by_name: Mapped[str] = mapped_column(String(200), default="")
    agreed_sha256: Mapped[str] = mapped_column(String(64), default="")
    agreed_whole_sha256: Mapped[str] = mapped_column(String(64), default="")
    voided_at: Mapped[datetime | None]
    application: Mapped[Application] = relationship(back_populates="partners")
    organisation: Mapped[Organisation | None] = relationship()
