"""How Alembic meets our databases: everything that is missing in one transaction, one process at a time."""

import sqlite3

from alembic import context
from sqlalchemy import Connection, create_engine, event, pool, text

from portal.core.db import UTCDateTime
from portal.tables import metadata

LOCK = 0x46554E44  # any number that only our migrations use


def render_item(kind: str, item: object, autogen_context: object) -> str | bool:
    """Write our own column type as what the database sees."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UTCDateTime) else False


def prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    """Foreign keys off before the transaction: rebuilding a table would delete the rows that hang on it."""
    connection.isolation_level = None
    for pragma in ("busy_timeout=60000", "journal_mode=WAL", "foreign_keys=OFF"):
        connection.execute(f"PRAGMA {pragma}")


def migrate(connection: Connection) -> None:
    """Run what is missing."""
    sqlite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_item=render_item,
        render_as_batch=sqlite,
        compare_type=True,
        transactional_ddl=True,
    )
    if not sqlite:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    with context.begin_transaction():
        context.run_migrations()
    if sqlite:
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        assert not broken, f"rows that point nowhere: {broken[:5]}"


engine = create_engine(context.config.attributes["database_url"], poolclass=pool.NullPool)
if engine.dialect.name == "sqlite":
    event.listen(engine, "connect", prepare_sqlite)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
with engine.connect() as opened, opened.begin():
    migrate(opened)
engine.dispose()
