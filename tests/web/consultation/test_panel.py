"""Where the office and the panel read advice: beside the scores, without what is for officers alone."""

from flask import Flask
from sqlalchemy import update

from portal.assessment.operations import save_scores, submit_scores
from portal.assessment.queries import assignment_of
from portal.assessment.rules import Draft
from portal.core.db import Database
from portal.funds.models import Round
from tests.data.consultation.test_advising import declared, save
from tests.factories.moderation import new_item_application, new_meeting, running
from tests.factories.panel import actor_named, new_round
from tests.support.browser import Browser
from tests.support.cast import CAST
from tests.support.world import World


def advised(database: Database) -> None:
    """Ines has answered on Harbour Sisters' application, and Asha has scored it."""
    with database.session() as session:
        save(session, declared(session)[0])
    send_scores(database)


def send_scores(database: Database) -> None:
    """Asha sends her scores on it."""
    with database.session() as session:
        actor = actor_named(session, "asha")
        mine = assignment_of(session, World.scoring, actor.account_id)
        assert mine is not None
        drafts = {number: Draft(3, "Good enough.") for number in range(1, 9)}
        save_scores(session, assignment=mine, drafts=drafts, note="", revision=mine.revision, actor=actor)
        submit_scores(session, assignment=mine, actor=actor)


def test_whoever_has_sent_scores_reads_advice_without_concerns_and_people(browser: Browser, database: Database) -> None:
    advised(database)
    page = browser.sign_in("asha").get(f"/assess/{World.scoring}/compare")
    assert "It is needed after dark." in page.text and "Yes, a high need" in page.text
    for leak in ("Concern-canary", CAST["ines"].name):
        assert leak not in page.html
    assert "It is needed after dark." not in browser.get(f"/assess/{World.scoring}").text, "not while scoring"


def test_advice_names_nobody_in_a_blind_round(browser: Browser, database: Database) -> None:
    with database.session() as session:
        save(session, declared(session)[0], anything="Harbour Sisters do this well.")
        session.execute(update(Round).where(Round.slug == World.scoring_round).values(blind=True))
    send_scores(database)
    page = browser.sign_in("asha").get(f"/assess/{World.scoring}/compare")
    assert "[name hidden] do this well." in page.text and "Harbour Sisters" not in page.html


def test_officers_read_it_where_they_recommend(browser: Browser, database: Database) -> None:
    advised(database)
    page = browser.sign_in("olive").get(f"/manage/applications/{World.scoring}/recommend")
    assert "Advice from partners" in page.text and "It is needed after dark." in page.text
    assert "speaks neither for nor against" in page.text


def test_the_panel_reads_neither_names_nor_titles_in_a_blind_round(app: Flask, database: Database) -> None:
    with database.session() as session:
        round_ = new_round(session)
        application = new_item_application(session, round_, "Heron Lantern")
        application.title = "Group Heron Lantern at night"
        meeting = new_meeting(session, application)
        running(session, meeting)
        session.execute(update(Round).where(Round.id == round_.id).values(blind=True))
        reference, item = meeting.reference, application.reference
    browser = Browser(app).sign_in("ben")
    for address in (f"/panel/{reference}", f"/panel/{reference}/items/{item}", f"/panel/{reference}/minutes"):
        page = browser.get(address)
        assert "Heron Lantern" not in page.html, address
    assert "[name hidden] at night" in browser.get(f"/panel/{reference}/items/{item}").text
    page = browser.sign_in("olive").get(f"/manage/applications/{item}/conflicts")
    assert "in a panel meeting" in page.text and CAST["ben"].name in page.text
