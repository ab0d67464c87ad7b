"""The page of the line with 1,000 applications and 5,000 scores, turn by turn with a bare page in one process.

python -m benchmarks.line [--quick]
"""

import argparse
import tempfile
from pathlib import Path

from sqlalchemy import insert, select, update
from werkzeug.test import Client

from benchmarks.bare import create_app as create_bare
from benchmarks.figures import Figures, quantile
from benchmarks.members import officer, seconds
from benchmarks.world import World, make_world
from portal.accounts.models import Account
from portal.applications.models import Application
from portal.assessment.models import Assignment, Score
from portal.core.clock import now
from portal.formkit.models import Response, SectionAnswers
from portal.funds.models import Criterion, Round
from portal.organisations.models import Organisation
from portal.organisations.rules import named

APPLICATIONS, SCORES = 1_000, 5_000
AIM = 0.25


def fill(world: World) -> str:
    """A round with so many scored applications; the address of its line."""
    database = world.database()
    criteria, districts = 5, list(named("districts"))
    with database.session() as session:
        round_ = session.scalars(select(Round).where(Round.slug == world.round_slug)).one()
        session.execute(update(Round).values(state="assessing"))
        judges = session.scalars(select(Criterion.id).where(Criterion.round_id == round_.id).limit(criteria)).all()
        session.execute(update(Criterion).where(Criterion.id.not_in(judges)).values(weight=0))
        owner = session.scalars(select(Account.id)).first()
        numbers, at = range(100_000, 100_000 + APPLICATIONS), now()
        session.execute(
            insert(Organisation),
            [
                {"id": n, "reference": f"ORG-{n}", "name": f"Group {n}", "kind": "cic", "income_band": "under_10k",
                 "created_at": at, "created_by_id": owner}
                for n in numbers
            ],
        )  # fmt: skip
        responses = [{"id": n, "form_version_id": round_.form_version_id, "created_at": at} for n in numbers]
        session.execute(insert(Response), responses)
        session.execute(
            insert(Application),
            [
                {"id": n, "reference": f"LIN-{n}", "round_id": round_.id, "organisation_id": n, "response_id": n,
                 "state": "moderation", "title": f"Project {n}", "requested_pence": 500_000, "eligibility": {},
                 "started_at": at, "changed_at": at, "submitted_at": at}
                for n in numbers
            ],
        )  # fmt: skip
        kept = {"revision": 1, "saved_at": at, "saved_by_name": "Somebody"}
        session.execute(
            insert(SectionAnswers),
            [
                {"response_id": n, "section_key": key, "answers": answers, **kept}
                for n in numbers
                for key, answers in (
                    ("s2", {"commissioning_priority": f"cp{1 + n % 4}"}),
                    ("s3", {"districts": [districts[n % len(districts)]]}),
                )
            ],
        )
        given = [
            {"id": n, "application_id": n, "assessor_id": owner, "state": "submitted", "assigned_at": at}
            for n in numbers
        ]
        session.execute(insert(Assignment), given)
        session.execute(
            insert(Score),
            [
                {"assignment_id": n, "criterion_id": judge, "points": (n * 7 + judge) % 6, "reason": "A reason. " * 20,
                 "saved_at": at}
                for n in numbers
                for judge in judges
            ],
        )  # fmt: skip
    database.engine.dispose()
    return f"/manage/rounds/{world.round_slug}/line?at=20.0"


def run(*, quick: bool = False) -> Figures:
    """Measure both in turns, so that a neighbour's load falls on both."""
    figures = Figures(f"The line with {APPLICATIONS:,} applications and {SCORES:,} scores beside a bare page")
    with tempfile.TemporaryDirectory() as folder:
        world = make_world(Path(folder), 5999, 2)
        pair = ((officer(world), fill(world)), (Client(create_bare(folder)), "/read"))
        rounds = [[seconds(client, path) for client, path in pair] for _ in range(15 if quick else 60)][5:]
    line, bare = (quantile([both[i] for both in rounds], 0.95) for i in (0, 1))
    found = f"p95 {line * 1000:.0f} ms beside {bare * 1000:.1f} ms: {bare / line:.1%}"
    figures.aim("throughput of one reader", found, f"at least {AIM:.0%}", met=bare / line >= AIM)
    return figures


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    print(run(quick=parser.parse_args().quick))
