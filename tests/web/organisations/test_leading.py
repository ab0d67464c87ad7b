"""Handing over, asking the office, switching between organisations, and how people want to be reached."""

from sqlalchemy import select

from portal.access.roles import TeamRole
from portal.core.clock import now
from portal.core.db import Database
from portal.organisations.models import TeamMember
from portal.organisations.models.leading import LeadRequest
from portal.organisations.queries import organisation_by_reference, team
from tests.support.browser import Browser, Page
from tests.support.cast import account_named
from tests.support.world import World

HARBOUR = f"/organisations/{World().harbour}"


def roles(database: Database, reference: str) -> dict[str, str]:
    with database.session(read_only=True) as session:
        organisation = organisation_by_reference(session, reference)
        assert organisation is not None
        return {member.account.name: member.role for member in team(session, organisation.id)}


def join(database: Database, name: str, reference: str, role: TeamRole) -> None:
    with database.session() as session:
        organisation, account = organisation_by_reference(session, reference), account_named(session, name)
        assert organisation is not None
        session.add(TeamMember(organisation_id=organisation.id, account_id=account.id, role=role, joined_at=now()))


def test_a_lead_sees_what_changes_hands_and_leaves_with_one_press(browser: Browser, database: Database) -> None:
    page = browser.sign_in("amina").get(f"{HARBOUR}/people/hand-over")
    assert "They become a lead" in page.text
    empty = browser.post(f"{HARBOUR}/people/hand-over", {}, status=422)
    assert isinstance(empty, Page)
    assert empty.errors == [("#successor", "Select who takes over from you")]
    assert browser.post(f"{HARBOUR}/people/hand-over", {"successor": "P-BETH"}) == "/organisations"
    assert roles(database, World().harbour) == {"Beth Okafor": "lead", "Vera Lund": "viewer"}
    assert browser.client.get(HARBOUR).status_code == 404


def test_somebody_new_needs_an_address_and_the_lead_can_stay_after_all(browser: Browser, database: Database) -> None:
    url = f"{HARBOUR}/people/hand-over"
    page = browser.sign_in("amina").post(url, {"successor": "new", "email": "nobody"}, status=422)
    assert isinstance(page, Page)
    assert page.values()["email"] == ["nobody"]
    browser.post(url, {"successor": "new", "email": "zoe@example.org"})
    assert "zoe@example.org to take over" in browser.get(url).text
    assert "zoe@example.org" in browser.get(f"{HARBOUR}/people").text
    browser.post(f"{url}/stop", {})
    assert "to take over" not in browser.get(url).text
    assert "zoe@example.org" not in browser.get(f"{HARBOUR}/people").text
    assert roles(database, World().harbour)["Amina Karim"] == "lead"


def test_the_office_answers_somebody_of_the_team(browser: Browser, database: Database) -> None:
    url = f"/manage/lead-requests/{World().lead_request}"
    page = browser.sign_in("olive").get(url)
    assert "Mira has moved away" in page.text
    unsaid = browser.post(url, {"verdict": "grant"}, status=422)
    assert isinstance(unsaid, Page)
    assert unsaid.errors == [("#reason", "Enter how you checked, and why")]
    answer = {"verdict": "grant", "gone": "P-MIRA", "reason": "The treasurer said so by phone."}
    assert browser.post(url, answer) == "/manage/lead-requests"
    assert roles(database, World().ember) == {"Mira Bell": "viewer", "Tess Quill": "lead"}
    assert "Made lead" in browser.get(url).text
    browser.post(url, answer, status=409)


def test_a_stranger_asks_and_is_told_nothing_of_what_there_is(browser: Browser, database: Database) -> None:
    browser.sign_in("nell")
    url, said = "/organisations/ask-to-lead", []
    for name in ("Harbour Sisters", "No Such Group"):
        browser.post(url, {"name": name, "reason": "The lead has left."})
        said.append(browser.get(url).text.replace(name, ""))
        with database.session() as session:
            nell = account_named(session, "nell").id
            for found in session.scalars(select(LeadRequest).where(LeadRequest.account_id == nell)):
                found.open = None
    assert said[0] == said[1]


def test_an_officer_names_the_organisation_of_a_stranger(browser: Browser, database: Database) -> None:
    browser.sign_in("nell").post("/organisations/ask-to-lead", {"name": "the sisters", "reason": "She left."})
    with database.session(read_only=True) as session:
        nell = account_named(session, "nell").id
        reference = session.scalars(select(LeadRequest.reference).where(LeadRequest.account_id == nell)).one()
    url, answer = f"/manage/lead-requests/{reference}", {"verdict": "grant", "reason": "Met their chair."}
    wrong = browser.sign_in("olive").post(url, answer | {"organisation": "sisters"}, status=422)
    assert isinstance(wrong, Page)
    assert wrong.values()["reason"] == ["Met their chair."]
    browser.post(url, answer | {"organisation": World().harbour.lower()})
    assert roles(database, World().harbour)["Nell Short"] == "lead"


def test_somebody_in_two_organisations_sees_their_role_in_each(browser: Browser, database: Database) -> None:
    join(database, "amina", World().northway, TeamRole.FINANCE)
    page = browser.sign_in("amina").get("/organisations")
    assert "You work for 2 organisations" in page.text
    assert "Finance: can read, and keeps bank papers and accounts" in page.text
    home = browser.get(f"/organisations/{World().northway}")
    assert home.h1 == "Northway Youth"
    assert home.links["Switch to another organisation"] == "/organisations"


def test_finance_reads_applications_and_writes_none(browser: Browser, database: Database) -> None:
    join(database, "nell", World().harbour, TeamRole.FINANCE)
    browser.sign_in("nell").get(f"/applications/{World().draft}")
    assert browser.client.get(f"/applications/{World().draft}/tasks/s9/documents").status_code == 404
    assert browser.client.get(f"{HARBOUR}/people/invite").status_code == 404


def test_how_somebody_wants_to_be_reached_is_shown_to_staff_who_write(browser: Browser, database: Database) -> None:
    browser.sign_in("owen")
    page = browser.post("/account/details", {"name": "Owen Price", "contact_way": "phone"}, status=422)
    assert isinstance(page, Page)
    assert page.errors == [("#phone", "Enter your phone number, so that we can contact you that way")]
    sent = {"name": "Owen Price", "contact_way": "phone", "phone": "023 8000 1111", "language": "Urdu",
            "contact_needs": "After 6pm, please."}  # fmt: skip
    browser.post("/account/details", sent)
    browser.sign_in("olive")
    for url in (f"/manage/members/{World().northway}", f"/manage/applications/{World().sent}"):
        text = browser.get(url).text
        assert "by phone on 023 8000 1111, in Urdu" in text, url
        assert "After 6pm, please." in text, url
