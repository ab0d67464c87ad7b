"""Workshops as people meet them: read, book, wait, give up; and as officers plan, run and follow them up."""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from portal.accounts.queries import account_by_email
from portal.applications.models import Application
from portal.applications.queries import application_by_reference
from portal.core.clock import as_of, now, today
from portal.core.db import Database
from portal.funds.models import Round
from portal.workshops.models import Booking, Workshop
from tests.data.workshops.crowd import Somebody, crowd
from tests.support.browser import Browser, Page
from tests.support.building.assessment import eligible, score
from tests.support.building.workshops import NEEDS, booked, facts, published
from tests.support.files import PDF
from tests.support.world import World

LINK = "https://meet.example.org/need"


def typed(**more: object) -> dict[str, object]:
    """A whole form of an officer."""
    day, closes, opens = today() + timedelta(days=30), today() + timedelta(days=28), today()
    values: dict[str, object] = {"title": "Safer rotas", "learn": "How to plan a rota.", "topics": ["p3", "budget"]}
    values |= {"starts": "6pm", "ends": "20:00", "how": "online", "link": "https://meet.example.org/rota"}
    values |= {"places": "10", "places_each": "1", "first": "no", "revision": "0"}
    for name, one in (("day", day), ("books_from", opens), ("books_until", closes)):
        values |= {f"{name}-day": one.day, f"{name}-month": one.month, f"{name}-year": one.year}
    return values | more


def test_everyone_reads_and_nobody_sees_the_link_without_a_place(browser: Browser, world: World) -> None:
    page = browser.get("/workshops")
    assert page.links["Show the need with evidence"] == f"/workshops/{world.workshop}"
    assert "Budgets that add up" not in page.text  # a draft
    one = browser.get(f"/workshops/{world.workshop}")
    assert "Full" in one.text and "You can join the waiting list" in one.text and LINK not in one.response.text
    calendar = browser.client.get(f"/workshops/{world.workshop}/calendar.ics").get_data(as_text=True)
    assert "BEGIN:VEVENT" in calendar and "meet.example.org" not in calendar and "LOCATION:Online" in calendar
    browser.sign_in("amina")
    mine = browser.get(f"/workshops/bookings/{world.booking}")
    assert mine.h1 == "You have a place" and LINK in mine.text and NEEDS in mine.text
    assert LINK in browser.client.get(f"/workshops/bookings/{world.booking}/calendar.ics").get_data(as_text=True)
    browser.sign_in("vera")  # of the same group: sees the place, not what Amina needs
    assert NEEDS not in browser.get(f"/workshops/bookings/{world.booking}").response.text
    browser.sign_in("owen")
    waits = browser.get(f"/workshops/bookings/{world.waiting}")
    assert waits.h1 == "You are on the waiting list" and "number 1 on the list" in waits.text
    assert LINK not in waits.response.text


def test_book_and_give_up(browser: Browser, world: World) -> None:
    browser.sign_in("vera")
    address = f"/workshops/{world.workshop}/book"
    page = browser.get(address)
    assert page.h1 == "Join the waiting list" and page.values(address)["name"] == ["Vera Lund"]
    wrong = browser.post(
        address, {"organisation": world.harbour, "name": "", "email": "vera", "access_needs": "x"}, 422
    )
    assert isinstance(wrong, Page)
    assert [target for target, _words in wrong.errors] == ["#name", "#email"]
    assert wrong.values(address)["access_needs"] == ["x"] and wrong.values(address)["email"] == ["vera"]
    fields = {"organisation": world.harbour, "name": "Vera Lund", "email": "vera@harbour-sisters.example.org"}
    waits = browser.follow(address, fields)
    assert "Vera Lund is number 2 on the list" in waits.text
    left = browser.follow(f"{waits.response.request.path}/cancel")
    assert left.h1 == "You gave up this place" and not left.values()
    foreign = browser.post(address, fields | {"organisation": world.northway}, 422)
    assert isinstance(foreign, Page) and foreign.errors[0][1] == "Select which organisation it is for"


