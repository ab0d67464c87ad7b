"""How many queries a request makes, counted inside the process. What opens and ends a transaction is not counted."""

from sqlalchemy import event
from werkzeug.test import Client

from benchmarks.browser import HOST, Reply
from benchmarks.world import LONG_QUESTION, World
from portal.app import create_app

_OPENING = ("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")


class Counting:
    """The portal in this process, with an applicant signed in."""

    def __init__(self, world: World) -> None:
        app = create_app(world.settings)
        self.statements: list[str] = []
        event.listen(app.extensions["portal"].database.engine, "before_cursor_execute", self._note)
        self.client = Client(app)
        self.applicant = world.applicants[-1]
        name, value = self.applicant.cookie.split("=", 1)
        self.client.set_cookie(name, value, domain=HOST)
        self.path = world.step_path(self.applicant)
        self.page = self._read()  # the form is parsed once in a process, and statements are compiled

    def read(self) -> int:
        """Queries of one GET."""
        self.statements.clear()
        self._read()
        return len(self.statements)

    def save(self) -> int:
        """Queries of one POST that saves."""
        fields = {"csrf_token": self.page.token, "action": "continue"}
        self.statements.clear()
        answer = self.client.post(
            self.path,
            base_url=f"http://{HOST}",
            data=fields | {"base-revision": str(self.page.base), LONG_QUESTION: "Words that were not there before."},
        )
        assert answer.status_code == 303, answer.status
        return len(self.statements)

    def _read(self) -> Reply:
        answer = self.client.get(self.path, base_url=f"http://{HOST}")
        assert answer.status_code == 200, answer.status
        return Reply(200, b"", answer.data)

    def _note(self, _connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(_OPENING):
            self.statements.append(statement)


def queries_of_a_read(world: World) -> int:
    """Queries of a GET of the long-text step."""
    return Counting(world).read()


def queries_of_a_save(world: World) -> int:
    """Queries of a POST of that step that changes the text."""
    return Counting(world).save()
