"""`portal check` finds each thing that must never be, put there behind the back of the database's own guards."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from portal.cli.invariants import faults
from portal.core.db import Database
from portal.web.settings import Settings

_SNAPSHOT = "UPDATE snapshot SET document = replace(document, 'Harbour', 'Harbor') WHERE document LIKE '%Harbour%'"
BROKEN = {
    "an award that the budget does not know": (
        "UPDATE round SET committed_pence = committed_pence + 1 WHERE slug = 'safer-communities-announced'",
        "pence are committed, but what is signed comes to",
    ),
    "a state that its decision does not say": (
        "UPDATE application SET state = 'approved' WHERE reference = 'SCF25-TDLD'",
        "SCF25-TDLD: it is approved, but its decision says not_funded.",
    ),
    "a decision that is gone": (
        "DELETE FROM notice_line WHERE reference = 'SCF25-TDLD'; "
        "DELETE FROM decision WHERE application_id = (SELECT id FROM application WHERE reference = 'SCF25-TDLD')",
        "SCF25-TDLD: it is declined, and it has no decision.",
    ),
    "something sent that can still be changed": (
        "UPDATE form_response SET frozen_at = NULL WHERE id = "
        "(SELECT response_id FROM application WHERE reference = 'SCF27-NWAY')",
        "SCF27-NWAY: it is submitted, but it was not frozen",
    ),
    "a draft that nobody can change": (
        "UPDATE form_response SET frozen_at = '2026-01-01 00:00:00' WHERE id = "
        "(SELECT response_id FROM application WHERE reference = 'SCF27-DRFT')",
        "SCF27-DRFT: it is a draft that nobody can change.",
    ),
    "a snapshot that was changed": (_SNAPSHOT, "its text is not the text of its hash."),
    "something accepted late": (
        "UPDATE snapshot SET submitted_at = '2099-01-01 00:00:00' WHERE application_id = "
        "(SELECT id FROM application WHERE reference = 'SCF27-NWAY')",
        "SCF27-NWAY: sending 1 was accepted after it was too late.",
    ),
    "a receipt that nobody got": (
        "DELETE FROM message WHERE template = 'application_received' AND about = 'SCF27-NWAY'",
        "SCF27-NWAY: nobody was sent the receipt of sending 1.",
    ),
    "a sending that the audit does not know": (
        "DELETE FROM audit_entry WHERE subject = 'SCF27-NWAY' AND action = 'application:submitted'",
        "SCF27-NWAY: its sending is not in the audit.",
    ),
    "a move that no log tells": (
        "UPDATE application SET state = 'ineligible' WHERE reference = 'SCF27-NWAY'",
        "it is ineligible, but its log says submitted.",
    ),
    "answers that no saving made": (
        "UPDATE section_answers SET revision = revision + 1 WHERE response_id = "
        "(SELECT response_id FROM application WHERE reference = 'SCF27-DRFT')",
        "they are not what its savings add up to.",
    ),
    "a form that was changed": (
        "UPDATE form_version SET sha256 = '0'",
        "its document is not the document of its hash.",
    ),
    "scores without a reason": ("UPDATE score SET reason = ''", "only 0 principles have a score and a reason."),
    "feedback released before its round": (
        "UPDATE round SET state = 'decided' WHERE slug = 'safer-communities-announced'",
        "its feedback is released, but its round is not announced.",
    ),
}  # fmt: skip


@contextmanager
def unguarded(database: Database) -> Iterator[Connection]:
    """A transaction that the triggers do not see: a slip of somebody with the database's password."""
    with database.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            wanted = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            for name in connection.scalars(text(wanted)).all():
                connection.execute(text(f"DROP TRIGGER {name}"))
            connection.execute(text("PRAGMA defer_foreign_keys=ON"))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        yield connection


def test_the_world_holds_together(database: Database) -> None:
    with database.session(read_only=True) as session:
        assert faults(session) == []


@pytest.mark.parametrize("name", BROKEN)
def test_each_thing_that_must_not_be_is_found_and_said(database: Database, name: str) -> None:
    statements, sentence = BROKEN[name]
    with unguarded(database) as connection:
        for statement in statements.split("; "):
            assert connection.execute(text(statement)).rowcount > 0
    with database.session(read_only=True) as session:
        found = faults(session)
    assert any(sentence in fault for fault in found), found


def test_a_file_whose_bytes_are_gone_or_changed_is_found(database: Database, settings: Settings) -> None:
    with unguarded(database) as connection:  # the world's registration documents carry no real hash
        connection.execute(text("DELETE FROM stored_file WHERE public_id LIKE 'constitution%'"))
    with database.session(read_only=True) as session:
        assert faults(session, settings.uploads) == []
        (kept, *rest) = [path for path in Path(settings.uploads).rglob("*") if "accounts" in path.name]
        kept.write_bytes(b"something else")
        rest[0].unlink()
        assert len([fault for fault in faults(session, settings.uploads) if "missing or changed" in fault]) == 2
