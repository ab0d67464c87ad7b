"""The pages of partners: found, answered, written to, introduced; no address and no name that was not given."""

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.core.db import Database
from portal.formkit.models import SectionAnswers
from portal.organisations.queries import organisation_by_reference
from portal.partnering.models import Entry, Line
from portal.partnering.queries import conversation_by_reference
from portal.partnering.rules import Kind
from tests.support.browser import Browser, Page
from tests.support.building import partnering
from tests.support.building.partnering import WANTS
from tests.support.cast import CAST, account_named
from tests.support.world import World

WORLD = World()
TALK = f"/partnering/conversations/{WORLD.conversation}"
ENTRY = {
    "kind": "offer",
    "title": "Payroll for two small groups",
    "words": "We run your payroll each month.",
    "skills": ["back_office"],
    "districts": ["E07000090"],
    "themes": [],
    "size": "small",
}


def out_of_the_directory(database: Database, reference: str) -> None:
    """The group says no to being seen by other members."""
    with database.session() as session:
        place = organisation_by_reference(session, reference)
        assert place is not None and place.membership is not None
        for row in session.query(SectionAnswers).filter_by(response_id=place.membership.response_id):
            if "directory" in row.answers:
                row.answers = row.answers | {"directory": "no"}


def test_an_entry_is_put_up_found_renewed_and_closed(browser: Browser) -> None:
    browser.sign_in("owen")
    new = f"/organisations/{WORLD.northway}/entries/new"
    assert browser.get(new).values(new)["districts"] == ["E06000045"], "its own areas are ticked"
    page = browser.follow(new, ENTRY)
    assert "Members can see it now." in page.text and "Payroll for two small groups" in page.h1
    browser.sign_in("amina")
    page = browser.get("/partnering?skill=back_office&kind=offer")
    assert "1 entry" in page.text and "Northway Youth brings neighbours together" in page.text
    assert "Payroll" not in browser.get("/partnering?skill=training").text
    page = browser.get("/partnering?search=zzz")
    assert "No entry fits." in page.text
    browser.sign_in("owen")
    address = next(href for words, href in browser.get("/partnering/mine").links.items() if "Payroll" in words)
    assert "another 90 days" in browser.follow(f"{address}/renew").text
    assert "Closed on" in browser.follow(f"{address}/close").text
    assert "Payroll" not in browser.sign_in("amina").get("/partnering").text
    assert browser.client.get(address).status_code == 404


def test_what_is_wrong_with_an_entry_stands_beside_it(browser: Browser) -> None:
    browser.sign_in("owen")
    bad = ENTRY | {"kind": "", "title": "Call 01962 555 123", "words": "w " * 151, "skills": []}
    page = browser.post(f"/organisations/{WORLD.northway}/entries/new", bad, status=422)
    assert isinstance(page, Page)
    assert page.errors == [
        ("#kind", "Select if you look for something or offer it"),
        ("#title", "Take out a phone number. Others write to you here"),
        ("#words", "Your words must be 150 words or fewer"),
        ("#skills", "Select at least one"),
    ]
    assert page.values()["title"] == ["Call 01962 555 123"]


def test_those_who_are_no_members_learn_how_to_join(browser: Browser) -> None:
    for address in ("/partnering", f"/partnering/entries/{WORLD.offer}"):
        page = browser.sign_in("lena").get(address)
        assert "not a member today" in page.text and "hold the money for your bid" not in page.html


def test_a_group_outside_the_directory_has_no_name_until_it_writes(browser: Browser, database: Database) -> None:
    out_of_the_directory(database, WORLD.northway)
    browser.sign_in("amina")
    nameless = "A member organisation in Southampton"
    for address in ("/partnering", f"/partnering/entries/{WORLD.offer}", "/partnering/conversations", TALK):
        page = browser.get(address)
        assert nameless in page.text, address
        if address != "/partnering/conversations":  # where the same group has written about another entry
            assert "Northway" not in page.text, address
    browser.sign_in("owen")
    browser.follow(TALK, {"words": "Yes, tell us more."})
    browser.sign_in("amina")
    assert browser.get(TALK).h1 == "Northway Youth"
    assert nameless in browser.get(f"/partnering/entries/{WORLD.offer}").text, "its entries stay nameless"


