"""An officer's help by phone: typing for a group that asked for it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.applications.models.application import Application
from portal.core.db import Base
from portal.core.references import new_reference
from portal.organisations.models import Organisation


def _assistance_reference() -> str:
    return new_reference("AS", 6)


class Assistance(Base):
    """One officer may type for one organisation until `ends_at`, because somebody there said yes.

    `consent_*` is who said yes, how, and what was read to them. `typed_sha256` is the hash of the answers at the last
    saving in it; `read_back_*` when they were read back, and `confirmed_*` when a lead said by their own account that
    they are right.
    """

    __tablename__ = "assistance"
    __table_args__ = (
        Index("ix_assistance_officer", "officer_id", "ends_at"),
        Index("ix_assistance_organisation", "organisation_id", "id"),
        CheckConstraint("started_at < ends_at", name="ends_after_start"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True, default=_assistance_reference)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), info={"holds": "Help by phone"})
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), index=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    consent_name: Mapped[str] = mapped_column(String(200))
    consent_how: Mapped[str] = mapped_column(String(20))
    consent_words: Mapped[str]
    started_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by_name: Mapped[str] = mapped_column(String(200), default="")
    typed_at: Mapped[datetime | None]
    typed_sha256: Mapped[str] = mapped_column(String(64), default="")
    read_back_at: Mapped[datetime | None]
    read_back_to: Mapped[str] = mapped_column(String(200), default="")
    read_back_sha256: Mapped[str] = mapped_column(String(64), default="")
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    confirmed_by_name: Mapped[str] = mapped_column(String(200), default="")
    organisation: Mapped[Organisation] = relationship()
    application: Mapped[Application | None] = relationship()
    officer: Mapped[Account] = relationship(foreign_keys=[officer_id])
