"""A place, a wait, moving up, giving up: who is told what, once; and who is refused, with why."""

from datetime import time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actor import SYSTEM
from portal.audit.queries import entries_about
from portal.core.clash import Stale
from portal.core.clock import as_of, from_london, london, now, today
from portal.core.refusal import Forbidden, Refused
from portal.core.workflow import StateChange
from portal.organisations.models import Organisation
from portal.organisations.queries import organisation_by_reference
from portal.outbox.models import Message
from portal.workshops import operations
from portal.workshops.models import Booking, Workshop
from portal.workshops.operations import Attendee
from portal.workshops.queries.bookings import booking_by_reference
from portal.workshops.queries.workshops import workshop_by_reference
from portal.workshops.states import Attendance
from tests.data.workshops.crowd import crowd
from tests.support.building.applications import person
from tests.support.building.workshops import HARBOUR_MAIL, NORTHWAY_MAIL, booked, facts, published
from tests.support.world import World

AT_NOON = time(12)


@pytest.fixture
def workshop(session: Session, world: World) -> Workshop:
    """The open one, whose place is Amina's and for which Owen waits."""
    found = workshop_by_reference(session, world.workshop)
    assert found is not None
    return found


def mails(session: Session, email: str, workshop: Workshop) -> list[str]:
    wanted = select(Message.template).where(Message.to_email == email, Message.about == workshop.reference)
    return list(session.scalars(wanted.order_by(Message.id)))


def states(session: Session, workshop: Workshop) -> list[str]:
    return list(session.scalars(select(Booking.state).where(Booking.workshop_id == workshop.id).order_by(Booking.id)))


def booking(session: Session, reference: str) -> Booking:
    found = booking_by_reference(session, reference)
    assert found is not None
    return found


def organisation_of(session: Session, number: int) -> Organisation:
    return session.get_one(Organisation, number)


def test_a_place_and_a_wait_are_told_with_what_each_needs(session: Session, workshop: Workshop) -> None:
    assert states(session, workshop) == ["booked", "waiting"]
    assert mails(session, HARBOUR_MAIL, workshop) == ["workshop_booked"]
    told = {
        one.to_email: one.body for one in session.scalars(select(Message).where(Message.about == workshop.reference))
    }
    assert "https://meet.example.org/need" in told[HARBOUR_MAIL] and "calendar.ics" in told[HARBOUR_MAIL]
    assert "number 1 on the waiting list" in told[NORTHWAY_MAIL] and "meet.example.org" not in told[NORTHWAY_MAIL]


def test_the_same_person_twice_is_one_booking_and_one_mail(session: Session, workshop: Workshop) -> None:
    again = booked(session, workshop, "owen", "ORG-NRTH", NORTHWAY_MAIL)
    assert again.reference == "BK-NRTHWYWS"
    assert mails(session, NORTHWAY_MAIL, workshop) == ["workshop_waiting"]


def test_giving_up_moves_the_next_one_up_and_tells_each_once(
    session: Session, workshop: Workshop, world: World
) -> None:
    amina = person(session, "amina")
    for _twice in range(2):
        operations.cancel_booking(session, booking=booking(session, world.booking), actor=amina)
    assert states(session, workshop) == ["cancelled", "booked"]
    assert mails(session, HARBOUR_MAIL, workshop) == ["workshop_booked", "workshop_given_up"]
    assert mails(session, NORTHWAY_MAIL, workshop) == ["workshop_waiting", "workshop_moved_up"]
    moves = select(StateChange.move).where(StateChange.subject_type == "booking")
    assert set(session.scalars(moves)) >= {"move_up", "cancel"}
    assert [one.action for one in entries_about(session, "workshop", workshop.reference)].count(
        "workshop:given-up"
    ) == 1
    back = booked(session, workshop, "amina", "ORG-HARB", HARBOUR_MAIL)
    assert back.reference != world.booking and back.state == "waiting"  # at the end of the list


def test_an_organisation_has_no_more_than_its_share(session: Session, workshop: Workshop) -> None:
    amina, harbour = person(session, "amina"), organisation_by_reference(session, "ORG-HARB")
    assert harbour is not None
    operations.book(session, workshop=workshop, organisation=harbour, attendee=Attendee("Beth", "b@x.org"), actor=amina)
    with pytest.raises(Refused, match="Each organisation can have 2 places"):
        operations.book(
            session, workshop=workshop, organisation=harbour, attendee=Attendee("C", "c@x.org"), actor=amina
        )


