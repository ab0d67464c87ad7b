"""The page that the portal is for, and the silence before it."""

import re
from dataclasses import replace

from sqlalchemy.orm import Session

from portal.app import create_app
from portal.assessment.operations import save_scores, submit_scores
from portal.assessment.queries import assignment_of
from portal.assessment.rules import Draft
from portal.decisions.operations import recommend, sign
from portal.decisions.rules import Proposal
from portal.feedback.operations import approve_feedback, draft_feedback
from portal.web.settings import Settings
from tests.support.browser import Browser
from tests.support.building.applications import person
from tests.support.building.decisions import GROUNDS, found
from tests.support.databases import Databases
from tests.support.specific import made_specific
from tests.support.world import World, build_world

FEEDBACK = f"/applications/{World.scoring}/feedback"
PAGES = (
    "/desk",
    "/applications",
    f"/applications/{World.scoring}",
    f"/applications/{World.scoring}/submitted",
    f"/applications/{World.scoring}/copy",
    FEEDBACK,
    "/organisations",
    f"/organisations/{World.harbour}",
    "/funds",
    f"/funds/{World.scoring_round}",
    "/account",
)


def test_outcome_first_then_each_principle_beside_ones_own_answer(browser: Browser) -> None:
    page = browser.sign_in("amina").get(f"/applications/{World.announced}/feedback")
    assert page.h1 == "Not funded this time"
    words = page.text
    order = [
        "Not funded this time",
        "Your project is not funded this time.",
        "We are sorry.",
        "In short",
        "You can apply again, and we would like to help you to.",
        "The main reason: We could not see enough proof that this is needed in your area.",
        "Thank you for your application.",
        "The 3 changes that would help most",
        "Read it your way",
        "How each part did",
        "Principle by principle",
        "What was strong",
        "What was missing",
        "One change to make first",
        "What a stronger answer held",
        "What you wrote",
        "What you can do next",
        "If you think we did something wrong",
    ]
    places = [words.index(piece) for piece in order]
    assert places == sorted(places)
    for piece in ("How will you work with other services?", "Needs more", "01962 871595"):
        assert piece in words
    for name in ("Asha", "Ben Hollis", "Verma", "rejected", "the applicant", " out of 40"):
        assert name not in page.html


def test_who_is_funded_reads_so_first(browser: Browser) -> None:
    page = browser.sign_in("owen").get("/applications/SCF25-NWAY/feedback")
    assert page.h1 == "We will fund your project"
    assert "We will fund your project with the £12,600 that you asked for." in page.text
    assert (
        "A condition of the money You get the money only if you keep to this. Tell us who the youth worker" in page.text
    )


def test_viewers_read_it_and_strangers_find_nothing(browser: Browser) -> None:
    url = f"/applications/{World.announced}/feedback"
    browser.sign_in("vera").get(url)
    for name in ("owen", "nell"):
        browser.sign_in(name).get(url, 404)


def decide(session: Session, proposal: Proposal) -> None:
    """Score Harbour Sisters' application, decide it and approve its feedback; nothing is released."""
    for name in ("asha", "ben"):
        actor = person(session, name)
        assignment = assignment_of(session, World.scoring, actor.account_id)
        assert assignment is not None
        drafts = {number: Draft(1, "LEAK: we could not see it.") for number in range(1, 9)}
        save_scores(session, assignment=assignment, drafts=drafts, note="", revision=0, actor=actor)
        submit_scores(session, assignment=assignment, actor=actor)
    application, olive = found(session, World.scoring), person(session, "olive")
    recommend(session, application=application, proposal=proposal, revision=0, actor=olive)
    chosen = {World.scoring: 1}
    sign(session, round_=application.round, chosen=chosen, grounds=GROUNDS, actor=person(session, "grace"))
    feedback = draft_feedback(session, application=application, actor=olive)
    made_specific(session, feedback, person(session, "piers"))
    approve_feedback(session, feedback=feedback, revision=feedback.revision, actor=olive)


def pages_after(databases: Databases, settings: Settings, proposal: Proposal) -> dict[str, tuple[int, str]]:
    """Status and body of every page of the group's lead after that decision, without tokens and times of day."""
    copies = databases.copy("world", build_world)
    database = next(copies)
    with database.session() as session:
        decide(session, proposal)
    app = create_app(replace(settings, database_url=database.url.render_as_string(hide_password=False)))
    browser = Browser(app).sign_in("amina")
    found = {}
    for url in PAGES:
        response = browser.client.get(url, follow_redirects=True)
        found[url] = (response.status_code, masked(response.get_data(as_text=True)))
    app.extensions["portal"].database.engine.dispose()
    list(copies)  # drops the copy
    return found


def masked(html: str) -> str:
    """A page without its tokens, and without times of day, which differ from one run to the next."""
    html = re.sub(r'nonce="[^"]*"|name="csrf_token" value="[^"]*"', "", html)
    return re.sub(r"\b\d{1,2}(:\d\d){0,2}(am|pm)", "", html)


def test_before_release_nothing_tells_the_funded_from_the_others(databases: Databases, settings: Settings) -> None:
    funded = pages_after(databases, settings, Proposal("fund", None, "LEAK: strong."))
    not_funded = pages_after(databases, settings, Proposal("not_funded", None, "LEAK: weak.", "score_low"))
    assert funded == not_funded
    statuses = {url: status for url, (status, _) in funded.items()}
    assert statuses == dict.fromkeys(PAGES, 200) | {FEEDBACK: 404}
    assert [url for url, (_, html) in funded.items() if "LEAK" in html] == []
