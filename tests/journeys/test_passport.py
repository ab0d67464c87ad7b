"""A charity whose insurance ran out, and a volunteer who takes over from one who left."""

from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser

from portal.accounts.operations import hash_password
from portal.cli.invariants import faults
from portal.core.clock import now, today
from portal.organisations.queries import actor_of_account, organisation_by_reference, team
from portal.passport.operations import keep_from_form
from portal.passport.queries import facts_of, versions_of
from tests.support.cast import CAST, account_named
from tests.support.files import PDF
from tests.support.live import Live
from tests.support.person import Person
from tests.support.world import World

PASSWORD = "a lantern by the water"
DRAFT = f"/applications/{World().draft}"
PASSPORT = f"/organisations/{World().harbour}/passport"


def signed_in(chromium: Browser, live: Live, name: str, *, script: bool = True, code: bool = False) -> Person:
    """Somebody with a browser of their own; staff give a code too."""
    secret = pyotp.random_base32()
    with live.app.extensions["portal"].database.session() as session:
        account = account_named(session, name)
        account.password_hash = hash_password(PASSWORD)
        if code:
            account.totp_secret, account.totp_confirmed_at = secret, now()
    person = Person(chromium, live.url, script=script)
    person.go("/sign-in").type("Email address", CAST[name].email).type("Password", PASSWORD).click("Sign in")
    if code:
        person.page.locator("input[name=code]").fill(pyotp.TOTP(secret).now())
        person.click("Continue")
    return person


def insurance_ran_out(live: Live) -> None:
    """The insurance of Harbour Sisters ended three days ago; its file is one that an application brought."""
    with live.app.extensions["portal"].database.session() as session:
        organisation, amina = organisation_by_reference(session, World().harbour), account_named(session, "amina")
        assert organisation is not None
        stored = next(one.file for one in versions_of(session, organisation.id))
        actor = actor_of_account(session, amina)
        keep_from_form(
            session,
            organisation_id=organisation.id,
            files={"public_liability": facts_of(stored)},
            source=World().scoring,
            actor=actor,
        )
        row = next(one.row for one in versions_of(session, organisation.id) if one.kind.value == "public_liability")
        assert row is not None
        row.expires_on = today() - timedelta(days=3)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_charity_whose_insurance_ran_out(chromium: Browser, live: Live, tmp_path: Path, script: bool) -> None:
    insurance_ran_out(live)
    amina = signed_in(chromium, live, "amina", script=script).go(DRAFT)
    assert "Your public liability insurance ran out on" in amina.text
    amina.go(f"{DRAFT}/tasks/s9/documents")
    assert "Use the public liability insurance" not in amina.text
    amina.go(DRAFT).follow("Replace it now")
    paper, ends = tmp_path / "insurance 2027.pdf", today() + timedelta(days=362)
    paper.write_bytes(PDF)
    amina.page.locator("input[name=file]").set_input_files(paper)
    amina.click("Save")
    assert "Enter the day your public liability insurance runs out" in amina.text
    for part, value in (("day", ends.day), ("month", ends.month), ("year", ends.year)):
        amina.page.locator(f"input[name=expires-{part}]").fill(str(value))
    amina.page.locator("input[name=file]").set_input_files(paper)
    amina.click("Save")
    assert amina.path == f"{DRAFT}/passport"
    assert "ran out on" not in amina.text
    amina.go(f"{DRAFT}/tasks/s9/documents")
    amina.press(amina.page.get_by_role("button", name="Use the public liability insurance you gave us"))
    assert "We have: insurance 2027.pdf" in amina.text
    amina.go(PASSPORT).follow("2 versions")
    assert "In date" in amina.text
    assert "Replaced" in amina.text
    amina.go(f"{DRAFT}/check")
    assert "Nothing to re-enter" in amina.text


def test_a_volunteer_takes_over_from_one_who_left(chromium: Browser, live: Live) -> None:
    vera, olive = signed_in(chromium, live, "vera"), signed_in(chromium, live, "olive", code=True)
    vera.go(f"/organisations/{World().harbour}/people").follow("Ask us to make you the lead")
    vera.type("What has happened, and how can we check it?", "Amina has moved. Call Beth.").click("Ask us")
    assert "We have your request" in vera.text
    olive.go("/manage/lead-requests").follow("Vera Lund")
    olive.choose("Make them lead").choose("Amina Karim")
    olive.type("How did you check, and why?", "Beth Okafor confirmed it by phone.").click("Record")
    vera.go(f"/organisations/{World().harbour}/people").follow("Invite someone")
    vera.go(DRAFT)
    assert "Vera Lund (lead: can write and submit)" in vera.text
    vera.go(f"{PASSPORT}/readings")
    vera.go(f"/organisations/{World().harbour}/people").follow("Are you leaving? Hand over to someone")
    vera.choose("Beth Okafor").click("Hand over and leave")
    assert "leads Harbour Sisters now" in vera.text
    with live.app.extensions["portal"].database.session(read_only=True) as session:
        organisation = organisation_by_reference(session, World().harbour)
        assert organisation is not None
        found = {member.account.name: member.role for member in team(session, organisation.id)}
        assert found == {"Amina Karim": "viewer", "Beth Okafor": "lead"}
        assert faults(session) == []
