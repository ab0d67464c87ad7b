"""The office's pages: the directory, asking, the tracker, the advice; and the applicant's reply."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.consultation import operations as doing
from portal.consultation.queries import consultation_by_reference
from portal.core.clock import now, today
from portal.core.db import Database
from portal.organisations.models import TeamMember
from portal.organisations.queries import organisation_by_reference
from tests.factories.panel import actor_named, new_application
from tests.support.browser import Browser, Page
from tests.support.building import consultation as building
from tests.support.building.consultation import EMAIL, KEY
from tests.support.cast import account_named
from tests.support.mailbox import mails
from tests.support.world import World

WORLD = World()
TRACKER = f"/manage/rounds/{WORLD.scoring_round}/consultation"
ADVICE = f"/manage/applications/{WORLD.scoring}/advice"
OTHER = "/manage/applications/SCF26-NWAY/advice"
SAID = f"/applications/{WORLD.scoring}/what-partners-said"
NEW = {
    "kind": "prison",
    "body": "HMP Example",
    "person": "Pat Wren",
    "email": "Pat@Prison.example.org",
    "districts": ["E06000045"],
    "themes": ["reoffending", "no-such-theme"],
}
ANSWER = {"action": "save", "revision": "0", "need": "high", "duplicate": "no", "duplicate_who": "",
          "concerns": "Concern-canary", "anything": "It is needed after dark."}  # fmt: skip


def text(answer: Page | str) -> Page:
    assert isinstance(answer, Page)
    return answer


def boxes(name: str, days: int) -> dict[str, str]:
    day = today() + timedelta(days=days)
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


def test_the_directory_is_kept(browser: Browser) -> None:
    browser.sign_in("olive")
    page = browser.get("/manage/consultees")
    assert "Southampton Partnership" in page.text and "Ines Moreau" in page.text
    assert "29 places to fill" in page.text, "12 partnerships and 19 themes, less those that are filled"
    page = browser.follow("/manage/consultees/new", NEW)
    assert "HMP Example is in the directory." in page.text and "pat@prison.example.org" in page.text
    href = page.links["HMP Example"]
    assert browser.get(href).values(href)["themes"] == ["reoffending"]
    page = browser.follow(href, NEW | {"person": "Ada Pike", "revision": "1"})
    assert "Ada Pike" in page.text and "Pat Wren" not in page.text
    page = text(browser.post(href, NEW | {"person": "Eve Cross", "revision": "1"}, status=409))
    assert "HMP Example, Ada Pike, pat@prison.example.org" in page.errors[0][1]
    assert page.values(href)["person"] == ["Eve Cross"] and page.values(href)["revision"] == ["2"]
    page = browser.follow(f"{href}/retire")
    assert "Asked nothing more" in page.text
    assert "Asked nothing more" not in browser.follow(f"{href}/bring-back").text


def test_a_seat_of_the_pack_fills_the_form(browser: Browser) -> None:
    values = browser.sign_in("olive").get("/manage/consultees/new?seat=csp-E22000374").values()
    assert values["body"] == ["North Hampshire Community Safety Partnership"] and len(values["districts"]) == 3
    assert browser.get("/manage/consultees/new?seat=nothing").values()["body"] == [""]


def test_what_is_wrong_with_an_entry_stands_beside_it(browser: Browser) -> None:
    browser.sign_in("olive")
    page = text(browser.post("/manage/consultees/new", {"email": "no address"}, status=422))
    assert [target for target, _words in page.errors] == ["#kind", "#body", "#person", "#email"]
    assert page.values()["email"] == ["no address"]
    page = text(browser.post("/manage/consultees/new", NEW | {"email": EMAIL}, status=422))
    assert page.errors == [("#email", "Southampton Partnership has this email address in the directory already")]
    assert page.values()["body"] == ["HMP Example"]
    page = text(browser.post("/manage/consultees/CE-THEMEL", NEW | {"email": EMAIL, "revision": "1"}, status=422))
    assert page.errors[0][0] == "#email"


def test_who_is_asked_is_suggested_changed_and_sent_once(app: Flask, browser: Browser) -> None:
    browser.sign_in("olive")
    page = browser.get(f"{TRACKER}/ask")
    assert "1 request to 1 person" in page.text and "Asked about 1 project already" in page.text
    ticked = page.values()["ask"]
    assert ticked == [f"CE-THEMEL:{WORLD.scoring}"]
    page = text(browser.post(f"{TRACKER}/ask", boxes("until", -1), status=422))
    assert page.errors == [
        ("#ask", "Tick at least one project for somebody"),
        ("#until", "Enter a day from today on"),
    ]
    assert page.values().get("ask") is None, "what was unticked stays so"
    page = browser.follow(f"{TRACKER}/ask", {"ask": ticked, **boxes("until", 10)})
    assert "1 request sent" in page.text and "Safer places" in page.text
    page = browser.follow(f"{TRACKER}/ask", {"ask": ticked, **boxes("until", 10)})
    assert "Nothing new was asked." in page.text
    assert len(mails(app, "theo@partners.example.org")) == 1
    page = browser.get(f"{TRACKER}/ask")
    assert "Everybody whom the areas and themes suggest was asked already." in page.text
    assert page.values().get("ask") is None


def test_a_round_that_is_not_assessed_cannot_be_asked_about(browser: Browser) -> None:
    browser.sign_in("olive")
    for place in ("", "/ask"):
        assert (
            "while the round is being assessed"
            in browser.get(f"/manage/rounds/{WORLD.open_round}/consultation{place}").text
        )


def test_the_tracker_says_where_each_stands_and_reminds(app: Flask, browser: Browser) -> None:
    page = browser.sign_in("olive").get(TRACKER)
    assert "Still time 2" in page.text and "No response" in page.text
    assert "1 reminder sent." in browser.follow(TRACKER).text
    assert "Nobody had to be reminded today." in browser.follow(TRACKER).text
    visitor = Browser(app)
    visitor.follow(f"/advice/{KEY}/interests", {"seen": ["1", "2"], "linked": ["2"]})
    visitor.post(f"/advice/{KEY}/projects/1", ANSWER)
    page = browser.get(TRACKER)
    assert "Answered 1" in page.text and "Has a link to the group 1" in page.text
    assert browser.get(page.links["Southampton Partnership"]).text.count("Answered") == 1
    with time_machine.travel(now() + timedelta(days=17)):
        page = browser.sign_in("olive").get("/desk")
        assert not any("without a response" in words for words in page.links), "everything was answered"


def test_silence_is_no_response_on_every_page(browser: Browser) -> None:
    with time_machine.travel(now() + timedelta(days=17)):
        browser.sign_in("olive")
        words = f"1 consultee without a response in {browser.get(TRACKER).all('.//main//span')[0].text}"
        assert browser.get("/desk").links[words] == TRACKER
        for place in (TRACKER, ADVICE, f"/manage/consultations/{WORLD.consultation}"):
            assert "No response" in browser.get(place).text, place
        assert (
            "Community Safety Partnership, Southampton Partnership: no response"
            in browser.get(f"/manage/applications/{WORLD.scoring}").text
        )


def test_officers_read_concerns_and_write_a_summary_without_them(app: Flask, browser: Browser) -> None:
    visitor = Browser(app)
    visitor.follow(f"/advice/{KEY}/interests", {"seen": ["1", "2"]})
    visitor.post(f"/advice/{KEY}/projects/2", ANSWER)
    browser.sign_in("olive")
    page = browser.get(OTHER)
    assert "Concern-canary" in page.text and "officers only" in page.text and "Yes, a high need" in page.text
    assert "Concern-canary" not in browser.get("/manage/applications/SCF26-NWAY").html
    summary = f"{OTHER}/summary"
    page = browser.get(summary)
    assert "It is needed after dark." in page.values()["words"][0] and "Concern-canary" not in page.html
    bad = {"words": "Ines Moreau wrote this.", "revision": "0", "action": "send", "due-day": "x"}
    page = text(browser.post(summary, bad, status=422))
    assert page.errors == [
        ("#words", "Take out Ines Moreau. The applicant must not read who said what"),
        ("#due", "Enter the day by which they can reply, like 27 3 2027"),
    ]
    page = browser.follow(summary, {"words": "Ines Moreau wrote this.", "revision": "0", "action": "save"})
    assert "Take out before you send: Ines Moreau." in page.text
    page = text(browser.post(summary, {"words": "Mine.", "revision": "0", "action": "save"}, status=409))
    assert "Mine." in page.text and "Ines Moreau wrote this." in page.text
    assert (
        "Nothing to reply to" not in Browser(app).sign_in("owen").get("/applications/SCF26-NWAY/what-partners-said").h1
    )
    words = {"words": "One partner says the need is high.", "revision": "1", "action": "send", **boxes("due", 7)}
    assert "One partner says the need is high." in browser.follow(summary, words).text
    assert browser.client.get(summary).headers["Location"] == OTHER
    page = Browser(app).sign_in("owen").get("/applications/SCF26-NWAY/submitted")
    assert page.links["Read what partners said"] == "/applications/SCF26-NWAY/what-partners-said"
    assert "One partner says" in Browser(app).sign_in("owen").get("/applications/SCF26-NWAY/what-partners-said").text


def test_the_applicant_reads_a_summary_and_replies_once(app: Flask, browser: Browser) -> None:
    browser.sign_in("amina")
    page = browser.get(SAID)
    assert "We asked 1 Community Safety Partnership about your project" in page.text
    assert "need is high" in page.text
    for hidden in ("Ines", "Southampton Partnership", EMAIL):
        assert hidden not in page.html
    page = text(browser.post(SAID, {"words": "w " * 201}, status=422))
    assert page.errors == [("#words", "Your reply must be 200 words or fewer")] and page.values()["words"][
        0
    ].startswith("w w")
    assert "Your reply is sent" in browser.follow(SAID, {"words": "The club has closed."}).text
    more = "And one more thing, which is long enough that the page must give it back to them."
    page = text(browser.post(SAID, {"words": more}, status=409))
    assert more in page.html, "what was typed is not lost"
    assert browser.sign_in("vera").get(SAID).all(".//main//form") == []
    browser.sign_in("olive")
    words = f"Read what {WORLD.scoring} replied to what partners said"
    assert browser.get("/desk").links[words] == ADVICE
    assert "The club has closed." in browser.get(ADVICE).text
    assert "Read " in browser.follow(ADVICE).text
    assert words not in browser.get("/desk").links


def test_before_a_summary_and_after_its_day(browser: Browser) -> None:
    page = browser.sign_in("owen").get("/applications/SCF26-NWAY/what-partners-said")
    assert "There is nothing to reply to" in page.text
    with time_machine.travel(now() + timedelta(days=9)):
        page = browser.sign_in("amina").get(SAID)
        assert "No reply was sent. That does not count against you." in page.text
        assert page.all(".//main//form") == []


def test_an_officer_of_the_group_sees_nothing_of_its_advice(browser: Browser, database: Database) -> None:
    with database.session() as session:
        harbour = organisation_by_reference(session, WORLD.harbour)
        assert harbour is not None
        session.add(
            TeamMember(
                organisation_id=harbour.id, account=account_named(session, "olive"), role="viewer", joined_at=now()
            )
        )
    browser.sign_in("olive")
    assert browser.client.get(ADVICE).status_code == 404
    assert text(browser.post(f"{ADVICE}/summary", status=404)).h1
    for place in (TRACKER, f"{TRACKER}/ask", f"/manage/consultations/{WORLD.consultation}"):
        page = browser.get(place)
        assert "Safe Steps" not in page.html and "Harbour Sisters" not in page.html, place
    assert browser.client.get(f"/manage/applications/{WORLD.scoring}").status_code == 404


@pytest.mark.parametrize(
    "place", [TRACKER, f"{TRACKER}/ask", "/manage/consultees", f"/manage/consultations/{WORLD.consultation}", ADVICE]
)
def test_lists_take_as_many_queries_for_many_as_for_few(browser: Browser, database: Database, place: str) -> None:
    browser.sign_in("olive")
    asked: list[str] = []
    engine = browser.app.extensions["portal"].database.engine
    event.listen(engine, "before_cursor_execute", lambda _c, _cur, statement, *_rest: asked.append(statement))

    def selects() -> int:
        asked.clear()
        browser.get(place)
        return sum(one.lstrip().upper().startswith("SELECT") for one in asked)

    counts: dict[str, Any] = {"few": selects()}
    for size, more in (("some", 2), ("many", 12)):
        with database.session() as session:
            fill(session, size, more)
        counts[size] = selects()
    assert len(set(counts.values())) == 1, counts


def fill(session: Session, size: str, more: int) -> None:
    """More consultees and applications, everybody asked about everything and about the first application."""
    found = consultation_by_reference(session, WORLD.consultation)
    assert found is not None
    people = [
        building.add(session, f"CE-{size}{n}", "csp", f"Body {size} {n}", "Somebody", f"{size}{n}@csp.example.org",
                     ("district", "E06000045"))
        for n in range(more)
    ]  # fmt: skip
    projects = [WORLD.scoring, *(new_application(session, found.round).reference for _ in range(more))]
    pairs = [(who.reference, what) for who in [found.consultee, *people] for what in projects]
    doing.ask(
        session,
        round_=found.round,
        pairs=pairs,
        ends_on=today() + timedelta(days=15),
        actor=actor_named(session, "olive"),
    )
