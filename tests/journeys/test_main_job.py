"""The main job in a browser, from joining to reading feedback: with script, and again without."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pyotp
import pytest
from playwright.sync_api import Browser

from portal.accounts.operations import hash_password
from portal.applications.operations import withdraw
from portal.applications.queries import application_by_reference
from portal.cli.invariants import faults
from portal.core.clock import now
from portal.demo.answers import application_answers, registration_answers
from portal.demo.groups import Group, Project
from portal.demo.network import PDF
from portal.formkit.queries import form_of, latest_version
from portal.funds.queries import round_by_slug
from portal.organisations.queries import actor_of_account
from tests.support.cast import CAST, account_named
from tests.support.filling import fill_section
from tests.support.live import Live
from tests.support.person import Person
from tests.support.world import World

GROUP = Group(
    "Quayside Mothers", "unincorporated", "under_10k", "E06000045", "Rosa Field",
    Project("Lights on the Quay", "community_safety", "evening walks", "mothers on late shifts", "street harassment",
            "two schools", 6400),
)  # fmt: skip
PASSWORD = "a lantern by the water"
ROSA, TESS = "rosa@quayside.example.org", "tess@quayside.example.org"
ROUND = World().open_round
SUMMARY = "You showed clearly why mothers on late shifts need company, and who will walk with them."
TOTP: dict[str, str] = {}


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_from_joining_to_reading_feedback(chromium: Browser, live: Live, tmp_path: Path, script: bool) -> None:
    upload = tmp_path / "constitution.pdf"
    upload.write_bytes(PDF)
    prepare(live)
    rosa = Person(chromium, live.url, script=script)
    register(rosa, live)
    join_the_network(rosa, live, upload)
    officer = staff(chromium, live, "olive", script)
    approve_membership(officer)
    start_to_apply(rosa)
    reference = apply_with_a_colleague(rosa, chromium, live, upload, script)
    close_the_round(live)
    give_to_assessors(officer, reference)
    score_alone(chromium, live, reference, script)
    recommend(officer, reference)
    sign(chromium, live, reference, script)
    write_and_release(chromium, live, officer, reference, script)
    read_feedback(rosa, live, reference)
    with live.app.extensions["portal"].database.session(read_only=True) as session:
        assert faults(session) == []


def prepare(live: Live) -> None:
    """Give staff a password and a second factor, and take the other group out of the round."""
    with live.app.extensions["portal"].database.session() as session:
        for name in ("olive", "piers", "grace", "asha", "ben"):
            account = account_named(session, name)
            account.password_hash, account.totp_secret = hash_password(PASSWORD), pyotp.random_base32()
            account.totp_confirmed_at = now()
            TOTP[name] = account.totp_secret
        other = application_by_reference(session, World().sent)
        owen = account_named(session, "owen")
        assert other
        withdraw(session, application=other, actor=actor_of_account(session, owen))


def staff(chromium: Browser, live: Live, name: str, script: bool) -> Person:
    """Somebody of the office or the panel, signed in with password and code."""
    person = Person(chromium, live.url, script=script)
    person.go("/sign-in").type("Email address", CAST[name].email).type("Password", PASSWORD).click("Sign in")
    person.page.locator("input[name=code]").fill(pyotp.TOTP(TOTP[name]).now())
    return person.click("Continue")


def confirm_password(person: Person) -> None:
    """Acts that weigh ask for the password when it was given a while ago."""
    if person.path.startswith("/confirm-password"):
        person.type("Password", PASSWORD).click("Continue")


def register(rosa: Person, live: Live) -> None:
    """An account, opened by a link that only a button spends."""
    rosa.go("/").follow("create an account")
    rosa.type("Full name", GROUP.lead).type("Email address", ROSA).type("Password", PASSWORD).click("Create an account")
    link = urlsplit(live.post.link(ROSA, "Confirm your email")).path
    assert rosa.context.request.get(live.url + link).ok  # a mail scanner opens it first
    rosa.go(link).click("Confirm and sign in")


def join_the_network(rosa: Person, live: Live, upload: Path) -> None:
    """An organisation, and its form to the office."""
    rosa.go("/organisations/new").choose("Community group with a constitution")
    rosa.page.locator("input[name=name]").fill(GROUP.name)
    rosa.click("Continue")
    rosa.go(re.sub(r"(/organisations/ORG-\w+).*", r"\1/membership", rosa.path))
    home = rosa.path
    with live.app.extensions["portal"].database.session(read_only=True) as session:
        version = latest_version(session, "funding_network_registration")
        assert version
        form = form_of(version)
    answers = registration_answers(GROUP) | {"governing_document": "upload"}
    for section in form.sections:
        rosa.go(home)
        rosa.press(rosa.page.locator(f"a[href^='{home}/tasks/{section.key}/']").first)
        fill_section(rosa, form, answers, upload)
    rosa.go(f"{home}/check").click("Ask to join")
    assert "Thank you for asking to join" in live.post.letter(ROSA, "We have your request")


def approve_membership(officer: Person) -> None:
    """The office looks at it and says yes."""
    officer.go("/manage/members?state=applied").follow(GROUP.name).follow("Approve", nth=0)
    officer.choose("I approve although some checks are not in order").click("Approve")


def start_to_apply(rosa: Person) -> None:
    """Is this fund for us? Then begin."""
    rosa.go("/funds").follow("Safer Communities Fund 2027").follow("Check if you can apply").follow("Start the check")
    for answer in ("Yes", "Community group with a constitution", "Yes", "Yes", "Yes", "Yes", "Prevent or reduce crime"):
        rosa.choose(answer).click("Continue")
    rosa.choose("None of these").click("Continue")
    rosa.choose("No").click("Continue")
    rosa.page.locator("input[name=elig_amount]").fill("£6,400")
    rosa.click("Continue")
    assert "You can apply" in rosa.text
    rosa.click("Start your application")
    assert "NOT SUBMITTED YET" in rosa.text.upper()


def apply_with_a_colleague(rosa: Person, chromium: Browser, live: Live, upload: Path, script: bool) -> str:
    """Two people fill in the real form; one sends it."""
    reference = rosa.path.split("/")[2]
    invite_a_colleague(rosa)
    tess = Person(chromium, live.url, script=script)
    tess.go(urlsplit(live.post.link(TESS, "asked you to help")).path)
    tess.page.locator("input[name=name]").fill("Tess Moor")
    tess.page.locator("input[name=password]").fill(PASSWORD)
    tess.click("Create an account and join")
    with live.app.extensions["portal"].database.session(read_only=True) as session:
        round_ = round_by_slug(session, ROUND)
        assert round_
        form, answers = form_of(round_.form_version), application_answers(GROUP, round_)
    for i, section in enumerate(form.sections):
        writer = (rosa, tess)[i % 2]
        writer.go(f"/applications/{reference}")
        writer.press(writer.page.locator(f"a[href^='/applications/{reference}/tasks/{section.key}/']").first)
        fill_section(writer, form, answers, upload)
    too_long_is_kept(rosa, reference, answers["problem"])
    rosa.go(f"/applications/{reference}/check")
    rosa.click("Submit your application")
    assert "Application submitted" in rosa.text and reference in rosa.text
    assert reference in live.post.letter(ROSA, "We have your application")
    assert reference in live.post.letter(TESS, "We have your application")
    rosa.go(f"/applications/{reference}/copy")
    assert GROUP.project.title in rosa.text and answers["problem"][:60] in rosa.text
    return reference


def invite_a_colleague(rosa: Person) -> None:
    """A colleague who may write, but not send."""
    rosa.follow("Invite someone from your organisation").follow("Invite someone")
    rosa.page.locator("input[name=email]").fill(TESS)
    rosa.choose("Editor").click("Send the invitation")


def too_long_is_kept(rosa: Person, reference: str, right: str) -> None:
    """An answer that is too long is saved whole and told; check your answers leads back to it."""
    rosa.go(f"/applications/{reference}/tasks/s4/problem")
    long = "word " * 260
    rosa.page.locator("textarea[name=problem]").fill(long)
    rosa.click("Save and continue")
    assert "You have 10 words too many" in rosa.text
    assert rosa.page.locator("textarea[name=problem]").input_value().split() == long.split()
    rosa.go(f"/applications/{reference}/check")
    assert "1 thing is missing or must be changed" in rosa.text
    assert rosa.page.get_by_role("button", name="Submit your application").count() == 0
    rosa.go(f"/applications/{reference}/tasks/s4/problem?return=check")
    rosa.page.locator("textarea[name=problem]").fill(right)
    rosa.click("Save and continue")
    assert rosa.path == f"/applications/{reference}/check"


def close_the_round(live: Live) -> None:
    """Its last second goes by."""
    with live.app.extensions["portal"].database.session() as session:
        round_ = round_by_slug(session, ROUND)
        assert round_
        round_.closes_at = now()


def give_to_assessors(officer: Person, reference: str) -> None:
    """Start the assessing, check the rules, choose two assessors."""
    officer.go(f"/manage/rounds/{ROUND}").click("Start assessing")
    officer.go(f"/manage/applications/{reference}").choose("Yes: it can be scored").click("Record")
    officer.go(f"/manage/applications/{reference}/assessors")
    officer.choose(CAST["asha"].name).choose(CAST["ben"].name).click("Give to these assessors")


def score_alone(chromium: Browser, live: Live, reference: str, script: bool) -> None:
    """Each declares, scores, and sees the other's only afterwards."""
    for name, points in (("asha", 4), ("ben", 3)):
        person = staff(chromium, live, name, script)
        person.go(f"/assess/declare/{reference}").choose("No, I have no link").click("Continue")
        for number in range(1, 9):
            person.page.locator(f"input[name='points-{number}'][value='{points}']").check()
            person.page.locator(f"textarea[name='reason-{number}']").fill(f"{name} finds principle {number} clear.")
            if number == 4:
                person.click("Save", nth=0)
        assert "asha finds" not in person.text or name == "asha"
        person.click("Send my scores")
        person.go(f"/assess/{reference}/compare")
        person.close()


