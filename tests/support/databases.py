"""Prepared databases, built once per run, and given to each test as they were."""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.core.db import Database
from portal.tables import metadata

# Tests that cannot come out differently on a server (what a browser does with a page, what a page says) run on SQLite.
ON_SERVER = bool(os.environ.get("PORTAL_TEST_DATABASE_URL"))

# On PostgreSQL a database that a test has used is made as it was: that takes a tenth of the time of another copy.
# The rows are kept in a schema of their own, and put back with every trigger asleep.
_KEEP = (
    "CREATE SCHEMA kept",
    "CREATE TABLE kept.numbers_to_come (name text, value bigint)",
    """
    DO $$ DECLARE one record; value bigint; BEGIN
      FOR one IN SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', one.name, one.name);
      END LOOP;
      FOR one IN SELECT sequencename AS name FROM pg_sequences WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT last_value + CASE WHEN is_called THEN 1 ELSE 0 END FROM public.%I', one.name) INTO value;
        INSERT INTO kept.numbers_to_come VALUES (one.name, value);
      END LOOP;
    END $$
    """,
    """
    CREATE FUNCTION kept.put_back() RETURNS void LANGUAGE plpgsql AS $$ DECLARE one record; BEGIN
      PERFORM set_config('session_replication_role', 'replica', true);
      FOR one IN SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('DELETE FROM public.%I', one.name);
        EXECUTE format('INSERT INTO public.%I SELECT * FROM kept.%I', one.name, one.name);
      END LOOP;
      PERFORM setval(format('public.%I', name), value, false) FROM kept.numbers_to_come;
    END $$
    """,
)
_ALONE = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


class Databases:
    """Copies of templates: files on SQLite; on PostgreSQL (given its server's URL) databases that are used again."""

    def __init__(self, folder: Path, server: str | None) -> None:
        self.folder = folder
        self.server = server
        self.run = f"portal_test_{os.getpid()}_{secrets.token_hex(3)}"
        self.templates: dict[str, str] = {}
        self.count = 0
        self.kept: dict[str, tuple[Database, Iterator[Database]]] = {}
        self.written: set[str] = set()
        self.free: dict[str, list[str]] = {}

    def copy(self, template: str, build: Callable[[Session], None] | None = None) -> Iterator[Database]:
        """A database of one's own; after use it is dropped (SQLite), or waits for the next test that asks."""
        if template not in self.templates:
            self.templates[template] = self._build(template, build)
        free = self.free.setdefault(template, [])
        database = Database(free.pop() if free else self._another(template))
        yield database
        database.engine.dispose()
        if self.server:
            url = self._url(database.url.database or "")
            if self._put_back(url):
                free.append(url)
            else:
                self._drop(database.url.database or "")
        else:
            self._drop(database.url.database or "")

    def _another(self, template: str) -> str:
        self.count += 1
        return self._copied(self.templates[template], f"{self.run}_{self.count}")

    def _put_back(self, url: str) -> bool:
        """Make a used database as it was; False where the server does not let us put triggers to sleep."""
        engine = create_engine(url)
        try:
            with engine.begin() as connection:
                connection.execute(text(_ALONE))
                connection.execute(text("SELECT kept.put_back()"))
        except DBAPIError:
            return False
        finally:
            engine.dispose()
        return True

    def shared(self, template: str, build: Callable[[Session], None]) -> Database:
        """A copy for tests that leave nothing behind, one after another; made anew once a test has committed."""
        if template in self.written:
            self.give_up(template)
        if template not in self.kept:
            copies = self.copy(template, build)
            database = next(copies)
            self.kept[template] = (database, copies)
            event.listen(database.engine, "commit", lambda _connection: self.written.add(template))
        return self.kept[template][0]

    def give_up(self, template: str) -> None:
        """Drop the shared copy."""
        self.written.discard(template)
        next(self.kept.pop(template)[1], None)

    def new_empty(self) -> str:
        """The address of a database without even a schema; it goes with the templates."""
        self.count += 1
        name = f"{self.run}_{self.count}"
        self.templates[name] = self._new(name)
        return self.templates[name]

    def drop_all(self) -> None:
        """Take the templates away, and what was shared."""
        for template in list(self.kept):
            self.give_up(template)
        for url in [*self.templates.values(), *(url for free in self.free.values() for url in free)]:
            self._drop(make_url(url).database or "")

    def _build(self, name: str, build: Callable[[Session], None] | None) -> str:
        url = self._new(f"{self.run}_{name}")
        database = Database(url)
        metadata.create_all(database.engine)
        if build:
            with database.session() as session:
                build(session)
        if self.server:
            with database.engine.begin() as connection:
                for statement in _KEEP:
                    connection.execute(text(statement))
        else:
            with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        database.engine.dispose()
        return url

    def _new(self, name: str) -> str:
        if not self.server:
            return f"sqlite:///{self.folder / name}.db"
        self._on_server(f'CREATE DATABASE "{name}"')
        return self._url(name)

    def _copied(self, template: str, name: str) -> str:
        source = make_url(template).database or ""
        if not self.server:
            shutil.copyfile(source, self.folder / f"{name}.db")
            return f"sqlite:///{self.folder / name}.db"
        self._on_server(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        return self._url(name)

    def _drop(self, name: str) -> None:
        if self.server:
            self._on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            return
        for path in (Path(name), Path(f"{name}-wal"), Path(f"{name}-shm")):
            path.unlink(missing_ok=True)

    def _url(self, name: str) -> str:
        return make_url(self.server or "").set(database=name).render_as_string(hide_password=False)

    def _on_server(self, statement: str) -> None:
        engine = create_engine(self.server or "", isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()