def test_someone_without_a_group_is_told_what_to_do(browser: Browser, world: World) -> None:
    page = browser.sign_in("nell").get(f"/workshops/{world.workshop}/book")
    assert page.links["Add your organisation"] == "/organisations/new" and page.values() == {}


def test_my_workshops_and_the_small_part_on_desk_and_home(browser: Browser, world: World) -> None:
    browser.sign_in("amina")
    for path in ("/workshops/mine", "/desk", f"/organisations/{world.harbour}"):
        page = browser.get(path)
        assert page.links["Show the need with evidence"] == f"/workshops/bookings/{world.booking}", path
    assert browser.get("/workshops/mine").links["Partners who agree"] == f"/workshops/{world.past_workshop}"
    assert "Workshops" not in [words for words in browser.sign_in("mira").get("/desk").text.split("\n")]


def test_materials_are_for_those_who_had_a_place_or_for_everyone(browser: Browser, world: World) -> None:
    page = browser.get(f"/workshops/{world.past_workshop}")
    assert "Checklist" in page.links and "Notes" not in page.links and "Sign in to read it" in page.links
    assert "Notes" in browser.sign_in("vera").get(f"/workshops/{world.past_workshop}").links
    other = browser.sign_in("owen").get(f"/workshops/{world.past_workshop}")
    assert "Notes" not in other.links and "The rest is for organisations that had a place" in other.text


def test_an_officer_adds_a_file_and_takes_it_away(app: Flask, world: World) -> None:
    officer = Browser(app).sign_in("olive")
    address = f"/manage/workshops/{world.past_workshop}/materials"
    neither = officer.post(address, {"title": "Slides", "who": "booked"}, 422)
    assert isinstance(neither, Page) and neither.errors == [("#url", "Enter a link, or choose a file")]
    bad = {"title": "Slides", "who": "booked", "file": (io.BytesIO(b"MZ not a slide"), "slides.exe")}
    refused = officer.post(address, bad, 422)
    assert (
        isinstance(refused, Page) and refused.errors[0][0] == "#file" and refused.values(address)["title"] == ["Slides"]
    )
    good = {"title": "Slides", "who": "booked", "file": (io.BytesIO(PDF), "slides.pdf")}
    assert "Slides" in officer.follow(address, good).text
    reader = Browser(app).sign_in("amina")
    with reader.client.get(f"/workshops/{world.past_workshop}/materials/3") as got:
        assert got.status_code == 200 and got.data == PDF and "attachment" in got.headers["Content-Disposition"]
    assert Browser(app).sign_in("owen").client.get(f"/workshops/{world.past_workshop}/materials/3").status_code == 404
    officer.follow(f"{address}/3/remove")
    assert reader.client.get(f"/workshops/{world.past_workshop}/materials/3").status_code == 404


def test_an_officer_plans_publishes_and_calls_off(browser: Browser) -> None:
    browser.sign_in("olive")
    assert browser.get("/manage/workshops/new?topic=p3").values()["topics"] == ["p3"]
    wrong = browser.post("/manage/workshops/new", typed(ends="5pm", places="0", **{"day-month": "13"}), 422)
    assert isinstance(wrong, Page)
    assert [target for target, _words in wrong.errors] == ["#day-day", "#ends", "#places"]
    assert wrong.values()["title"] == ["Safer rotas"] and wrong.values()["topics"] == ["p3", "budget"]
    page = browser.follow("/manage/workshops/new", typed())
    here = page.response.request.path
    assert "Draft" in page.text and "People at the centre, Budgets" in page.text
    public = here.removeprefix("/manage")
    assert browser.get(public, 404)
    assert "It is published" in browser.follow(f"{here}/publish").text
    assert "6pm to 8pm (UK time)" in browser.get(public).text
    saved = browser.follow(f"{here}/edit", typed(title="Safer rotas for all", revision="1"))
    assert saved.h1 == "Safer rotas for all"
    stale = browser.post(f"{here}/edit", typed(title="Another", revision="1"), 422)
    assert isinstance(stale, Page) and "Someone else changed this workshop" in stale.text
    assert stale.values()["title"] == ["Another"] and stale.values()["revision"] == ["2"]
    assert browser.get(here).h1 == "Safer rotas for all"
    empty = browser.post(f"{here}/cancel", {"reason": ""}, 422)
    assert isinstance(empty, Page) and empty.errors == [("#reason", "Enter why it is cancelled")]
    browser.follow(f"{here}/cancel", {"reason": "Too few people."})
    assert "This workshop is cancelled. Too few people." in browser.get(public).text