def recommend(officer: Person, reference: str) -> None:
    """An officer's proposal."""
    officer.go(f"/manage/rounds/{ROUND}/ranking")
    assert GROUP.project.title in officer.text
    officer.go(f"/manage/applications/{reference}/recommend")
    officer.page.locator("input[name=outcome][value=fund]").check()
    officer.page.locator("textarea[name=reason]").fill("Strong on need, and good value.")
    officer.click("Recommend")


def sign(chromium: Browser, live: Live, reference: str, script: bool) -> None:
    """The Commissioner's signature."""
    grace = staff(chromium, live, "grace", script)
    grace.go(f"/decide/{ROUND}/{reference}").follow("Check and sign")
    confirm_password(grace)
    grace.choose("Reducing crime and disorder").type("Why will these grants help?", "Fewer young people are hurt.")
    grace.click("Sign 1 decision, £6,400")
    confirm_password(grace)
    grace.close()


def write_and_release(chromium: Browser, live: Live, officer: Person, reference: str, script: bool) -> None:
    """Feedback is drafted from the scores, made specific, approved and released for the whole round."""
    officer.go(f"/manage/rounds/{ROUND}/feedback").click("Draft feedback on 1 application")
    officer.go(f"/manage/applications/{reference}/feedback")
    officer.page.locator("textarea[name=summary]").fill(
        "You showed clearly why mothers on late shifts need company, and who will walk with them."
    )
    for box in officer.page.locator("textarea[name^='change']").all():
        if box.input_value():
            box.fill(f"{box.input_value()} Begin with your answer about the walks home.")
    officer.click("Save")
    piers = staff(chromium, live, "piers", script)
    piers.go(f"/manage/applications/{reference}/feedback").click("Approve")
    piers.close()
    officer.go(f"/manage/rounds/{ROUND}/release")
    officer.click("Release 1 decision, £6,400")
    confirm_password(officer)


def read_feedback(rosa: Person, live: Live, reference: str) -> None:
    """The letter leads to the decision, beside her own answers."""
    assert reference in live.post.letter(ROSA, "Decision on your")
    rosa.go(f"/applications/{reference}/submitted").follow("Read our decision and feedback")
    assert "£6,400" in rosa.text
    assert SUMMARY in rosa.text
    assert "Working in partnership" in rosa.text
    assert "rejected" not in rosa.text.lower()
