"""Declaring a link before reading, and stepping back later."""

import pytest

from portal.assessment.operations import assign
from portal.core.clock import now
from portal.core.db import Database
from portal.organisations.models import TeamMember
from tests.factories.panel import WRITTEN, actor_named, new_application, new_round
from tests.support.browser import Browser
from tests.support.cast import account_named


@pytest.fixture
def reference(database: Database) -> str:
    """An application given to Dev, who has not declared."""
    with database.session() as session:
        application = new_application(session, new_round(session), name="Tide Turners")
        person = account_named(session, "dev")
        assign(session, application=application, assessor=person, actor=actor_named(session, "olive"))
        return application.reference


def test_only_names_are_shown_before_declaring(browser: Browser, reference: str) -> None:
    browser.sign_in("dev")
    assert browser.client.get(f"/assess/{reference}").headers["Location"] == f"/assess/declare/{reference}"
    page = browser.get(f"/assess/declare/{reference}")
    assert "Tide Turners" in page.text and "Lead of Tide Turners" in page.text
    for url in ("/assess", f"/assess/declare/{reference}"):
        html = browser.get(url).html
        for leak in (*WRITTEN.values(), "£8,000", "@group"):
            assert leak not in html, (url, leak)


def test_scores_cannot_be_sent_before_declaring(browser: Browser, reference: str) -> None:
    target = browser.sign_in("dev").post(f"/assess/{reference}", {"revision": "0", "points-1": "5"})
    assert target == f"/assess/declare/{reference}"


def test_without_a_link_the_application_opens(browser: Browser, reference: str) -> None:
    target = browser.sign_in("dev").post(f"/assess/declare/{reference}", {"link": "none"})
    assert target == f"/assess/{reference}"
    browser.get(f"/assess/{reference}")


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({}, [("#link", "Say whether you have a link to this group")]),
        (
            {"link": "link"},
            [("#kind", "Choose what kind of link it is"), ("#text", "Describe the link in a few words")],
        ),
        ({"link": "link", "kind": "work", "text": "x " * 101}, [("#text", "Describe the link in 100 words or fewer")]),
    ],
)
def test_a_declaration_is_whole(
    browser: Browser, reference: str, sent: dict[str, str], errors: list[tuple[str, str]]
) -> None:
    page = browser.sign_in("dev").post(f"/assess/declare/{reference}", sent, 422)
    assert page.errors == errors


def test_a_link_hides_the_application_everywhere(browser: Browser, reference: str) -> None:
    browser.sign_in("dev")
    sent = {"link": "link", "kind": "family", "text": "My brother chairs it."}
    page = browser.follow(f"/assess/declare/{reference}", sent)
    assert "You will not see this application again" in page.text
    assert "Nothing is assigned to you now" in page.text and "Tide Turners" not in page.html
    for url in (f"/assess/{reference}", f"/assess/declare/{reference}", f"/assess/{reference}/compare"):
        browser.get(url, 404)


def test_stepping_back_with_the_application_open_in_another_window(browser: Browser, reference: str) -> None:
    browser.sign_in("dev").post(f"/assess/declare/{reference}", {"link": "none"})
    page = browser.get(f"/assess/declare/{reference}")
    assert page.h1 == "Say that you have a link" and "No, I have no link" not in page.text
    browser.post(f"/assess/declare/{reference}", {"kind": "work", "text": "I may join them."})
    typed = "What I had typed when I declared it on another page, and would like to keep."
    assert typed in browser.post(f"/assess/{reference}", {"revision": "0", "reason-1": typed}, 404).html


def test_somebody_who_joins_the_group_later_is_shut_out(browser: Browser, database: Database, reference: str) -> None:
    browser.sign_in("dev").post(f"/assess/declare/{reference}", {"link": "none"})
    with database.session() as session:
        from portal.applications.queries import application_by_reference

        application = application_by_reference(session, reference)
        assert application is not None
        dev = account_named(session, "dev")
        member = TeamMember(organisation_id=application.organisation_id, account=dev, role="viewer", joined_at=now())
        session.add(member)
    browser.get(f"/assess/{reference}", 404)
    browser.post(f"/assess/{reference}", {"revision": "0", "points-1": "5"}, 404)
    assert "Tide Turners" not in browser.get("/assess").html
