"""The worker's part in scanning: every file that waits is shown to the scanner, and its answer is kept."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from portal.access.actor import SYSTEM
from portal.core.db import Database
from portal.documents.clamav import ScannerFailed, virus_in
from portal.documents.models import StoredFile
from portal.documents.operations import path_of, settle_scan
from portal.documents.queries import file_to_settle, next_to_scan

log = logging.getLogger("portal.documents")
WhenInfected = Callable[[Session, StoredFile], None]


def scan_waiting(database: Database, *, scanner: str, folder: Path, infected: Sequence[WhenInfected] = ()) -> int:
    """Scan every file that waits, the oldest first; how many were settled.

    No transaction is open while the scanner looks. Where it gives no clear answer, the file goes on waiting: nothing
    is ever called clean that was not found clean. `infected` are told in the transaction that keeps the verdict.
    """
    settled, last = 0, 0
    while (found := _next(database, last)) is not None:
        last, public_id = found
        try:
            with path_of(folder, public_id).open("rb") as stream:
                virus = virus_in(stream, scanner)
        except FileNotFoundError:
            log.error("file %s waits to be scanned, but its bytes are not there", public_id)
            continue
        except ScannerFailed as error:
            log.warning("file %s was not scanned and goes on waiting: %s", public_id, error)
            if error.gone:
                break
            continue
        settled += _settle(database, last, virus, folder, infected)
    return settled


def _next(database: Database, after: int) -> tuple[int, str] | None:
    with database.session(read_only=True) as session:
        stored = next_to_scan(session, after)
        return (stored.id, stored.public_id) if stored else None


def _settle(database: Database, number: int, virus: str, folder: Path, infected: Sequence[WhenInfected]) -> int:
    with database.session() as session:
        stored = file_to_settle(session, number)
        if stored is None:  # removed meanwhile, or another worker was quicker
            return 0
        settle_scan(session, stored=stored, virus=virus, folder=folder, actor=SYSTEM)
        if virus:
            log.warning("a virus was found in file %s and its bytes are deleted: %s", stored.public_id, virus)
            for tell in infected:
                tell(session, stored)
    return 1
