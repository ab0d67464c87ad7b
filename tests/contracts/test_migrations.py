"""Migrations and models say the same: tables, columns, constraints and the guards of rows that nobody changes."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from portal.cli.migrating import upgrade
from portal.core.db import Database
from portal.tables import metadata
from tests.support.databases import Databases

GUARDS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": (
        "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal "
        "UNION ALL SELECT proname, prosrc FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
        "WHERE n.nspname = 'public' ORDER BY 1"
    ),
}
CHECKS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name <> 'alembic_version' ORDER BY name",
    "postgresql": "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c' ORDER BY 1",
}


@pytest.fixture
def migrated(databases: Databases) -> Database:
    """A database that was made by the migrations alone."""
    url = databases.new_empty()
    upgrade(url)
    return Database(url)


def rows(connection: Connection, statements: dict[str, str]) -> list[tuple[str, str]]:
    """What a statement of this dialect finds, with spaces folded."""
    found = connection.execute(text(statements[connection.dialect.name]))
    return [(name, " ".join(str(sql).split())) for name, sql in found]


def test_the_models_need_no_further_migration(migrated: Database) -> None:
    with migrated.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    migrated.engine.dispose()


def test_migrations_make_the_same_guards_as_the_models(migrated: Database, empty_database: Database) -> None:
    with migrated.engine.connect() as one, empty_database.engine.connect() as other:
        assert rows(one, GUARDS) == rows(other, GUARDS)
        assert len(rows(one, GUARDS)) >= 8
    migrated.engine.dispose()


def test_migrations_make_the_same_checks_as_the_models(migrated: Database, empty_database: Database) -> None:
    with migrated.engine.connect() as one, empty_database.engine.connect() as other:
        if one.dialect.name == "postgresql":
            assert rows(one, CHECKS) == rows(other, CHECKS)
        names = {name for name, _sql in rows(one, CHECKS)}
        assert names == {name for name, _sql in rows(other, CHECKS)}
    migrated.engine.dispose()


def test_migrating_twice_changes_nothing(migrated: Database) -> None:
    upgrade(migrated.url.render_as_string(hide_password=False))
    with migrated.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar() == 1
    migrated.engine.dispose()
