"""An officer tells a group early; the Commissioner signs with a notice; a delegate signs the rest."""

from datetime import timedelta

from playwright.sync_api import Browser

from portal.accounts.operations import hash_password
from portal.applications.operations import find_ineligible
from portal.applications.states import ApplicationState
from portal.core.clock import now, today
from tests.factories.panel import actor_named, new_application, new_round, recommended
from tests.journeys.test_line import PASSWORD, SECRET, TABLET, signed_in
from tests.support.cast import CAST, account_named
from tests.support.live import Live
from tests.support.person import Person

PHONE = {"width": 360, "height": 740}


def test_a_notice_a_delegate_and_an_early_answer(chromium: Browser, live: Live) -> None:
    with live.app.extensions["portal"].database.session() as session:
        for name in ("olive", "piers", "grace", "owen"):
            account = account_named(session, name)
            account.password_hash, account.totp_secret = hash_password(PASSWORD), SECRET if name != "owen" else None
            account.totp_confirmed_at = now() if name != "owen" else None
        made = new_round(session, budget_pence=30_000_00)
        first, second = (
            new_application(session, made, name=name, state=ApplicationState.MODERATION) for name in ("Tide", "Ebb")
        )
        for application in (first, second):
            recommended(session, application)
        early = new_application(session, new_round(session), state=ApplicationState.SUBMITTED)
        (early.organisation_id,) = actor_named(session, "owen").memberships
        session.flush()
        session.refresh(early)
        reason = "The project is in another county."
        find_ineligible(session, application=early, reason=reason, actor=actor_named(session, "olive"))
        slug, told, ticks = made.slug, early.reference, [f"{one.reference}:1" for one in (first, second)]

    olive = signed_in(chromium, live, "olive")
    olive.go(f"/manage/applications/{told}").follow("Tell them that it is not eligible")
    olive.choose("Find a larger partner").click("Read the message")
    assert "The project is in another county." in olive.text
    olive.click("Tell them now")
    assert "has been told." in olive.text
    assert "Find a larger partner" in live.post.letter(CAST["owen"].email, "We cannot consider your")
    owen = Person(chromium, live.url, screen=PHONE)  # type: ignore[arg-type]
    owen.go("/sign-in").type("Email address", CAST["owen"].email).type("Password", PASSWORD).click("Sign in")
    owen.go(f"/applications/{told}/submitted")
    assert "Your application cannot be considered for this fund" in owen.text

    grace = signed_in(chromium, live, "grace", TABLET)
    grace.go(f"/decide/{slug}/sign?application={ticks[0]}").click("Sign 1 decision, £8,000")
    assert "Enter your reasons for these grants" in grace.text
    grace.choose("Reducing crime and disorder").type("Why will these grants help?", "Fewer young people are hurt.")
    grace.click("Sign 1 decision, £8,000")
    assert "The notice is FN-" in grace.text
    last = today() + timedelta(days=5)
    grace.follow("Let somebody sign for you").choose("Piers Nash").type("Why?", "The Commissioner is on leave.")
    for part in ("day", "month", "year"):
        grace.page.locator(f"#until-{part}").fill(str(getattr(last, part)))
    grace.click("Let them sign for me")
    assert "Piers Nash may sign in this round for you." in grace.text
    assert f"/decide/{slug}" in live.post.letter(CAST["piers"].email, "You may sign for the Commissioner")

    piers = signed_in(chromium, live, "piers", PHONE)  # type: ignore[arg-type]
    piers.go("/desk").follow("You may sign for the Commissioner in 1 round")
    piers.go(f"/decide/{slug}/sign?application={ticks[1]}")
    assert "You sign for the Commissioner, because: The Commissioner is on leave." in piers.text
    piers.choose("Helping victims and witnesses").type("Why will these grants help?", "People who were hurt get help.")
    piers.click("Sign 1 decision, £8,000")
    assert "Signed by Piers Nash for the Commissioner, because: The Commissioner is on leave." in piers.text
    piers.follow("FN-", nth=1)
    assert "Section 143" in piers.text and "People who were hurt get help." in piers.text
