"""What officers note about a member."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.core.db import Base


class MemberNote(Base):
    """A note of the office about an organisation: for officers only. No page changes it."""

    __tablename__ = "member_note"
    __table_args__ = (Index("ix_member_note_organisation", "organisation_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), info={"holds": "Notes"})
    at: Mapped[datetime]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    words: Mapped[str]
    written_by: Mapped[Account] = relationship()
