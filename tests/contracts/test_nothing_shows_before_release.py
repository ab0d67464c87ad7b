"""Before a round is announced, nothing that an applicant can open tells what was decided about them."""

import re
from dataclasses import replace
from datetime import timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.app import create_app
from portal.applications.models import Application
from portal.applications.states import APPLICATION
from portal.assessment.operations import save_scores, submit_scores
from portal.assessment.queries import assignment_of
from portal.assessment.rules import Draft
from portal.core.clock import as_of, now
from portal.decisions.operations import close_decisions, promote, promotion_line, propose_promotion, sign
from portal.decisions.rules import Proposal, undecided
from portal.decisions.rules.promotion import Offer
from portal.decisions.rules.signing import list_text
from portal.feedback.operations import approve_feedback, draft_feedback
from portal.funds.models import Round
from portal.web.settings import Settings
from tests.support.browser import Browser
from tests.support.building.applications import person
from tests.support.building.assessment import eligible, score
from tests.support.building.decisions import GROUNDS, found, propose
from tests.support.cast import account_named
from tests.support.databases import Databases
from tests.support.specific import made_specific
from tests.support.world import World, build_world

POINTS = {"high": [5] * 8, "low": [0] * 8}
# What may differ between two runs of one page: tokens, and references and times of the moment.
MASKS = (r'name="csrf_token" value="[^"]*"', r'nonce="[^"]*"', r"E-[A-Z0-9]{6}")


def decide(session: Session, reference: str, *, funded: bool, late: bool = False) -> None:
    """Score both groups of the round that is assessed, recommend, sign, and write the feedback; release nothing.

    `late`: ours is signed for the reserve list first, and then promoted.
    """
    with as_of(now() - timedelta(hours=3)):
        northway = eligible(session, "SCF26-NWAY")
        score(session, northway, asha=[3] * 8, ben=[3] * 8)
        ours = found(session, reference)
        yes, no = (
            Proposal("fund", None, "Strong.", conditions="Name the worker."),
            Proposal("not_funded", None, "Weak.", "need_evidence"),
        )
        propose(session, northway, yes)
        chosen = {northway.reference: 1}
        for name in ("asha", "ben"):
            assignment = assignment_of(session, reference, account_named(session, name).id)
            assert assignment is not None
            points = POINTS["high" if funded else "low"]
            drafts = {number: Draft(given, "A reason that is long enough.") for number, given in enumerate(points, 1)}
            actor = person(session, name)
            save_scores(session, assignment=assignment, drafts=drafts, note="", revision=0, actor=actor)
            submit_scores(session, assignment=assignment, actor=actor)
        propose(session, ours, Proposal("reserve", None, "Strong.") if late else yes if funded else no)
        chosen[reference] = 1
        sign(session, round_=ours.round, chosen=chosen, grounds=GROUNDS, actor=person(session, "grace"))
        if late:
            promote_it(session, ours)
        feedback = draft_feedback(session, application=ours, actor=person(session, "olive"))
        made_specific(session, feedback, person(session, "olive"))
        approve_feedback(session, feedback=feedback, revision=feedback.revision, actor=person(session, "piers"))


def promote_it(session: Session, application: Application) -> None:
    """Olive proposes all the money, and Grace signs."""
    for other in undecided_in(session, application.round):
        APPLICATION.advance(session, other, "withdraw", actor_id=None)
    close_decisions(session, round_=application.round, actor=person(session, "grace"))
    offer = Offer(application.requested_pence, "Late money.", "", "Name the worker.")
    proposal = propose_promotion(
        session, application=application, offer=offer, revision=0, actor=person(session, "olive")
    )
    shown, chosen = list_text([promotion_line(proposal)]), [application.reference]
    promote(
        session, round_=application.round, chosen=chosen, shown=shown, grounds=GROUNDS, actor=person(session, "grace")
    )


def undecided_in(session: Session, round_: Round) -> list[Application]:
    """What still waits for a decision in a round."""
    found_there = session.scalars(select(Application).where(Application.round_id == round_.id))
    return [one for one in found_there if undecided([one.state])]


def pages(app: Flask, world: World) -> dict[str, str]:
    """Everything about the application that its lead can ask for, masked."""
    browser = Browser(app).sign_in("amina")
    home = f"/applications/{world.scoring}"
    paths = (
        "/desk", "/applications", home, f"{home}/submitted", f"{home}/copy", f"{home}/check", f"{home}/feedback",
        f"{home}/letter", f"{home}/withdraw", f"{home}/reopen", f"/funds/{world.scoring_round}", "/funds", "/",
        f"/organisations/{world.harbour}",
    )  # fmt: skip
    found_pages = {}
    for path in paths:
        answer = browser.client.get(path)
        body = answer.get_data(as_text=True)
        for mask in MASKS:
            body = re.sub(mask, "", body)
        found_pages[path] = f"{answer.status_code} {answer.headers.get('Location', '')} {body}"
    return found_pages


def test_approved_and_declined_applicants_see_the_same(databases: Databases, settings: Settings, world: World) -> None:
    seen: dict[str, dict[str, str]] = {}
    for came in ("funded", "promoted", "not funded"):
        for database in databases.copy("world", build_world):
            with database.session() as session:
                decide(session, world.scoring, funded=came == "funded", late=came == "promoted")
            app = create_app(replace(settings, database_url=database.url.render_as_string(hide_password=False)))
            seen[came] = pages(app, world)
            app.extensions["portal"].database.engine.dispose()
    assert {path for path, page in seen["funded"].items() if page.startswith("200")} >= {"/desk", "/applications"}
    assert seen["funded"] == seen["not funded"] == seen["promoted"]