def test_nobody_books_for_another_group(session: Session, workshop: Workshop) -> None:
    harbour = organisation_by_reference(session, "ORG-HARB")
    assert harbour is not None
    attendee = Attendee("Owen", NORTHWAY_MAIL)
    with pytest.raises(Forbidden):
        operations.book(
            session, workshop=workshop, organisation=harbour, attendee=attendee, actor=person(session, "owen")
        )


def test_booking_opens_and_closes_and_can_be_for_some_kinds(session: Session, world: World) -> None:
    later = published(session, facts(books_from=today() + timedelta(days=2)))
    with pytest.raises(Refused, match="not open yet"):
        booked(session, later, "amina", "ORG-HARB", HARBOUR_MAIL)
    schools = published(session, facts(kinds=("school",)))
    with pytest.raises(Refused, match="other kinds of group"):
        booked(session, schools, "amina", "ORG-HARB", HARBOUR_MAIL)
    soon = published(session, facts())
    with as_of(from_london(today() + timedelta(days=20), AT_NOON)), pytest.raises(Refused, match="has closed"):
        booked(session, soon, "amina", "ORG-HARB", HARBOUR_MAIL)
    draft = workshop_by_reference(session, world.draft_workshop)
    assert draft is not None
    with pytest.raises(Refused, match="not published"):
        booked(session, draft, "amina", "ORG-HARB", HARBOUR_MAIL)


def test_nothing_is_given_up_once_it_has_begun(session: Session, world: World) -> None:
    with as_of(now() + timedelta(days=21)), pytest.raises(Refused, match="has begun"):
        operations.cancel_booking(session, booking=booking(session, world.booking), actor=person(session, "amina"))


def test_members_first_then_the_others_in_order_by_the_worker_alone(session: Session) -> None:
    """Two strangers ask first; members get places meanwhile; the day after, the strangers move up, each told once."""
    workshop = published(session, facts(places=3, members_first_until=today() + timedelta(days=2)))
    first, second, third = crowd(session, 3)
    for one in (first, second, third):
        organisation = organisation_of(session, one.organisation_id)
        attendee = Attendee(one.actor.name, one.actor.email)
        operations.book(session, workshop=workshop, organisation=organisation, attendee=attendee, actor=one.actor)
    booked(session, workshop, "amina", "ORG-HARB", HARBOUR_MAIL)
    assert states(session, workshop) == ["waiting", "waiting", "waiting", "booked"]
    with as_of(from_london(today() + timedelta(days=2), AT_NOON)):
        operations.look_after_workshops(session, now())
    assert states(session, workshop) == ["waiting", "waiting", "waiting", "booked"]
    with as_of(from_london(today() + timedelta(days=3), AT_NOON)):
        for _twice in range(2):
            operations.look_after_workshops(session, now())
    assert states(session, workshop) == ["booked", "booked", "waiting", "booked"]
    assert mails(session, first.actor.email, workshop) == ["workshop_waiting", "workshop_moved_up"]
    assert mails(session, third.actor.email, workshop) == ["workshop_waiting"]


def test_whoever_books_when_members_first_is_over_does_not_pass_those_who_wait(session: Session) -> None:
    workshop = published(session, facts(places=1, members_first_until=today()))
    (waits,) = crowd(session, 1)
    attendee = Attendee(waits.actor.name, waits.actor.email)
    organisation = organisation_of(session, waits.organisation_id)
    operations.book(session, workshop=workshop, organisation=organisation, attendee=attendee, actor=waits.actor)
    with as_of(now() + timedelta(days=1)):  # before any worker ran
        assert booked(session, workshop, "amina", "ORG-HARB", HARBOUR_MAIL).state == "waiting"
    assert states(session, workshop) == ["booked", "waiting"]


def test_more_places_move_people_up_and_fewer_than_are_taken_are_refused(session: Session, workshop: Workshop) -> None:
    olive = person(session, "olive")
    more = facts(places=2, online=True, address="", link=workshop.link)
    operations.change(session, workshop=workshop, facts=more, revision=workshop.revision, actor=olive)
    assert states(session, workshop) == ["booked", "booked"]
    assert mails(session, HARBOUR_MAIL, workshop) == ["workshop_booked"]  # nothing that matters to her changed
    fewer = facts(places=1)
    with pytest.raises(Refused, match="2 people have a place"):
        operations.change(session, workshop=workshop, facts=fewer, revision=workshop.revision, actor=olive)


