"""Sessions that read cannot write, sessions that fail leave nothing, and instants come back as they went in."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, StatementError

from portal.core.clock import now
from portal.core.db import Database
from portal.outbox.models import Message


def _message(key: str, at: datetime | None = None) -> Message:
    at = at or now()
    return Message(
        key=key, template="t", to_name="A", to_email="a@example.org", subject="s", body="b", about_type="x", about="y",
        message_id=f"{key}@test", queued_at=at, due_at=at,
    )  # fmt: skip


def _count(database: Database) -> int:
    with database.session(read_only=True) as session:
        return session.scalar(select(func.count(Message.id))) or 0


STATEMENTS = [
    "INSERT INTO message SELECT * FROM message",
    "UPDATE message SET subject = 'x'",
    "DELETE FROM message",
    "CREATE TABLE sneaky (id INTEGER)",
    "DROP TABLE message",
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_reading_session_cannot_write(empty_database: Database, statement: str) -> None:
    with empty_database.session() as session:
        session.add(_message("one"))
    with pytest.raises(DBAPIError, match=r"readonly|read-only"), empty_database.session(read_only=True) as session:
        session.execute(text(statement))
    assert _count(empty_database) == 1


def test_a_reading_session_cannot_write_objects(empty_database: Database) -> None:
    with pytest.raises(DBAPIError), empty_database.session(read_only=True) as session:
        session.add(_message("one"))
    assert _count(empty_database) == 0


def test_a_connection_that_read_can_write_when_it_is_used_again(empty_database: Database) -> None:
    for number in range(4):
        assert _count(empty_database) == number
        with empty_database.session() as session:
            session.add(_message(str(number)))


def test_what_raises_leaves_nothing(empty_database: Database) -> None:
    with pytest.raises(ZeroDivisionError), empty_database.session() as session:
        session.add(_message("one"))
        session.flush()
        _ = 1 / 0
    assert _count(empty_database) == 0


def test_readers_do_not_wait_for_a_writer(empty_database: Database) -> None:
    with empty_database.session() as writer:
        writer.add(_message("one"))
        writer.flush()
        assert _count(empty_database) == 0
    assert _count(empty_database) == 1


@pytest.mark.parametrize("hours", [0, 1, -11, 14])
def test_instants_keep_their_moment_and_their_zone(empty_database: Database, hours: int) -> None:
    at = datetime(2027, 3, 28, 1, 30, 5, 123456, tzinfo=timezone(timedelta(hours=hours)))
    with empty_database.session() as session:
        session.add(_message("one", at))
    with empty_database.session(read_only=True) as session:
        found = session.scalars(select(Message)).one()
        assert (found.due_at, found.due_at.tzinfo, found.sent_at) == (at, UTC, None)


def test_an_instant_without_a_zone_is_refused(empty_database: Database) -> None:
    naive = now().replace(tzinfo=None)
    with pytest.raises(StatementError, match="without a time zone"), empty_database.session() as session:
        session.add(_message("one", naive))


def test_a_pair_that_points_nowhere_is_refused(empty_database: Database) -> None:
    lost = _message("one")
    lost.account_id = 4711
    with pytest.raises(DBAPIError, match=r"(?i)foreign key"), empty_database.session() as session:
        session.add(lost)
