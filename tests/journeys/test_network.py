"""A by-and-for company that hides its address, and an officer with five hundred members."""

import csv
import io
from pathlib import Path

import pyotp
from playwright.sync_api import Browser, ViewportSize

from portal.accounts.operations import acting_as, hash_password
from portal.core.clock import now, today
from portal.demo.answers import registration_answers
from portal.demo.groups import Group, Project
from portal.formkit.queries import form_of, latest_version
from portal.organisations import operations
from portal.organisations.queries import organisation_by_reference
from portal.organisations.rules import latest_end
from tests.factories.members import add_members
from tests.support.building.organisations import DOCUMENT
from tests.support.cast import CAST, account_named
from tests.support.filling import fill_section
from tests.support.live import Live
from tests.support.person import Person
from tests.support.world import World

PASSWORD = "a lantern by the water"
PHONE: ViewportSize = {"width": 360, "height": 740}
STREET, POSTCODE = "99 Hidden Row", "SO15 2ZZ"
GROUP = Group(
    "Still Water Women", "cic", "10k_100k", "E06000045", "Nell Short",
    Project("A Door That Opens", "domestic_abuse", "a helpline", "women who leave", "abuse", "two refuges", 8200),
)  # fmt: skip


def signed_in(chromium: Browser, live: Live, name: str, screen: ViewportSize | None = None) -> Person:
    """Somebody with a browser of their own, signed in by password."""
    with live.app.extensions["portal"].database.session() as session:
        account_named(session, name).password_hash = hash_password(PASSWORD)
    person = Person(chromium, live.url, screen=screen)
    return person.go("/sign-in").type("Email address", CAST[name].email).type("Password", PASSWORD).click("Sign in")


def officer(chromium: Browser, live: Live) -> Person:
    """Olive, past her second factor."""
    secret = pyotp.random_base32()
    with live.app.extensions["portal"].database.session() as session:
        account = account_named(session, "olive")
        account.totp_secret, account.totp_confirmed_at = secret, now()
    olive = signed_in(chromium, live, "olive")
    olive.page.locator("input[name=code]").fill(pyotp.TOTP(secret).now())
    return olive.click("Continue")


def test_a_by_and_for_company_that_hides_its_address(chromium: Browser, live: Live, tmp_path: Path) -> None:
    upload = tmp_path / "articles.pdf"
    upload.write_bytes(DOCUMENT)
    nell = signed_in(chromium, live, "nell", PHONE)
    home = join(nell, live, upload)
    approve(live, home.rsplit("/", 1)[1])
    nell.go(f"{home}/passport")
    assert STREET in nell.text, "it sees its own address"
    nell.go(f"{home}/entries/new").choose("We look for").type("Say it in a few words", "A partner with a payroll")
    nell.type("Tell others more", "We want someone to run our payroll.")
    nell.choose("Back office").click("Put it up")
    assert "Members can see it now." in nell.text

    owen = signed_in(chromium, live, "owen")
    for path in ("/partnering", "/workshops", f"/workshops/{World().workshop}"):
        nothing_of_it(owen.go(path).page.content())
    nothing_of_it(owen.go("/partnering").follow("A partner with a payroll").page.content())

    olive = officer(chromium, live)
    for path in ("/manage/members?word=yes", "/manage/members/map", "/manage/members/coverage", "/manage/partnering"):
        nothing_of_it(olive.go(path).page.content())
    olive.go("/manage/members?word=yes")
    assert GROUP.name in olive.text, "its own word is there for outreach"
    with olive.page.expect_download() as download:
        olive.page.get_by_role("button", name="Download as CSV").click()
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig"))))
    assert [(row["Name"], row["Postcode"]) for row in rows] == [(GROUP.name, "Kept private")]
    for letter in live.post.letters:
        nothing_of_it(letter.as_string())


def join(nell: Person, live: Live, upload: Path) -> str:
    """The whole form, with an address to keep private; the organisation's page."""
    nell.go("/organisations/new").choose("Community interest company (CIC)")
    nell.type("What is your organisation called?", GROUP.name).click("Continue")
    home = nell.path
    with live.app.extensions["portal"].database.session(read_only=True) as session:
        version = latest_version(session, "funding_network_registration")
        assert version is not None
        form = form_of(version)
    answers = registration_answers(GROUP) | {
        "governing_document": "upload",
        "address": {"line1": STREET, "line2": "", "town": "Southampton", "postcode": POSTCODE},
        "address_secret": "yes",
        "mission_communities": ["DEI090000"],
        "board_share": "three_quarters",
        "senior_share": "half_plus",
        "by_and_for_self": "yes",
    }
    for section in form.sections:
        nell.go(f"{home}/membership")
        nell.press(nell.page.locator(f"a[href^='{home}/membership/tasks/{section.key}/']").first)
        fill_section(nell, form, answers, upload)
    nell.go(f"{home}/membership/check")
    assert "We are checking it" in nell.click("Ask to join").text
    return home


def approve(live: Live, reference: str) -> None:
    """What an officer does on pages of test_joining."""
    with live.app.extensions["portal"].database.session() as session:
        place = organisation_by_reference(session, reference)
        assert place is not None and place.membership is not None
        operations.approve(
            session,
            membership=place.membership,
            until=latest_end(today()),
            conditions="",
            despite_checks=True,
            actor=acting_as(account_named(session, "olive")),
        )


def nothing_of_it(shown: str) -> None:
    """Neither street nor postcode."""
    assert STREET not in shown and POSTCODE not in shown


def test_an_officer_with_five_hundred_members(chromium: Browser, live: Live) -> None:
    with live.app.extensions["portal"].database.session() as session:
        add_members(session, 500)
    olive = officer(chromium, live)
    olive.go("/manage/members?sort=name")
    olive.page.locator("summary", has_text="More ways to choose").click()
    olive.page.get_by_label("Area").select_option("Havant")
    olive.click("Show")
    assert "166 organisations" in olive.text
    assert olive.page.get_by_label("Area").input_value() == "E07000090", "what was asked stays"
    olive.press(olive.page.locator("a[rel=next]"))
    assert "page=2" in olive.path and "Numbered Group" in olive.text
    olive.go("/manage/members?ending=soon&state=approved").follow("Numbered Group 00002").follow("History")
    olive.type("Your note", "Rang them about their renewal.").click("Keep this note")
    assert "Rang them about their renewal." in olive.text
    assert "Havant" in olive.go("/manage/members/map").text
    olive.go("/manage/members?sort=name&district=E07000090")
    with olive.page.expect_download() as download:
        olive.page.get_by_role("button", name="Download as xlsx").click()
    assert Path(download.value.path()).read_bytes()[:2] == b"PK"
    olive.go(f"/manage/workshops/{World().workshop}")