def test_a_new_time_is_told_once_and_two_officers_do_not_overwrite_each_other(
    session: Session, workshop: Workshop
) -> None:
    olive, before = person(session, "olive"), workshop.revision
    moved = facts(25, places=1)
    operations.change(session, workshop=workshop, facts=moved, revision=before, actor=olive)
    assert mails(session, HARBOUR_MAIL, workshop) == ["workshop_booked", "workshop_changed"]
    with pytest.raises(Stale):
        operations.change(session, workshop=workshop, facts=facts(30), revision=before, actor=person(session, "piers"))


def test_calling_it_off_tells_everybody_once(session: Session, workshop: Workshop) -> None:
    olive = person(session, "olive")
    assert operations.cancel_workshop(session, workshop=workshop, reason="The trainer is ill.", actor=olive) == 2
    with pytest.raises(Refused):
        operations.cancel_workshop(session, workshop=workshop, reason="Again.", actor=olive)
    for email in (HARBOUR_MAIL, NORTHWAY_MAIL):
        assert mails(session, email, workshop).count("workshop_cancelled") == 1
    operations.look_after_workshops(session, now())
    assert states(session, workshop) == ["booked", "waiting"]  # nobody moves up in what is off


def test_reminders_three_days_and_a_day_before_once_each(session: Session) -> None:
    workshop = published(session, facts(20))
    booked(session, workshop, "amina", "ORG-HARB", HARBOUR_MAIL)
    day = london(workshop.starts_at).date()
    for days in (4, 3, 3, 2, 1, 1, 0):
        with as_of(from_london(day - timedelta(days=days), AT_NOON) if days else workshop.starts_at):
            operations.look_after_workshops(session, now())
    assert mails(session, HARBOUR_MAIL, workshop) == ["workshop_booked", "workshop_reminder", "workshop_reminder"]
    with as_of(from_london(day - timedelta(days=1), AT_NOON)):  # whoever books now needs no reminder
        booked(session, workshop, "owen", "ORG-NRTH", NORTHWAY_MAIL)
        operations.look_after_workshops(session, now())
    assert mails(session, NORTHWAY_MAIL, workshop) == ["workshop_booked"]


def test_a_workshop_that_was_moved_is_reminded_of_anew(session: Session) -> None:
    workshop = published(session, facts(20))
    booked(session, workshop, "amina", "ORG-HARB", HARBOUR_MAIL)
    with as_of(workshop.starts_at - timedelta(days=1)):
        with as_of(from_london(london(now()).date(), AT_NOON)):
            operations.look_after_workshops(session, now())
        operations.change(
            session, workshop=workshop, facts=facts(10), revision=workshop.revision, actor=person(session, "olive")
        )
    with as_of(from_london(london(workshop.starts_at).date() - timedelta(days=1), AT_NOON)):
        operations.look_after_workshops(session, now())
    assert mails(session, HARBOUR_MAIL, workshop).count("workshop_reminder") == 2


def test_access_needs_are_forgotten_a_month_after(session: Session, workshop: Workshop, world: World) -> None:
    for days, kept in ((29, True), (31, False)):
        with as_of(workshop.ends_at + timedelta(days=days)):
            operations.look_after_workshops(session, now())
        session.expire_all()
        assert bool(booking(session, world.booking).access_needs) is kept


def test_who_came_is_noted_once_it_has_begun(session: Session, workshop: Workshop, world: World) -> None:
    olive, marks = person(session, "olive"), {world.booking: Attendance.CAME, world.waiting: Attendance.CAME}
    with pytest.raises(Refused, match="once the workshop has begun"):
        operations.mark_attendance(session, workshop=workshop, marks=marks, actor=olive)
    with as_of(workshop.starts_at):
        assert operations.mark_attendance(session, workshop=workshop, marks=marks, actor=olive) == 1
        assert operations.mark_attendance(session, workshop=workshop, marks=marks, actor=olive) == 0
    assert booking(session, world.booking).attendance == "came"
    assert booking(session, world.waiting).attendance == ""  # had no place
    with pytest.raises(Forbidden):
        operations.look_after_workshops(session, now(), actor=person(session, "amina"))
    assert operations.look_after_workshops(session, now(), actor=SYSTEM) == 0
