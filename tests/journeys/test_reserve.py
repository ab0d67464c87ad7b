"""Money comes late: an officer raises the budget and proposes, the Commissioner signs, and the group reads it."""

from playwright.sync_api import Browser

from portal.accounts.operations import hash_password
from portal.applications.queries import application_by_reference
from portal.core.clock import now
from portal.organisations.queries import leads
from tests.factories.promotion import reserve_round
from tests.journeys.test_line import PASSWORD, SECRET, TABLET, signed_in
from tests.support.cast import account_named
from tests.support.live import Live
from tests.support.person import Person

PHONE = {"width": 360, "height": 740}


def test_from_the_reserve_list_to_the_money(chromium: Browser, live: Live) -> None:
    with live.app.extensions["portal"].database.session() as session:
        for name in ("olive", "grace"):
            account = account_named(session, name)
            account.password_hash, account.totp_secret = hash_password(PASSWORD), SECRET
            account.totp_confirmed_at = now()
        made, (first, _second) = reserve_round(session, budget_pence=8_000_00, announced=True)
        (lead,) = leads(session, first.organisation_id)
        lead.account.password_hash = hash_password(PASSWORD)
        slug, reference, email = made.slug, first.reference, lead.account.email
    rosa = Person(chromium, live.url, screen=PHONE)  # type: ignore[arg-type]
    rosa.go("/sign-in").type("Email address", email).type("Password", PASSWORD).click("Sign in")
    rosa.go(f"/applications/{reference}/feedback")
    assert "On our reserve list" in rosa.text
    olive = signed_in(chromium, live, "olive")
    olive.go(f"/manage/rounds/{slug}").follow("Reserve list and budget")
    olive.type("New budget, in pounds", "13,000").type("Where does the money come from?", "A late grant.")
    olive.click("Raise the budget")
    assert "The budget is £13,000 now." in olive.text
    olive.page.locator(f"a[href='/manage/applications/{reference}/promote']").click()
    olive.look().type("How much, in pounds?", "5,000").type("Why can it be funded now?", "A late grant came.")
    olive.type("Conditions of the money (optional)", "Tell us who the youth worker is.").click("Propose this")
    assert "is with the Commissioner" in olive.text and "Proposed, £5,000" in olive.text
    grace = signed_in(chromium, live, "grace", TABLET)
    grace.go("/decide").follow("money for the reserve list").choose("Reducing crime and disorder")
    grace.type("Why will these grants help?", "Fewer young people are hurt.").click("Sign 1 promotion, £5,000")
    assert "You signed 1 promotion from the reserve list." in grace.text
    assert f"/applications/{reference}/feedback" in live.post.letter(email, "We can now fund your project")
    rosa.go(f"/applications/{reference}/feedback")
    assert "We can now fund part of your project" in rosa.text and "£5,000 of the £8,000" in rosa.text
    assert "we told you that your project was on our reserve list" in rosa.text
    with live.app.extensions["portal"].database.session(read_only=True) as session:
        found = application_by_reference(session, reference)
        assert found is not None and (found.state, found.round.committed_pence) == ("approved", 13_000_00)
