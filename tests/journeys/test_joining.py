"""An unincorporated group of four people with no number: it joins, is checked through the task list, and approved."""

from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser

from portal.accounts.operations import hash_password
from portal.core.clock import now
from portal.demo.answers import registration_answers
from portal.demo.groups import Group, Project
from portal.formkit.queries import form_of, latest_version
from tests.support.building.organisations import DOCUMENT
from tests.support.cast import CAST, account_named
from tests.support.filling import fill_section
from tests.support.live import Live
from tests.support.person import Person

GROUP = Group(
    "Quay Gardeners", "unincorporated", "under_10k", "E06000045", "Nell Short",
    Project("Light on the Quay", "community_safety", "evening walks", "late shift workers", "street harassment",
            "two schools", 6400),
)  # fmt: skip
PASSWORD = "a lantern by the water"
CHECKS = 9


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_four_people_without_a_number_join(chromium: Browser, live: Live, tmp_path: Path, script: bool) -> None:
    upload = tmp_path / "constitution.pdf"
    upload.write_bytes(DOCUMENT)
    secret = prepare(live)
    nell = Person(chromium, live.url, script=script)
    nell.go("/sign-in").type("Email address", CAST["nell"].email).type("Password", PASSWORD).click("Sign in")
    ask_to_join(nell, live, upload)

    olive = Person(chromium, live.url, script=script)
    olive.go("/sign-in").type("Email address", CAST["olive"].email).type("Password", PASSWORD).click("Sign in")
    olive.page.locator("input[name=code]").fill(pyotp.TOTP(secret).now())
    olive.click("Continue")
    check_and_approve(olive)
    assert "Quay Gardeners is now a member" in live.post.letter(CAST["nell"].email, "Welcome to the Funding Network")
    assert "You can apply to open funds." in nell.go("/organisations").text


def prepare(live: Live) -> str:
    """A password for both, and Olive's second factor."""
    with live.app.extensions["portal"].database.session() as session:
        for name in ("nell", "olive"):
            account_named(session, name).password_hash = hash_password(PASSWORD)
        olive, secret = account_named(session, "olive"), pyotp.random_base32()
        olive.totp_secret, olive.totp_confirmed_at = secret, now()
    return secret


def ask_to_join(nell: Person, live: Live, upload: Path) -> None:
    """The whole form; nobody asks for a number that the group does not have."""
    nell.go("/organisations/new").choose("Community group with a constitution")
    nell.type("What is your organisation called?", GROUP.name).click("Continue")
    home = nell.path
    with live.app.extensions["portal"].database.session(read_only=True) as session:
        version = latest_version(session, "funding_network_registration")
        assert version is not None
        form = form_of(version)
    answers = registration_answers(GROUP) | {
        "governing_document": "upload",
        "committee_size": 4,
        "unrelated_people": 4,
    }
    for section in form.sections:
        nell.go(f"{home}/membership")
        nell.press(nell.page.locator(f"a[href^='{home}/membership/tasks/{section.key}/']").first)
        fill_section(nell, form, answers, upload)
    nell.go(f"{home}/membership/check")
    assert "charity number" not in nell.text
    assert "company number" not in nell.text
    assert "We are checking it" in nell.click("Ask to join").text


def check_and_approve(olive: Person) -> None:
    """Every line of the task list, found in order, and then approved without a warning."""
    olive.go("/manage/members").follow(GROUP.name)
    olive.follow("Approve")
    assert f"{CHECKS} checks are open or a problem" in olive.text
    olive.follow("Back").follow("Go to the checks")
    assert "Register look-up" not in olive.text
    home = olive.path
    lines = olive.page.locator(".govuk-task-list__link").all_inner_texts()
    assert len(lines) == CHECKS
    for line in lines:
        olive.go(home).follow(line)
        if line == "Insurance":
            olive.choose("Does not apply").type("Note", "It only meets in the church hall, which is insured.")
        else:
            olive.choose("In order")
        assert "Your finding is recorded" in olive.click("Record").text
    assert "Everything is in order." in olive.text
    olive.follow("Approve")
    assert "open or a problem" not in olive.text
    assert "They are a member now" in olive.click("Approve").text