def test_an_answer_opens_a_conversation_and_no_page_shows_an_address(browser: Browser) -> None:
    browser.sign_in("owen")
    page = browser.post(f"/partnering/entries/{WORLD.look}/answer", {"words": " "}, status=422)
    assert isinstance(page, Page) and page.errors == [("#words", "Enter your message")]
    browser.follow(f"/organisations/{WORLD.northway}/entries/new", ENTRY)
    browser.sign_in("beth")
    address = next(href for words, href in browser.get("/partnering").links.items() if "Payroll" in words)
    page = browser.follow(f"{address}/answer", {"words": "We are twelve people.", "action": "introduce"})
    assert "We are twelve people." in page.text and "Beth Okafor, Harbour Sisters (you)" in page.text
    assert "asked us to introduce you" in page.text
    for name in ("beth", "vera", "owen"):
        page = browser.sign_in(name).get(TALK)
        assert all(person.email not in page.html for key, person in CAST.items() if key != name)
    assert "Asks for an introduction" in browser.sign_in("olive").get("/manage/partnering").text


def test_a_viewer_reads_and_has_no_button(browser: Browser) -> None:
    page = browser.sign_in("vera").get(TALK)
    assert "hidden lanterns" in page.text
    assert page.all(".//main//form") == [] and "Report" not in page.text


def test_closing_and_reporting(browser: Browser) -> None:
    browser.sign_in("owen")
    assert "We do not tell the other group." in browser.follow(f"{TALK}/report", {"words": "They press us."}).text
    page = browser.follow(f"{TALK}/close", {"block": "y"})
    assert "You closed this conversation." in page.text
    page = browser.sign_in("amina").get(TALK)
    assert "This conversation is closed." in page.text and "reported" not in page.text.replace("reports", "")
    page = browser.sign_in("olive").get(f"/manage{TALK}")
    assert "They press us." in page.text and "hidden lanterns" in page.text
    assert "You no longer see this conversation." in browser.follow(f"/manage{TALK}/settle", {"action": "keep"}).text
    assert browser.client.get(f"/manage{TALK}").status_code == 404


def test_an_officer_introduces_two_entries_that_fit(browser: Browser, database: Database) -> None:
    out_of_the_directory(database, WORLD.northway)
    with database.session() as session:
        look = session.query(Entry).filter_by(reference=WORLD.look).one()
        assert {(row.kind, row.value) for row in look.reach} == WANTS
    browser.sign_in("olive")
    page = browser.get("/manage/partnering")
    address = f"/manage/partnering/introduce/{WORLD.offer}/{WORLD.look}"
    assert address in page.links.values() and "Both: Leading a bid and holding the money, Southampton" in page.text
    assert "Do not write its name." in browser.get(address).text
    assert "Both groups have your message" in browser.follow(address, {"words": "You may fit."}).text
    page = browser.sign_in("amina").get(TALK)
    assert "Olive Hart, the Commissioning Team" in page.text and "Northway" not in page.text


def test_nobody_else_finds_a_conversation_in_any_list(browser: Browser) -> None:
    for name in ("mira", "lena", "nell", "olive"):
        browser.sign_in(name)
        for address in (
            "/partnering",
            "/partnering/conversations",
            "/partnering?search=lanterns",
            "/manage/partnering",
        ):
            answer = browser.client.get(address)
            assert "hidden lanterns" not in answer.text and WORLD.conversation not in answer.text, (name, address)
    assert "0 entries" in browser.sign_in("amina").get("/partnering?search=lanterns").text


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("amina", "/partnering"),
        ("amina", "/partnering/conversations"),
        ("amina", TALK),
        ("olive", "/manage/partnering"),
    ],
)
def test_a_page_asks_the_database_as_often_for_many_as_for_few(
    browser: Browser, database: Database, name: str, address: str
) -> None:
    browser.sign_in(name)
    engine = browser.app.extensions["portal"].database.engine
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda _c, _cur, statement, *_rest: asked.append(statement))

    def selects() -> int:
        asked.clear()
        browser.get(address)
        return sum(statement.lstrip().upper().startswith("SELECT") for statement in asked)

    few = selects()
    with database.session() as session:
        fill(session)
    assert selects() == few


def fill(session: Session) -> None:
    """More entries of both groups, with a conversation about each, and more messages in the first."""
    for number in range(4):
        harbour, northway = (organisation_by_reference(session, one) for one in (WORLD.harbour, WORLD.northway))
        assert harbour is not None and northway is not None
        one = partnering.put_up(session, northway, "owen", Kind.OFFER, f"PE-MORE{number}", f"Offer {number}")
        partnering.begin(session, one, harbour, f"PC-MORE{number}", "amina", "Hello")
    talk = conversation_by_reference(session, WORLD.conversation)
    assert talk is not None
    owen = account_named(session, "owen")
    for number in range(4):
        facts = {"organisation_id": talk.owner_id, "author_id": owen.id, "author_name": owen.name}
        session.add(Line(conversation_id=talk.id, words=f"Message {number}", sent_at=talk.last_at, **facts))
