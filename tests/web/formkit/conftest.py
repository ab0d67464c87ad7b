"""Any form on the pages of an application: the draft of the world is given other questions."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from sqlalchemy import select

from portal.access.actor import Actor
from portal.applications.models import Application
from portal.core.db import Database
from portal.formkit.models import Response
from portal.formkit.operations import publish, save_answers, start_response
from portal.formkit.queries import answers_of, form_of
from tests.support.world import World
from tests.unit.formkit.making import document

GiveForm = Callable[..., str]
BETH = Actor(2, "Beth Okafor")


class Written:
    """The answers of the draft, as the database has them, and as somebody else changes them."""

    def __init__(self, database: Database, reference: str) -> None:
        self.database = database
        self.reference = reference

    def answers(self) -> dict[str, Any]:
        """What is saved now."""
        with self.database.session(read_only=True) as session:
            return answers_of(session, self._response(session))

    def by_beth(self, base: int, **values: Any) -> None:
        """Beth saves in another browser."""
        with self.database.session() as session:
            response = self._response(session)
            section = form_of(response.form_version).sections[0]
            save_answers(session, response=response, section=section, values=values, base=base, actor=BETH)

    def _response(self, session: Any) -> Response:
        found = session.scalars(select(Application).where(Application.reference == self.reference)).one()
        return found.response


@pytest.fixture
def written(database: Database, world: World) -> Written:
    """The answers of the draft."""
    return Written(database, world.draft)


@pytest.fixture
def give_form(database: Database, world: World) -> GiveForm:
    """Give the draft a form: questions as YAML says them, or a compiled document. Returns the base of its steps."""

    def give(*questions: dict[str, Any], made: Mapping[str, Any] | None = None, **section: Any) -> str:
        with database.session() as session:
            application = session.scalars(select(Application).where(Application.reference == world.draft)).one()
            version = publish(session, document=made or document(*questions, **section))
            application.response = start_response(session, version=version)
        return f"/applications/{world.draft}/tasks/s1"

    return give
