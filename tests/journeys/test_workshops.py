"""An officer plans a workshop, two members book it on their phones, it fills, the list moves up, and notes are read."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, ViewportSize

from portal.accounts.operations import hash_password
from portal.cli.invariants import faults
from portal.core.clock import now, today
from portal.workshops.queries.workshops import workshop_by_reference
from tests.journeys.test_main_job import prepare, staff
from tests.support.cast import CAST, PASSWORD, account_named
from tests.support.live import Live
from tests.support.person import Person

PHONE: ViewportSize = {"width": 360, "height": 740}
AMINA, OWEN = CAST["amina"], CAST["owen"]


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_workshop_from_the_plan_to_the_notes(chromium: Browser, live: Live, script: bool) -> None:
    prepare(live)
    with live.app.extensions["portal"].database.session() as session:
        for name in ("amina", "owen"):
            account_named(session, name).password_hash = hash_password(PASSWORD)
    officer = staff(chromium, live, "olive", script)
    reference = plan(officer)
    amina, owen = (member(chromium, live, one.email, script) for one in (AMINA, OWEN))
    book(amina, "Book a place", "You have a place")
    book(owen, "Join the waiting list", "You are on the waiting list")
    assert "Owen Price is number 1 on the list" in owen.text and "meet.example.org" not in owen.text
    amina.click("Give up my place")
    assert "You gave up this place" in amina.text
    assert "https://meet.example.org/rotas" in live.post.letter(OWEN.email, "You now have a place")
    owen.go("/workshops/mine").follow("Rotas that last")
    assert "You have a place" in owen.text and "https://meet.example.org/rotas" in owen.text
    hold(live, reference)
    afterwards(officer, reference)
    owen.go("/workshops/mine").follow("Rotas that last")
    assert "Template for a rota" in owen.text
    amina.go(f"/workshops/{reference}")
    assert "Template for a rota" not in amina.text and "The rest is for organisations that had a place" in amina.text
    with live.app.extensions["portal"].database.session(read_only=True) as session:
        assert faults(session) == []


def member(chromium: Browser, live: Live, email: str, script: bool) -> Person:
    """Somebody of a group, on a phone."""
    person = Person(chromium, live.url, script=script, screen=PHONE)
    return person.go("/sign-in").type("Email address", email).type("Password", PASSWORD).click("Sign in")


def plan(officer: Person) -> str:
    """A workshop with one place, a month from now; its reference."""
    officer.go("/manage/workshops").follow("Plan a workshop").click("Save as a draft")
    assert "Enter what it is called" in officer.text
    officer.type("What is the workshop called?", "Rotas that last").type("When does it start?", "6pm")
    officer.page.locator("textarea[name=learn]").fill("How to plan a rota that volunteers keep to.")
    officer.page.locator("input[name=ends]").fill("8pm")
    for name, day in (("day", today() + timedelta(days=30)), ("books_until", today() + timedelta(days=28))):
        for part in ("day", "month", "year"):
            officer.page.locator(f"input[name={name}-{part}]").fill(str(getattr(day, part)))
    officer.page.get_by_label("Online", exact=True).check()
    officer.page.locator("input[name=link]").fill("https://meet.example.org/rotas")
    officer.choose("Running a committee").page.locator("input[name=places]").fill("1")
    officer.click("Save as a draft")
    officer.click("Publish")
    assert "It is published" in officer.text
    return officer.path.split("/")[3]


def book(person: Person, button: str, title: str) -> None:
    """From the list to a booking."""
    person.go("/workshops").follow("Rotas that last").follow(button)
    person.page.locator("textarea[name=access_needs]").fill("Large print, please.")
    person.click(button)
    assert title in person.text


def hold(live: Live, reference: str) -> None:
    """Let its evening have been."""
    with live.app.extensions["portal"].database.session() as session:
        workshop = workshop_by_reference(session, reference)
        assert workshop
        workshop.books_from = workshop.books_until = today() - timedelta(days=2)
        workshop.starts_at, workshop.ends_at = now() - timedelta(hours=3), now() - timedelta(hours=1)


def afterwards(officer: Person, reference: str) -> None:
    """Who came, and what there is to read."""
    officer.go(f"/manage/workshops/{reference}")
    assert "Large print, please." in officer.text
    officer.follow("Note who came").choose("Came").click("Save")
    officer.follow("What there is to read").type("What is it called?", "Template for a rota")
    officer.page.locator("input[name=url]").fill("https://learning.example.org/rota")
    officer.choose("Organisations that had a place").click("Add")
    assert "It is added." in officer.text
    officer.go(f"/manage/workshops/{reference}/effect").go(f"/manage/workshops/{reference}/register")
