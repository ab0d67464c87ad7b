"""A partner bid in a browser: invited, own costs, agreed; sent back by the certifier, signed, and sent by the lead."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from portal.access.roles import TeamRole
from portal.accounts.operations import hash_password
from portal.cli.invariants import faults
from tests.support.building.organisations import account_named
from tests.support.cast import CAST
from tests.support.live import Live
from tests.support.person import Person
from tests.support.world import World

PASSWORD = "a lantern by the water"
HOME = f"/applications/{World().draft}"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_partner_bid_from_the_invitation_to_the_receipt(chromium: Browser, live: Live, script: bool) -> None:
    prepare(live)
    amina, owen, vera = (signed_in(chromium, live, name, script) for name in ("amina", "owen", "vera"))
    invite(amina)
    partner_page = accept(owen, live)
    write_costs(owen, partner_page)
    raise_the_amount(amina)
    owen.go(partner_page).click("We agree")
    assert "Agrees to the application" in owen.text
    ask_for_signature(amina, live)
    vera.go(f"{HOME}/signing").type("What should the team change?", "Say who holds the keys.").click("Send back")
    assert "Say who holds the keys." in live.post.letter(CAST["amina"].email, "back to you")
    change_words(amina)
    ask_for_signature(amina, live)
    assert "Agrees to the application" in owen.go(partner_page).text, "words do not end an agreement"
    vera.go(f"{HOME}/signing").click("Sign")
    assert "Signed by Vera Lund" in vera.text
    amina.go(f"{HOME}/check").click("Submit your application")
    assert "Application submitted" in amina.text
    assert "Costs of Northway Youth (partner)" in amina.follow("Read or print what you sent").text
    assert "Signed for Harbour Sisters by Vera Lund" in amina.text
    assert "Costs of Northway Youth" in owen.go(f"{HOME}/copy").text, "the partner keeps a copy to read"
    with live.app.extensions["portal"].database.session(read_only=True) as session:
        assert faults(session) == []


def test_two_people_see_each_other_on_a_page(chromium: Browser, live: Live) -> None:
    prepare(live)
    amina, beth = (signed_in(chromium, live, name, True) for name in ("amina", "beth"))
    beth.go(f"{HOME}/tasks/s4/problem")
    beth.page.wait_for_timeout(500)
    amina.go(f"{HOME}/tasks/s4/problem")
    assert "Beth Okafor has this page open now." in amina.text


def prepare(live: Live) -> None:
    """Passwords, and Vera signs for Harbour Sisters."""
    with live.app.extensions["portal"].database.session() as session:
        for name in ("amina", "beth", "owen", "vera"):
            account_named(session, name).password_hash = hash_password(PASSWORD)
        member = next(
            one for one in team_of(session, World().harbour) if one.account_id == account_named(session, "vera").id
        )
        member.role = TeamRole.CERTIFIER


def team_of(session, reference):  # type: ignore[no-untyped-def]
    """The people of an organisation."""
    from portal.organisations.queries import organisation_by_reference

    found = organisation_by_reference(session, reference)
    assert found is not None
    return found.team


def signed_in(chromium: Browser, live: Live, name: str, script: bool) -> Person:
    """Somebody with a browser of their own, signed in by password."""
    person = Person(chromium, live.url, script=script)
    return person.go("/sign-in").type("Email address", CAST[name].email).type("Password", PASSWORD).click("Sign in")


def invite(amina: Person) -> None:
    """By the partner's reference."""
    amina.go(HOME).follow("Partners", nth=1).follow("Invite a partner")
    amina.type("Your partner’s reference or an email address", World().northway).click("Send the invitation")
    assert "Northway Youth" in amina.text


def accept(owen: Person, live: Live) -> str:
    """By the mailed link, whose page a scanner may open first; the address of the partner's page."""
    link = urlsplit(live.post.link(CAST["owen"].email, "partner in their application")).path
    assert owen.context.request.get(live.url + link).ok
    owen.go(link).click("Accept for Northway Youth")
    assert owen.path == HOME
    owen.follow("Partners", nth=1).follow("Northway Youth")
    return re.sub(r"[?#].*", "", owen.path)


def write_costs(owen: Person, partner_page: str) -> None:
    """One row in the columns of the form's budget; first with a fault that is told beside its field."""
    owen.go(partner_page).follow("Change our costs")
    page = owen.page
    if not page.locator("[name='budget-0-item']").count():
        owen.click("Save and add another row")
    page.locator("[name='budget-0-category']").select_option("sessional")
    for column, text in (("item", "Two coaches"), ("working", "4 hours x 40 weeks x £20"), ("year1", "lots")):
        page.locator(f"[name='budget-0-{column}']").fill(text)
    owen.click("Save our costs")
    assert "There is a problem" in owen.text
    for column, text in (("year1", "2,000"), ("year2", "1,000"), ("total_cost", "3,000")):
        page.locator(f"[name='budget-0-{column}']").fill(text)
    owen.click("Save our costs")
    assert "asks for £3,000 from us" in owen.text


def raise_the_amount(amina: Person) -> None:
    """The amount asked for is that of both together; the check page says so."""
    amina.go(f"{HOME}/check")
    assert "your budget and your partners’ costs together show £11,450" in amina.text
    amina.follow("You ask for")
    amina.page.locator("[name='amount_requested']").fill("11,450")
    amina.click("Save and continue")


def ask_for_signature(amina: Person, live: Live) -> None:
    """Ready to sign."""
    amina.go(f"{HOME}/signing").click("It is ready: ask for the signature")
    assert "Waiting for a signature" in amina.text
    live.post.letter(CAST["vera"].email, "Please read and sign")


def change_words(amina: Person) -> None:
    """What the certifier asked for."""
    amina.go(f"{HOME}/tasks/s4/problem")
    amina.page.locator("textarea[name='problem']").fill("The key holders are named now.")
    amina.click("Save and continue")