def test_members_first_needs_a_day_that_leaves_time_for_others(browser: Browser) -> None:
    browser.sign_in("olive")
    late = today() + timedelta(days=28)
    until = {"members_until-day": late.day, "members_until-month": late.month, "members_until-year": late.year}
    for fields in ({}, until):
        page = browser.post("/manage/workshops/new", typed(first="yes", **fields), 422)
        assert isinstance(page, Page) and [target for target, _words in page.errors] == ["#members_until-day"]


def test_the_register_holds_needs_for_officers_and_no_formula(
    browser: Browser, database: Database, world: World
) -> None:
    with database.session() as session:
        found = session.scalars(select(Booking).where(Booking.reference == world.booking)).one()
        found.access_needs = "=1+1"
    browser.sign_in("olive")
    assert "=1+1" in browser.get(f"/manage/workshops/{world.workshop}").text
    assert browser.get(f"/manage/workshops/{world.workshop}/register").h1.startswith("Register")
    rows = browser.client.get(f"/manage/workshops/{world.workshop}/register.csv").get_data().decode("utf-8-sig")
    assert ",'=1+1," in rows and "Owen" not in rows  # who waits is not at the door


def test_an_officer_cancels_for_somebody_who_phones(browser: Browser, world: World) -> None:
    browser.sign_in("olive")
    page = browser.follow(f"/workshops/bookings/{world.booking}/cancel")
    assert "Amina Karim is no longer booked" in page.text and "Owen Price" in page.text


def test_attendance_is_noted(browser: Browser, database: Database, world: World) -> None:
    with database.session() as session, as_of(now() - timedelta(days=60)):
        past = published(session, facts(10))
        went = booked(session, past, "owen", "ORG-NRTH", "o@x.org").reference
        reference = past.reference
    browser.sign_in("olive")
    browser.follow(f"/manage/workshops/{reference}/attendance", {f"came-{went}": "told", "came-BK-X": "came"})
    page = browser.get(f"/manage/workshops/{reference}/attendance")
    assert page.values()[f"came-{went}"] == ["told"]


def test_need_invites_by_one_press_and_effect_explains_itself(browser: Browser, world: World) -> None:
    browser.sign_in("olive")
    need = browser.get(f"/manage/workshops/need/{world.announced_round}")
    assert "Fewer than 5 applications were scored" in need.text  # there are two
    effect = browser.get(f"/manage/workshops/{world.past_workshop}/effect")
    assert "There is nothing to compare yet" in effect.text
    fields = {"round": world.announced_round, "principle": "p4"}
    assert (
        browser.post(f"/manage/workshops/{world.workshop}/invite", fields)
        == f"/manage/workshops/need/{world.announced_round}"
    )
    assert browser.post(
        f"/manage/workshops/{world.workshop}/invite", {"round": world.scoring_round, "principle": "p4"}, 409
    )


