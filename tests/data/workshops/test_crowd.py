"""Two hundred people at once for twelve places: exactly twelve, the rest in order, nobody twice, no mail twice."""

from collections import Counter
from functools import partial

from sqlalchemy import select

from portal.cli.invariants import faults
from portal.core.db import Database
from portal.outbox.models import Message
from portal.workshops.models import Booking, Workshop
from portal.workshops.operations import change
from portal.workshops.queries.workshops import workshop_by_reference
from portal.workshops.states import BookingState
from tests.data.workshops.crowd import Somebody, all_at_once, book_as, cancel_as, crowd
from tests.support.building.applications import person
from tests.support.building.workshops import facts, published

PLACES, PEOPLE, PRESS_TWICE = 12, 200, 20


def prepare(database: Database) -> tuple[str, list[Somebody]]:
    with database.session() as session:
        workshop = published(session, facts(places=PLACES), "WS-CROWDS")
        return workshop.reference, crowd(session, PEOPLE)


def bookings(database: Database) -> list[Booking]:
    with database.session(read_only=True) as session:
        wanted = select(Booking).join(Booking.workshop).where(Workshop.reference == "WS-CROWDS").order_by(Booking.id)
        return list(session.scalars(wanted))


def letters(database: Database) -> Counter[tuple[str, str]]:
    """How many letters of each kind each address got about it."""
    with database.session(read_only=True) as session:
        wanted = select(Message.template, Message.to_email).where(Message.about == "WS-CROWDS")
        return Counter((template, email) for template, email in session.execute(wanted))


def test_two_hundred_at_once_for_twelve_places(database: Database) -> None:
    reference, people = prepare(database)
    pressing = [*people, *people[:PRESS_TWICE]]  # some press twice
    results = all_at_once([partial(book_as, database, reference, one) for one in pressing])
    assert all(isinstance(one, str) and one.startswith("BK-") for one in results), results
    made = bookings(database)
    assert len(made) == PEOPLE == len({one.organisation_id for one in made})
    assert [one.state for one in made] == [BookingState.BOOKED] * PLACES + [BookingState.WAITING] * (PEOPLE - PLACES)
    told = letters(database)
    assert set(told.values()) == {1} and len(told) == PEOPLE
    assert {email for template, email in told if template == "workshop_booked"} == {one.email for one in made[:PLACES]}

    leaving, waiting = made[2:7], made[PLACES : PLACES + 5]
    by_group = {one.organisation_id: one for one in people}
    both = [partial(cancel_as, database, by_group[one.organisation_id]) for one in leaving for _twice in (1, 2)]
    assert all_at_once(both) == [None] * 10
    after = {one.id: one.state for one in bookings(database)}
    assert [after[one.id] for one in leaving] == [BookingState.CANCELLED] * 5
    assert [after[one.id] for one in waiting] == [BookingState.BOOKED] * 5
    assert Counter(after.values())[BookingState.BOOKED] == PLACES
    moved = {email for (template, email), count in letters(database).items() if template == "workshop_moved_up"}
    assert moved == {one.email for one in waiting}
    assert set(letters(database).values()) == {1}

    with database.session() as session:
        workshop = workshop_by_reference(session, reference)
        assert workshop
        more = facts(places=PLACES + 3, starts_at=workshop.starts_at, ends_at=workshop.ends_at)
        change(session, workshop=workshop, facts=more, revision=workshop.revision, actor=person(session, "olive"))
    states = [one.state for one in bookings(database) if one.state != BookingState.CANCELLED]
    assert states == [BookingState.BOOKED] * (PLACES + 3) + [BookingState.WAITING] * (PEOPLE - 5 - PLACES - 3)
    with database.session(read_only=True) as session:
        assert faults(session) == []


def test_booking_against_giving_up_leaves_no_place_empty(database: Database) -> None:
    reference, people = prepare(database)
    first, late = people[:PLACES], people[PLACES : PLACES + 10]
    for one in first:
        book_as(database, reference, one)
    acts = [partial(cancel_as, database, one) for one in first[:6]]
    acts += [partial(book_as, database, reference, one) for one in late]
    assert not [one for one in all_at_once([*acts]) if isinstance(one, Exception)]
    found = Counter(one.state for one in bookings(database))
    assert found == {BookingState.BOOKED: PLACES, BookingState.WAITING: 4, BookingState.CANCELLED: 6}
    alive = [one.state for one in bookings(database) if one.state != BookingState.CANCELLED]
    assert alive == sorted(alive)  # booked before waiting: nobody passed another
