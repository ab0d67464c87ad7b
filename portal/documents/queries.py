"""Reading stored files."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, contains_eager

from portal.core.paging import Paging
from portal.documents.models import FileReading, StoredFile
from portal.documents.states import Scan


def file_by_public_id(session: Session, public_id: str) -> StoredFile | None:
    """A file that is still there."""
    wanted = select(StoredFile).where(StoredFile.public_id == public_id, StoredFile.removed_at.is_(None))
    return session.scalar(wanted)


def count_files(session: Session, organisation_id: int) -> int:
    """How many files an organisation keeps."""
    wanted = select(func.count(StoredFile.id))
    wanted = wanted.where(StoredFile.organisation_id == organisation_id, StoredFile.removed_at.is_(None))
    return session.scalar(wanted) or 0


class FileState(NamedTuple):
    """What became of a file."""

    scan: str
    removed: bool
    uploaded_at: datetime


def file_states(session: Session, organisation_id: int) -> Mapping[str, FileState]:
    """What became of each file of an organisation, by its public id, in one query."""
    wanted = select(StoredFile.public_id, StoredFile.scan, StoredFile.removed_at, StoredFile.uploaded_at)
    rows = session.execute(wanted.where(StoredFile.organisation_id == organisation_id))
    return {row.public_id: FileState(row.scan, row.removed_at is not None, row.uploaded_at) for row in rows}


def next_to_scan(session: Session, after: int) -> StoredFile | None:
    """The oldest file that no scanner has looked at, beyond the one with the id `after`."""
    wanted = select(StoredFile).where(
        StoredFile.scan == Scan.WAITING, StoredFile.id > after, StoredFile.removed_at.is_(None)
    )
    return session.scalar(wanted.order_by(StoredFile.id).limit(1))


def file_to_settle(session: Session, number: int) -> StoredFile | None:
    """A file that still waits for its verdict, locked until this transaction ends."""
    wanted = select(StoredFile).where(
        StoredFile.id == number, StoredFile.scan == Scan.WAITING, StoredFile.removed_at.is_(None)
    )
    return session.scalar(wanted.with_for_update())


def files_by_public_id(session: Session, organisation_id: int, public_ids: Sequence[str]) -> Mapping[str, StoredFile]:
    """Those files of an organisation that are still there, by their public ids."""
    if not public_ids:
        return {}
    wanted = select(StoredFile).where(
        StoredFile.organisation_id == organisation_id,
        StoredFile.public_id.in_(public_ids),
        StoredFile.removed_at.is_(None),
    )
    return {stored.public_id: stored for stored in session.scalars(wanted)}


def count_readings(session: Session, organisation_id: int) -> int:
    """How often files of an organisation were given to somebody."""
    wanted = select(func.count(FileReading.id)).join(FileReading.file).where(_of(organisation_id))
    return session.scalar(wanted) or 0


def readings(session: Session, organisation_id: int, paging: Paging) -> Sequence[FileReading]:
    """One page of who was given files of an organisation, newest first."""
    wanted = select(FileReading).join(FileReading.file).where(_of(organisation_id))
    ordered = wanted.order_by(FileReading.id.desc()).offset(paging.offset).limit(paging.size)
    return session.scalars(ordered.options(contains_eager(FileReading.file))).all()


def _of(organisation_id: int) -> ColumnElement[bool]:
    return StoredFile.organisation_id == organisation_id
