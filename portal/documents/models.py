"""Stored files, and who opened them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base
from portal.core.immutable import make_immutable
from portal.documents.states import Scan


class StoredFile(Base):
    """One upload of an organisation, or of the office (no organisation).

    The bytes lie in the uploads folder under `public_id`, never under `name`.

    `removed_at` marks a file taken away before submission; its bytes go, the row stays for the audit.
    `scan` is what the scanner said, at `scanned_at`, and `scan_found` the name of the virus. Where no scanner is set,
    files wait for one and are open meanwhile.
    """

    __tablename__ = "stored_file"
    __table_args__ = (Index("ix_stored_file_scan", "scan", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(40), unique=True)
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id"), index=True, info={"holds": "Files"}
    )
    name: Mapped[str] = mapped_column(String(200))
    content_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    uploaded_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    scan: Mapped[str] = mapped_column(String(20), default=Scan.WAITING)
    scanned_at: Mapped[datetime | None]
    scan_found: Mapped[str] = mapped_column(String(100), default="")


class FileReading(Base):
    """That somebody was given a file. `reader_as` is what they were to it: `team`, or the role that let them in."""

    __tablename__ = "file_reading"

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    reader_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reader_name: Mapped[str] = mapped_column(String(200))
    reader_as: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    file: Mapped[StoredFile] = relationship()


make_immutable(FileReading.__table__)
