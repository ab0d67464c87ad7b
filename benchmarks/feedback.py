"""The feedback page of a group that was not funded, with its eight principles and the group's own answers beside them.

Turn by turn with a bare page in one process, on the demonstration. python -m benchmarks.feedback [--quick]
"""

import argparse
import re
import tempfile
from pathlib import Path

from sqlalchemy import event, select
from werkzeug.test import Client

from benchmarks.bare import create_app as create_bare
from benchmarks.browser import HOST
from benchmarks.figures import Figures, quantile
from benchmarks.members import seconds
from benchmarks.world import Cookies
from portal.app import create_app
from portal.applications.models import Application
from portal.cli.serving import prepare
from portal.core.db import Database
from portal.decisions.models import Decision, Outcome
from portal.demo.loading import load_if_empty
from portal.feedback.models import Feedback
from portal.organisations.models import TeamMember
from portal.web.settings import Settings, load_settings, remember

AIM = 0.25
AT_MOST_QUERIES = 40


def run(*, quick: bool = False) -> Figures:
    """Measure both in turns, so that a neighbour's load falls on both."""
    with tempfile.TemporaryDirectory() as folder:
        settings = _settings(Path(folder))
        load_if_empty(settings)
        path, name, value = _reader(settings)
        app = create_app(settings)
        client = Client(app)
        client.set_cookie(name, value, domain=HOST)
        page = client.get(path, base_url=f"http://{HOST}").text
        statements: list[str] = []
        event.listen(
            app.extensions["portal"].database.engine,
            "before_cursor_execute",
            lambda _connection, _cursor, statement, *_rest: statements.append(statement),
        )
        seconds(client, path)
        queries = sum(one.lstrip().startswith("SELECT") for one in statements)
        pair = ((client, path), (Client(create_bare(folder)), "/read"))
        rounds = [[seconds(one, where) for one, where in pair] for _ in range(30 if quick else 120)][5:]
    principles, answers = len(re.findall(r'id="principle-\d', page)), page.count("portal-question")
    figures = Figures(f"Feedback with {principles} principles and {answers} answers beside a bare page")
    figures.aim("queries", queries, f"at most {AT_MOST_QUERIES}", met=queries <= AT_MOST_QUERIES)
    letter, bare = (quantile([both[i] for both in rounds], 0.95) for i in (0, 1))
    found = f"p95 {letter * 1000:.0f} ms beside {bare * 1000:.1f} ms: {bare / letter:.1%}"
    figures.aim("throughput of one reader", found, f"at least {AIM:.0%}", met=bare / letter >= AIM)
    return figures


def _settings(folder: Path) -> Settings:
    remember(folder, mode="demo", base_url="http://127.0.0.1:5999")
    settings = load_settings({}, instance=folder, mode="demo")
    prepare(settings)
    return settings


def _reader(settings: Settings) -> tuple[str, str, str]:
    """(the address of a page of feedback, the name and the value of the cookie of somebody who may read it)."""
    database = Database(settings.database_url)
    with database.session() as session:
        wanted = (
            select(Application)
            .join(Decision, Decision.application_id == Application.id)
            .join(Feedback, Feedback.application_id == Application.id)
            .where(Decision.outcome == Outcome.NOT_FUNDED, Feedback.principles.any())
        )
        application = session.scalars(wanted.order_by(Application.id)).first()
        assert application is not None
        team = select(TeamMember).where(TeamMember.organisation_id == application.organisation_id)
        lead = session.scalars(team.order_by(TeamMember.id)).first()
        assert lead is not None
        cookie = Cookies(settings).of(session, lead.account.email)
        path = f"/applications/{application.reference}/feedback"
    database.engine.dispose()
    name, value = cookie.split("=", 1)
    return path, name, value


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    print(run(quick=parser.parse_args().quick))
