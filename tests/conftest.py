"""Fixtures: a fresh copy of a prepared database for each test, on SQLite or on PostgreSQL."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import settings
from sqlalchemy.orm import Session

from portal.app import create_app
from portal.core.db import Database
from portal.web.settings import MailServer, Settings, Support
from tests.support.browser import Browser
from tests.support.building import applications, organisations
from tests.support.databases import Databases
from tests.support.world import World, build_world

os.environ.setdefault("PORTAL_FAST_HASH", "1")
settings.register_profile("no clock", deadline=None)  # a slow machine is no failure
settings.load_profile("no clock")


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """Makes copies of the prepared databases: `empty` (schema) and `world` (the named people and their things)."""
    made = Databases(tmp_path_factory.mktemp("databases"), os.environ.get("PORTAL_TEST_DATABASE_URL"))
    yield made
    made.drop_all()


@pytest.fixture
def empty_database(databases: Databases) -> Iterator[Database]:
    """A database with the schema and nothing in it."""
    yield from databases.copy("empty")


@pytest.fixture
def database(databases: Databases) -> Iterator[Database]:
    """A database in which the world of the tests exists."""
    yield from databases.copy("world", build_world)


@pytest.fixture
def session(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Session]:
    """A writing session on the world; rolled back at the end, so that tests that ask for nothing else share a copy."""
    alone = "database" in request.fixturenames
    database = request.getfixturevalue("database") if alone else databases.shared("world", build_world)
    opened = database.open()
    yield opened
    opened.rollback()
    opened.close()


@pytest.fixture
def world() -> World:
    """The names by which tests call people and things."""
    return World()


@pytest.fixture
def settings(database: Database, tmp_path: Path) -> Settings:
    """Settings of an installation under test, with the files that the world knows."""
    for room in (organisations, applications):
        room.keep_files(tmp_path / "uploads")
    return _settings(database.url.render_as_string(hide_password=False), tmp_path)


def _settings(database_url: str, instance: Path) -> Settings:
    return Settings(
        mode="test",
        database_url=database_url,
        secret_key="a secret that is only ever used in tests",
        base_url="http://localhost",
        debug=False,
        instance=instance,
        uploads=instance / "uploads",
        mail=MailServer("", 25, "", "", "", "funding@example.org"),
        support=Support("01962 871595", "Monday to Friday, 9am to 4pm", "funding@example.org"),
    )


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The portal put together once for each worker, on no database yet: `app` gives it the one of the test."""
    folder = tmp_path_factory.mktemp("built")
    return create_app(_settings(f"sqlite:///{folder}/none.db", folder))


@pytest.fixture
def app(built: Flask, settings: Settings) -> Iterator[Flask]:
    """The portal on the world: routes and templates as they were built, configuration and parts as if it were new."""
    configuration, parts = dict(built.config), built.extensions["portal"]
    built.extensions["portal"] = replace(
        parts, settings=settings, database=Database(settings.database_url), slots=dict(parts.slots)
    )
    yield built
    built.extensions["portal"].database.engine.dispose()
    built.extensions["portal"] = parts
    built.config.clear()
    built.config.update(configuration)


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A client that checks every page it sees; sign in as somebody with `browser.sign_in("amina")`."""
    return Browser(app)
