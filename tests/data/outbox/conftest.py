"""A portal without people, with a mail server of its own."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.app import create_app
from portal.core.db import Database
from portal.outbox.models import Message
from portal.outbox.operations import Recipient, queue
from portal.web.settings import MailServer, Settings, Support
from tests.support.mail_server import Server, free_port, serving

Queue = Callable[..., Message]


@pytest.fixture
def port() -> int:
    """Where this test's mail server listens."""
    return free_port()


@pytest.fixture
def server(port: int) -> Iterator[Server]:
    """A mail server that takes everything."""
    with serving(port) as running:
        yield running


@pytest.fixture
def settings(empty_database: Database, tmp_path: Path, port: int) -> Settings:
    """An installation that sends by that server."""
    return Settings(
        mode="test",
        database_url=empty_database.url.render_as_string(hide_password=False),
        secret_key="a secret that is only ever used in tests",
        base_url="https://funding.example.org",
        debug=False,
        instance=tmp_path,
        uploads=tmp_path / "uploads",
        mail=MailServer("127.0.0.1", port, "", "", "none", "funding@example.org", timeout_seconds=20),
        support=Support("01962 871595", "Monday to Friday, 9am to 4pm", "funding@example.org"),
    )


@pytest.fixture
def make_app(settings: Settings) -> Iterator[Callable[..., Flask]]:
    """More portals on the same database, with other settings where they are given."""
    made = []

    def make(**changes: object) -> Flask:
        made.append(create_app(replace(settings, **changes)))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for app in made:
        app.extensions["portal"].database.engine.dispose()


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """The portal."""
    return make_app()


@pytest.fixture
def enqueue(empty_database: Database) -> Queue:
    """Queue an invitation in a transaction of its own."""

    def run(
        key: str = "invite:1", email: str = "new@example.org", inviter: str = "Amina Karim", session: Any = None
    ) -> Message:
        if session is None:
            with empty_database.session() as own:
                return run(key, email, inviter, own)
        words = {"inviter": inviter, "org_name": "Harbour Sisters"}
        return queue(
            session, key=key, template="team_invite", to=Recipient(None, "Newt", email), about_type="organisation",
            about="ORG-HARB", secret_link="/invitations/T0KEN", **words,
        )  # fmt: skip

    return run


@pytest.fixture
def rows(empty_database: Database) -> Callable[[], list[Message]]:
    """All messages as they stand."""

    def run() -> list[Message]:
        with empty_database.session(read_only=True) as session:
            return list(session.scalars(select(Message).order_by(Message.id)))

    return run
