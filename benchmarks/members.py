"""The office's list of members with 10,000 organisations beside the same with 100, turn by turn in one process.

python -m benchmarks.members [--quick]
"""

import argparse
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import insert, select
from werkzeug.test import Client

from benchmarks.browser import HOST
from benchmarks.figures import Figures, quantile
from benchmarks.world import World, make_world
from portal.accounts.models import Account
from portal.app import create_app
from portal.core.clock import now
from portal.formkit.models import Response
from portal.organisations.models import Membership, Organisation, Reach, ReachKind
from portal.organisations.rules import named

FEW, MANY = 100, 10_000
AIM = 1.5
PAGES = {
    "by name": "/manage/members?sort=name",
    "those of one area": "/manage/members?sort=name&district=E07000085",
    "page 3, ending soonest": "/manage/members?sort=ending&state=approved&page=3",
    "words in the name": "/manage/members?sort=name&search=group+number+00042",
}


def fill(world: World, count: int) -> None:
    """Add members whose names, areas and last days differ."""
    database, districts = world.database(), list(named("districts"))
    with database.session() as session:
        owner = session.scalars(select(Account.id)).first()
        version = session.scalars(select(Response.form_version_id)).first()
        numbers = range(100_000, 100_000 + count)
        session.execute(
            insert(Organisation),
            [
                {"id": n, "reference": f"ORG-{n}", "name": f"Group number {n - 100_000:05}", "kind": "cic",
                 "created_at": now(), "created_by_id": owner}
                for n in numbers
            ],
        )  # fmt: skip
        session.execute(insert(Response), [{"id": n, "form_version_id": version, "created_at": now()} for n in numbers])
        session.execute(
            insert(Membership),
            [
                {"organisation_id": n, "response_id": n, "state": "approved", "applied_at": now(),
                 "approved_until": now().date().replace(year=2028, month=1 + n % 12, day=1 + n % 28)}
                for n in numbers
            ],
        )  # fmt: skip
        district = ReachKind.DISTRICT
        session.execute(
            insert(Reach), [{"organisation_id": n, "kind": district, "value": districts[n % 3]} for n in numbers]
        )
    database.engine.dispose()


def officer(world: World) -> Client:
    """The portal in this process, with an officer signed in."""
    client = Client(create_app(world.settings))
    name, value = world.officer_cookie.split("=", 1)
    client.set_cookie(name, value, domain=HOST)
    return client


def seconds(client: Client, path: str) -> float:
    """How long one page takes."""
    began = time.perf_counter()
    answer = client.get(path, base_url=f"http://{HOST}")
    took = time.perf_counter() - began
    assert answer.status_code == 200, answer.status
    return took


def run(*, quick: bool = False) -> Figures:
    """Measure both in turns, so that a neighbour's load falls on both."""
    figures = Figures(f"The list of {MANY:,} members beside one of {FEW}")
    with ExitStack() as stack:
        clients = []
        for count in (FEW, MANY):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            world = make_world(folder, 5999, 2)
            fill(world, count)
            clients.append(officer(world))
        for what, path in PAGES.items():
            rounds = [[seconds(client, path) for client in clients] for _ in range(60 if quick else 200)][10:]
            few, many = (quantile([pair[i] for pair in rounds], 0.95) for i in (0, 1))
            ratio = many / few
            found = f"p95 {many * 1000:.0f} ms beside {few * 1000:.0f} ms: {ratio:.2f} times"
            figures.aim(what, found, f"at most {AIM} times", met=ratio <= AIM)
    return figures


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    print(run(quick=parser.parse_args().quick))
