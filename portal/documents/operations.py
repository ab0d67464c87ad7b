"""Keeping and removing files."""

import hashlib
import logging
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import IO

from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.roles import Role
from portal.audit.operations import record
from portal.core.clock import now
from portal.core.text import one_line
from portal.documents.models import FileReading, StoredFile
from portal.documents.queries import count_files
from portal.documents.rules import ANY, Limits, Unacceptable, clean_name, kind_of
from portal.documents.states import Scan

MOST_FILES = 300
log = logging.getLogger("portal.documents")


def store_file(
    session: Session,
    *,
    organisation_id: int | None,
    upload: IO[bytes],
    filename: str,
    folder: Path,
    actor: Actor,
    limits: Limits = ANY,
) -> StoredFile:
    """Keep an upload of an organisation, or of the office (None).

    Raises Unacceptable, with the reason, when it cannot be taken.

    Judges the bytes; writes them under a random name and to the disk before anything is acknowledged, to be taken
    away again when the transaction is rolled back; adds the row; audit.
    """
    size = upload.seek(0, os.SEEK_END)
    kind = kind_of(upload, size, limits)
    if organisation_id is not None and count_files(session, organisation_id) >= MOST_FILES:
        raise Unacceptable(f"Your organisation has {MOST_FILES} files. Remove one that you do not need")
    public_id = secrets.token_urlsafe(18)
    digest = _write(upload, folder, public_id)
    path = path_of(folder, public_id)
    _when_it_ends(session, undone=lambda: _take_away(path))
    stored = StoredFile(
        public_id=public_id,
        organisation_id=organisation_id,
        name=clean_name(filename, kind),
        content_type=kind.content_type,
        size=size,
        sha256=digest,
        uploaded_by_id=actor.account_id,
        uploaded_at=now(),
    )
    session.add(stored)
    record(session, "file:stored", subject_type="file", subject=public_id, actor=actor, size=size, type=kind.ending)
    session.flush()
    return stored


def remove_file(session: Session, *, stored: StoredFile, folder: Path, actor: Actor) -> None:
    """Take a file away before its form is sent: marks the row, audit; the bytes go when that is committed."""
    if stored.removed_at is None:
        stored.removed_at = now()
        path = path_of(folder, stored.public_id)
        _when_it_ends(session, done=lambda: _take_away(path))
        record(session, "file:removed", subject_type="file", subject=stored.public_id, actor=actor)
        session.flush()


def note_reading(session: Session, *, stored: StoredFile, actor: Actor) -> FileReading:
    """Write down that a file is given to somebody, and as what: `team`, or the first of their staff roles.

    Whether they may have it was judged by the rule of whatever names the file. The row can never be changed.
    """
    reading = FileReading(
        file_id=stored.id,
        reader_id=actor.account_id,
        reader_name=actor.name[:200],
        reader_as=next((role.value for role in Role if role in actor.roles and actor.is_staff), "team"),
        at=now(),
    )
    session.add(reading)
    session.flush()
    return reading


def settle_scan(session: Session, *, stored: StoredFile, virus: str, folder: Path, actor: Actor) -> None:
    """Note what the scanner said of a file that waited: nothing, or the name of a virus. Audit.

    The bytes of an infected file go when that is committed; its row stays, so that people can be told.
    """
    stored.scan = Scan.INFECTED if virus else Scan.CLEAN
    stored.scanned_at = now()
    stored.scan_found = one_line(virus)[:100]
    if virus:
        path = path_of(folder, stored.public_id)
        _when_it_ends(session, done=lambda: _take_away(path))
    verb = "file:infected" if virus else "file:clean"
    record(session, verb, subject_type="file", subject=stored.public_id, actor=actor, found=stored.scan_found)
    session.flush()


def path_of(folder: Path, public_id: str) -> Path:
    """Where the bytes of a file lie."""
    return folder / public_id[:2] / public_id


def _when_it_ends(
    session: Session, *, done: Callable[[], None] = lambda: None, undone: Callable[[], None] = lambda: None
) -> None:
    """Act on the disk when the present transaction is committed, or rolled back; a later one is no matter of ours."""
    acts = {"after_commit": done, "after_rollback": undone}

    def act(name: str) -> None:
        chosen = acts.get(name)
        acts.clear()
        if chosen:
            chosen()

    for name in tuple(acts):
        event.listen(session, name, lambda _session, name=name: act(name))


def _take_away(path: Path) -> None:
    """Delete the bytes; where the disk refuses, they stay as litter that no row points to."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        log.warning("%s could not be deleted", path.name, exc_info=True)


def _write(upload: IO[bytes], folder: Path, public_id: str) -> str:
    """Copy the bytes to the disk, flushed, and give their SHA-256."""
    path = path_of(folder, public_id)
    digest = hashlib.sha256()
    upload.seek(0)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as target:
            while block := upload.read(1 << 16):
                digest.update(block)
                target.write(block)
            target.flush()
            os.fsync(target.fileno())
    except OSError as error:
        _take_away(path)
        raise Unacceptable("We could not store the file just now. Your answers are safe. Try again later") from error
    return digest.hexdigest()
