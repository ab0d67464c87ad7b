"""A published form, a response to it, and two people who write together."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.core.db import Database
from portal.formkit.models import Response
from portal.formkit.operations import publish, start_response
from tests.unit.formkit.making import document, question

AMINA = Actor(1, "Amina Karim")
BETH = Actor(2, "Beth Okafor")
COLUMNS = [{"id": "item", "label": "Item", "type": "text"}, {"id": "cost", "label": "Cost", "type": "money"}]
DOCUMENT = document(
    question("a", "textarea", max_words=3),
    question("b"),
    question("c"),
    question("budget", "table", columns=COLUMNS),
)


@pytest.fixture
def session(empty_database: Database) -> Iterator[Session]:
    """A writing session on an empty database; rolled back at the end."""
    opened = empty_database.open()
    yield opened
    opened.rollback()
    opened.close()


@pytest.fixture
def response(session: Session) -> Response:
    """A response that nobody has written in yet."""
    return start_response(session, version=publish(session, document=DOCUMENT))
