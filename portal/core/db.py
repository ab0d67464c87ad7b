"""Tables, sessions and the two databases.

A session is opened for reading or for writing, and the database itself holds it to that: SQLite by `query_only`,
PostgreSQL by `READ ONLY`. Writers on SQLite begin with BEGIN IMMEDIATE, because a transaction that reads first and
writes later fails at once when another has written in between, whatever the timeout.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import JSON, Connection, DateTime, Dialect, Engine, MetaData, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

BUSY_SECONDS = 20
_ITS_TURN, _ONLY_READS = "its turn to write", "only reads"  # what we note about a connection
_POOL = {"pool_size": 10, "max_overflow": 10}  # more than a web process has threads, so that none connects anew


class UTCDateTime(TypeDecorator[datetime]):
    """An aware UTC instant. Refuses naive values, and gives aware ones back on SQLite too."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC; a naive datetime is a programming error."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without a time zone")
        return value.astimezone(UTC).replace(tzinfo=None) if dialect.name == "sqlite" else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The parent of every table."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UTCDateTime, dict[str, Any]: JSON, list[Any]: JSON, list[str]: JSON}


class Database:
    """An engine and the two kinds of session on it."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.engine = make_engine(url)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)

    def open(self, *, read_only: bool = False) -> Session:
        """A new session, its transaction already begun; the caller commits or rolls back, and closes."""
        session = self._sessions()
        options = {"read_only": True, "postgresql_readonly": True} if read_only else {}
        try:
            session.connection(execution_options=options)
        except BaseException:
            session.close()
            raise
        return session

    @contextmanager
    def session(self, *, read_only: bool = False) -> Iterator[Session]:
        """A session that commits at the end of the block, or rolls back when it raises."""
        session = self.open(read_only=read_only)
        try:
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.close()


def make_engine(url: str) -> Engine:
    """An engine for SQLite or PostgreSQL with this portal's settings."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}, **_POOL)
        turns = _Turns()
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", turns.begin)
        event.listen(engine, "checkin", turns.end)
        return engine
    return create_engine(parsed, pool_pre_ping=True, **_POOL)


def insert_or(session: Session, model: type[Base]) -> "sqlite.Insert | postgresql.Insert":
    """An INSERT that may say what to do when the row is there already (`on_conflict_do_nothing`, `..._do_update`).

    For rows that two people, or two presses, may begin at the same moment: neither gets an error.
    """
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(model)


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself: _begin_sqlite does
    cursor = connection.cursor()
    # recursive_triggers: else INSERT OR REPLACE would delete a row behind the back of the trigger that guards it
    settings = (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "temp_store=MEMORY",
        "recursive_triggers=ON",
    )
    for pragma in settings:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


class _Turns:
    """Begins transactions on SQLite. Writers of this process queue for their turn, and the next is woken at once.

    SQLite itself would let them sleep, for longer each time, and try again; that is left for other processes.
    """

    def __init__(self) -> None:
        self._free = Lock()

    def begin(self, connection: Connection) -> None:
        """Begin for reading or for writing, as the session was opened."""
        read_only = connection.get_execution_options().get("read_only", False)
        if not read_only and self._free.acquire(timeout=BUSY_SECONDS):
            connection.info[_ITS_TURN] = True
        if connection.info.get(_ONLY_READS) is not read_only:
            connection.exec_driver_sql(f"PRAGMA query_only={int(read_only)}")
            connection.info[_ONLY_READS] = read_only
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    def end(self, _connection: sqlite3.Connection | None, record: ConnectionPoolEntry) -> None:
        """Let the next one write: the connection is given back, whether its transaction went well or not."""
        if record.info.pop(_ITS_TURN, False):
            self._free.release()
