"""The worker shows waiting files to the scanner that the installation names, and leaves them where none is named."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.cli.invariants import faults
from portal.cli.serving import chores
from portal.core.db import Database
from portal.documents.models import StoredFile
from portal.documents.operations import path_of
from portal.documents.states import Scan
from portal.web.settings import Settings
from tests.support.files import EICAR, PDF
from tests.support.scanner import listening
from tests.support.world import World


def scans(database: Database) -> set[str]:
    with database.session(read_only=True) as session:
        return set(session.scalars(select(StoredFile.scan)))


@pytest.mark.parametrize("named", [True, False])
def test_the_worker_scans_where_a_scanner_is_named(
    database: Database, settings: Settings, world: World, tmp_path: Path, named: bool
) -> None:
    path = path_of(settings.uploads, world.draft_file)
    path.write_bytes(PDF + EICAR)
    with listening(tmp_path / "clamd.sock") as scanner:
        chores(replace(settings, scanner=scanner.address if named else ""), database)()
    assert scans(database) == ({Scan.CLEAN, Scan.INFECTED} if named else {Scan.WAITING})
    assert path.exists() is not named
    with database.session(read_only=True) as session:
        told = [fault for fault in faults(session, settings.uploads) if "a virus was found" in fault]
    assert told == []
    path.write_bytes(PDF + EICAR)
    with database.session(read_only=True) as session:
        told = [fault for fault in faults(session, settings.uploads) if "a virus was found" in fault]
    assert told == (
        [f"File {world.draft_file}: a virus was found in it, but its bytes are still there."] if named else []
    )
