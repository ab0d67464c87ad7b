"""Three workshops: one to book, with a place of Harbour Sisters and one who waits; a draft; and one that was held."""

from datetime import time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.clock import as_of, from_london, london, now, today
from portal.organisations.queries import organisation_by_reference
from portal.outbox.models import Message
from portal.workshops import operations
from portal.workshops.models import Booking, Workshop
from portal.workshops.operations import Attendee
from portal.workshops.rules.standing import WorkshopFacts
from portal.workshops.states import Attendance
from tests.support.building.applications import person

HARBOUR_MAIL, NORTHWAY_MAIL = "bookings@harbour-sisters.example.org", "bookings@northway.example.org"
NEEDS = "A seat near the door, please."


def facts(in_days: int = 20, **more: object) -> WorkshopFacts:
    """A workshop of two hours in the evening, so many days from now, to be booked from today until the day before."""
    starts = from_london(today() + timedelta(days=in_days), time(18))
    values: dict[str, object] = {
        "title": "Show the need with evidence",
        "learn": "How to find local figures, and how to say in your own words what they mean.",
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=2),
        "online": False,
        "link": "",
        "address": "1 Quay Lane\nSouthampton\nSO14 2AA",
        "access": ("step_free", "hearing_loop"),
        "access_more": "",
        "places": 12,
        "places_each": 2,
        "books_from": today(),
        "books_until": london(starts).date() - timedelta(days=1),
        "members_first_until": None,
        "kinds": (),
        "topics": ("p4", "writing"),
    }
    return WorkshopFacts(**(values | more))  # type: ignore[arg-type]


def published(session: Session, wanted: WorkshopFacts, reference: str = "") -> Workshop:
    """A workshop that everyone can see."""
    olive = person(session, "olive")
    workshop = operations.plan(session, facts=wanted, actor=olive)
    workshop.reference = reference or workshop.reference
    session.flush()
    operations.publish(session, workshop=workshop, actor=olive)
    return workshop


def booked(session: Session, workshop: Workshop, name: str, place: str, email: str, needs: str = "") -> Booking:
    """A booking of one of the cast for their organisation (its reference)."""
    organisation = organisation_by_reference(session, place)
    assert organisation is not None
    actor = person(session, name)
    attendee = Attendee(actor.name, email, needs)
    return operations.book(session, workshop=workshop, organisation=organisation, attendee=attendee, actor=actor)


def name(session: Session, booking: Booking, reference: str) -> None:
    """Give a booking the reference that tests write, and the mail about it too."""
    for message in session.scalars(select(Message).where(Message.key.endswith(booking.reference))):
        message.key = message.key.replace(booking.reference, reference)
        message.body = message.body.replace(booking.reference, reference)
    booking.reference = reference
    session.flush()


def build(session: Session) -> None:
    """The open one has a single place, so that the second to ask waits."""
    olive = person(session, "olive")
    opened = published(
        session, facts(places=1, online=True, address="", link="https://meet.example.org/need"), "WS-OPENWS"
    )
    name(session, booked(session, opened, "amina", "ORG-HARB", HARBOUR_MAIL, NEEDS), "BK-HARBRWSH")
    name(session, booked(session, opened, "owen", "ORG-NRTH", NORTHWAY_MAIL), "BK-NRTHWYWS")
    operations.plan(session, facts=facts(40, title="Budgets that add up"), actor=olive).reference = "WS-DRAFTW"
    with as_of(now() - timedelta(days=30)):
        past = published(session, facts(10, title="Partners who agree"), "WS-PASTWS")
        went = booked(session, past, "amina", "ORG-HARB", HARBOUR_MAIL)
        name(session, went, "BK-HARBPAST")
    operations.mark_attendance(session, workshop=past, marks={went.reference: Attendance.CAME}, actor=olive)
    url = "https://notes.example.org/partners"
    operations.add_link(session, workshop=past, title="Notes", url=url, for_everyone=False, actor=olive)
    operations.add_link(session, workshop=past, title="Checklist", url=url, for_everyone=True, actor=olive)
