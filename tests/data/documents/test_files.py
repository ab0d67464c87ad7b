"""Files are kept whole or not at all, and go when their removal is certain."""

import hashlib
import io
import os
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.access.actor import SYSTEM
from portal.audit.queries import entries_about
from portal.core.db import Database
from portal.documents.models import StoredFile
from portal.documents.operations import path_of, remove_file, store_file
from portal.documents.queries import count_files, file_by_public_id
from portal.documents.rules import Unacceptable
from portal.organisations.models import Organisation
from tests.support.files import PDF


def _harbour(session: Session) -> int:
    return session.scalars(select(Organisation.id).where(Organisation.reference == "ORG-HARB")).one()


def _store(session: Session, folder: Path, data: bytes = PDF, name: str = "../../plan.pdf") -> StoredFile:
    return store_file(
        session,
        organisation_id=_harbour(session),
        upload=io.BytesIO(data),
        filename=name,
        folder=folder,
        actor=SYSTEM,
    )


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _rows(database: Database) -> int:
    with database.session(read_only=True) as session:
        return session.scalar(select(func.count(StoredFile.id))) or 0


def test_a_file_is_kept_under_a_name_of_ours(database: Database, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "uploads"
    with database.session() as session:
        before = count_files(session, _harbour(session))
        stored = _store(session, folder)
        harbour = _harbour(session)
    path = path_of(folder, stored.public_id)
    assert (_files(folder), path.read_bytes()) == ([path], PDF)
    assert path.resolve().is_relative_to(folder.resolve())
    facts = (stored.name, stored.content_type, stored.size, stored.sha256, stored.organisation_id, stored.removed_at)
    assert facts == ("plan.pdf", "application/pdf", len(PDF), hashlib.sha256(PDF).hexdigest(), harbour, None)
    with database.session(read_only=True) as session:
        assert count_files(session, harbour) == before + 1
        assert file_by_public_id(session, stored.public_id) is not None
        entry = entries_about(session, "file", stored.public_id)[0]
        assert (entry.action, entry.detail) == ("file:stored", {"size": len(PDF), "type": "pdf"})


def test_the_same_file_twice_is_two_files(database: Database, tmp_path: Path) -> None:
    with database.session() as session:
        assert _store(session, tmp_path).public_id != _store(session, tmp_path).public_id
    assert len(_files(tmp_path)) == 2


def test_a_refused_file_leaves_nothing(database: Database, tmp_path: Path) -> None:
    before = _rows(database)
    with database.session() as session, pytest.raises(Unacceptable):
        _store(session, tmp_path, b"<svg/>")
    assert (_rows(database), _files(tmp_path)) == (before, [])


class Failing(io.BytesIO):
    """A disk, or an upload, that gives up half way."""

    def read(self, size: int | None = -1) -> bytes:
        """Fail once the judging is over and the copying has begun."""
        if size == 1 << 16 and self.tell() > 0:
            raise OSError(28, "No space left on device")
        return super().read(size)


def test_a_full_disk_is_told_and_leaves_nothing(database: Database, tmp_path: Path) -> None:
    before = _rows(database)
    upload = Failing(PDF + bytes(1 << 17))
    with database.session() as session, pytest.raises(Unacceptable, match=r"^We could not store the file just now"):
        store_file(
            session, organisation_id=_harbour(session), upload=upload, filename="x.pdf", folder=tmp_path, actor=SYSTEM
        )
    assert (_rows(database), _files(tmp_path)) == (before, [])


def test_a_folder_that_is_none_is_told(database: Database, tmp_path: Path) -> None:
    (tmp_path / "uploads").write_text("a file, where a folder should be")
    with database.session() as session, pytest.raises(Unacceptable, match=r"^We could not store the file just now"):
        _store(session, tmp_path / "uploads")
    assert os.listdir(tmp_path) == ["uploads"]  # noqa: PTH208 - the names are what matters


def test_what_is_rolled_back_leaves_no_bytes(database: Database, tmp_path: Path) -> None:
    before = _rows(database)
    with pytest.raises(ZeroDivisionError), database.session() as session:
        _store(session, tmp_path)
        assert len(_files(tmp_path)) == 1
        _ = 1 / 0
    assert (_rows(database), _files(tmp_path)) == (before, [])


def test_a_later_rollback_does_not_touch_what_was_committed(database: Database, tmp_path: Path) -> None:
    with database.session() as session:
        _store(session, tmp_path)
        session.commit()
        _harbour(session)
        session.rollback()
    assert len(_files(tmp_path)) == 1


def test_a_removed_file_is_gone_with_an_entry(database: Database, tmp_path: Path) -> None:
    with database.session() as session:
        stored = _store(session, tmp_path)
    with database.session() as session:
        row = session.get_one(StoredFile, stored.id)
        remove_file(session, stored=row, folder=tmp_path, actor=SYSTEM)
        remove_file(session, stored=row, folder=tmp_path, actor=SYSTEM)
    assert _files(tmp_path) == []
    with database.session(read_only=True) as session:
        assert file_by_public_id(session, stored.public_id) is None
        actions = [entry.action for entry in entries_about(session, "file", stored.public_id)]
        assert actions == ["file:removed", "file:stored"]


def test_a_removal_that_is_rolled_back_keeps_the_bytes(database: Database, tmp_path: Path) -> None:
    with database.session() as session:
        stored = _store(session, tmp_path)
    with pytest.raises(ZeroDivisionError), database.session() as session:
        remove_file(session, stored=session.get_one(StoredFile, stored.id), folder=tmp_path, actor=SYSTEM)
        _ = 1 / 0
    with database.session(read_only=True) as session:
        assert file_by_public_id(session, stored.public_id) is not None
    assert path_of(tmp_path, stored.public_id).read_bytes() == PDF


def test_a_removed_file_counts_no_more(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.session() as session:
        before = count_files(session, _harbour(session))
        monkeypatch.setattr("portal.documents.operations.MOST_FILES", before + 1)
        stored = _store(session, tmp_path)
        with pytest.raises(Unacceptable, match=rf"^Your organisation has {before + 1} files\. Remove one"):
            _store(session, tmp_path)
        remove_file(session, stored=stored, folder=tmp_path, actor=SYSTEM)
        _store(session, tmp_path)
    assert len(_files(tmp_path)) == 1