def test_scores_before_and_after_stand_as_bars_and_as_a_table(
    browser: Browser, database: Database, world: World
) -> None:
    with database.session() as session:
        past = session.scalars(select(Workshop).where(Workshop.reference == world.past_workshop)).one()
        past.topics[0].topic = "p4"
        for reference, given in (("SCF26-NWAY", [5] * 8), (world.scoring, [4] * 8)):
            score(session, eligible_once(session, reference), dev=given)
        later = session.scalars(select(Round).where(Round.slug == world.scoring_round)).one()
        later.state, later.announced_at, later.closes_at = "announced", now(), past.ends_at + timedelta(days=1)
    page = browser.sign_in("olive").get(f"/manage/workshops/{world.past_workshop}/effect")
    assert "Data and evidence Came 1 1.5 4.0 +2.5" in page.text  # Harbour Sisters
    assert "Data and evidence Did not come 1 4.0 5.0 +1.0" in page.text
    assert "does not prove why" in page.text
    widths = re.findall(r'portal-bars__after"[^>]* width="([0-9.]+)"', page.response.text)
    assert widths == ["80", "100"]


def eligible_once(session: Session, reference: str) -> Application:
    """An application that can be given out, whether or not it was found eligible before."""
    found = application_by_reference(session, reference)
    assert found is not None
    return found if found.state != "submitted" else eligible(session, reference)


def test_feedback_names_a_workshop_for_the_weakest_principles(browser: Browser, world: World) -> None:
    page = browser.sign_in("amina").get(f"/applications/{world.announced}/feedback")
    assert "A workshop that could help" in page.text
    assert page.links["Show the need with evidence"] == f"/workshops/{world.workshop}"


def test_none_planned_says_so(browser: Browser, database: Database) -> None:
    with database.session() as session:
        for one in session.scalars(select(Workshop)):
            one.published_at = None
    assert "No workshop is planned just now" in browser.get("/workshops").text


def test_twenty_people_at_once_through_pages(app: Flask, database: Database) -> None:
    with database.session() as session:
        reference = published(session, facts(places=3)).reference
        people = crowd(session, 20)
        places = {one.actor.email: f"ORG-C{i}" for i, one in enumerate(people)}

    def press(email: str) -> int:
        browser = Browser(app)
        with database.session(read_only=True) as session:
            account = account_by_email(session, email)
        assert account is not None
        browser.sign_in_as(account)
        fields = {"organisation": places[email], "name": email, "email": email, "csrf_token": browser.csrf_token()}
        return browser.client.post(f"/workshops/{reference}/book", data=fields).status_code

    with ThreadPoolExecutor(20) as pool:
        assert set(pool.map(press, places)) == {303}
    with database.session(read_only=True) as session:
        wanted = (
            select(Booking.state).join(Booking.workshop).where(Workshop.reference == reference).order_by(Booking.id)
        )
        assert list(session.scalars(wanted)) == ["booked"] * 3 + ["waiting"] * 17


def test_lists_ask_the_database_the_same_however_many_there_are(app: Flask, database: Database) -> None:
    browser = Browser(app).sign_in("olive")
    paths = ("/workshops", "/manage/workshops", "/manage/workshops/WS-OPENWS")

    def asked(path: str) -> int:
        told: list[str] = []

        def hear(*args: object) -> None:
            told.append(str(args[2]))

        engine = app.extensions["portal"].database.engine
        event.listen(engine, "before_cursor_execute", hear)
        browser.get(path)
        event.remove(engine, "before_cursor_execute", hear)
        return len([one for one in told if one.startswith("SELECT")])

    before = [asked(path) for path in paths]
    with database.session() as session:
        for _each in range(8):
            published(session, facts())
        opened = session.scalars(select(Workshop).where(Workshop.reference == "WS-OPENWS")).one()
        opened.places = 30
        for one in crowd(session, 12):
            session.add(seat(opened, one))
    assert [asked(path) for path in paths] == before


def seat(workshop: Workshop, one: Somebody) -> Booking:
    """A place of one of the crowd, without mail."""
    return Booking(
        workshop_id=workshop.id,
        organisation_id=one.organisation_id,
        account_id=one.actor.account_id,
        name=one.actor.name,
        person_key=one.actor.name.casefold(),
        email=one.actor.email,
        state="booked",
        asked_at=now(),
        placed_at=now(),
    )
