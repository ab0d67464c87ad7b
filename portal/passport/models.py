"""What an organisation keeps for every fund: its documents, each version of them."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base
from portal.documents.models import StoredFile


@dataclass(frozen=True)
class DocumentKind:
    """A kind of document as the pack has it.

    `expires`: an end day is written on it. `sensitive`: marked wherever somebody opened it. `private`: opened in the
    team by leads and finance only. `finance`: kept by leads and finance. `review_months`: look at it again after.
    """

    value: str
    label: str
    help: str
    expires: bool
    sensitive: bool
    private: bool
    finance: bool
    review_months: int


class PassportDocument(Base):
    """One version of one kind of document; the newest upload of a kind is the one that counts, the rest is history.

    `kind` is a value of the pack's document_types. `starts_on` is the day it was signed or begins, `expires_on` its
    last good day, `dated_at` when somebody said so. `source` is where it came from: `registration`, the reference of
    an application, or empty for the passport itself. `sent_at` is when it was first sent to the office with a form:
    from then on it is never removed.
    """

    __tablename__ = "passport_document"
    __table_args__ = (
        Index("ix_passport_document_organisation", "organisation_id", "kind"),
        Index("ix_passport_document_expiry", "expires_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), info={"holds": "Documents"})
    kind: Mapped[str] = mapped_column(String(40))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    starts_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    dated_at: Mapped[datetime | None]
    source: Mapped[str] = mapped_column(String(20), default="")
    added_at: Mapped[datetime]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    added_by_name: Mapped[str] = mapped_column(String(200))
    sent_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    file: Mapped[StoredFile] = relationship()
