"""The audit trail: what was done stands, in the same transaction as the deed, and nobody changes it."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from portal.access.actor import SYSTEM, Actor
from portal.audit.models import AuditEntry
from portal.audit.operations import record
from portal.audit.queries import count_entries, entries, entries_about
from portal.core.db import Database
from portal.core.paging import Paging

REPLACE = (
    "REPLACE INTO audit_entry (id, at, actor_name, action, subject_type, subject, detail) "
    "VALUES (1, '2027-01-01', 'Nobody', 'x:y', 'x', 'y', '{}')"
)


@pytest.fixture
def trail(empty_database: Database) -> Database:
    """Two entries."""
    with empty_database.session() as session:
        record(session, "fund:opened", subject_type="fund", subject="SCF27", actor=SYSTEM, budget=60_000_000)
        session.flush()
        record(session, "fund:closed", subject_type="fund", subject="SCF27", actor=Actor(None, "100% Olive"))
    return empty_database


def _rows(database: Database) -> list[tuple[object, ...]]:
    with database.session(read_only=True) as session:
        found = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
        return [(e.actor_id, e.actor_name, e.action, e.subject_type, e.subject, e.detail) for e in found]


WANTED = [
    (None, "The portal", "fund:opened", "fund", "SCF27", {"budget": 60_000_000}),
    (None, "100% Olive", "fund:closed", "fund", "SCF27", {}),
]


def test_entries_say_who_did_what(trail: Database) -> None:
    assert _rows(trail) == WANTED


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET action = 'x:y'",
        "UPDATE audit_entry SET actor_name = actor_name WHERE id = 1",
        "DELETE FROM audit_entry",
        "DELETE FROM audit_entry WHERE id = 2",
        "INSERT INTO audit_entry SELECT * FROM audit_entry WHERE id = 1 ON CONFLICT (id) DO UPDATE SET action = 'x:y'",
    ],
)
def test_the_database_refuses_to_change_them(trail: Database, statement: str) -> None:
    if trail.engine.dialect.name == "sqlite":
        statement = statement.replace("WHERE id = 1 ON", "WHERE id = 1 AND true ON")
    with pytest.raises(DBAPIError, match="audit_entry rows are never changed"), trail.session() as session:
        session.execute(text(statement))
    assert _rows(trail) == WANTED


def test_replacing_is_changing(trail: Database) -> None:
    if trail.engine.dialect.name != "sqlite":
        pytest.skip("a statement of SQLite")
    with pytest.raises(DBAPIError, match="audit_entry rows are never changed"), trail.session() as session:
        session.execute(text(REPLACE))
    assert _rows(trail) == WANTED


@pytest.mark.parametrize("change", ["set", "delete"])
def test_objects_are_refused_too(trail: Database, change: str) -> None:
    with pytest.raises(DBAPIError, match="audit_entry rows are never changed"), trail.session() as session:
        entry = session.get_one(AuditEntry, 1)
        if change == "set":
            entry.actor_name = "Nobody"
        else:
            session.delete(entry)
    assert _rows(trail) == WANTED


def test_an_entry_falls_with_its_deed(trail: Database) -> None:
    with pytest.raises(ZeroDivisionError), trail.session() as session:
        record(session, "fund:lost", subject_type="fund", subject="SCF27", actor=SYSTEM)
        session.flush()
        _ = 1 / 0
    assert _rows(trail) == WANTED


def test_long_names_are_cut_and_the_deed_is_done(trail: Database) -> None:
    with trail.session() as session:
        record(session, "x:y", subject_type="x", subject="s" * 500, actor=Actor(None, "n" * 500))
    assert _rows(trail)[-1] == (None, "n" * 200, "x:y", "x", "s" * 80, {})


def test_newest_first_and_about_one_thing(trail: Database) -> None:
    with trail.session(read_only=True) as session:
        assert [e.action for e in entries_about(session, "fund", "SCF27")] == ["fund:closed", "fund:opened"]
        assert list(entries_about(session, "round", "SCF27")) == []


@pytest.mark.parametrize(
    ("search", "actions"),
    [
        ("", ["fund:closed", "fund:opened"]), ("OPENED", ["fund:opened"]), ("scf27", ["fund:closed", "fund:opened"]),
        ("100%", ["fund:closed"]), ("%", ["fund:closed"]), ("_", []), ("\\", []), ("' OR 1=1 --", []),
    ],
)  # fmt: skip
def test_a_search_is_literal(trail: Database, search: str, actions: list[str]) -> None:
    with trail.session(read_only=True) as session:
        assert [e.action for e in entries(session, search, Paging(1, 2))] == actions
        assert count_entries(session, search) == len(actions)


def test_pages_part_the_list(trail: Database) -> None:
    with trail.session(read_only=True) as session:
        assert [e.action for e in entries(session, "", Paging(2, 2, 1))] == ["fund:opened"]
