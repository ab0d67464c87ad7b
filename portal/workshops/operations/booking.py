"""Booking a place, giving it up, and the waiting list that moves up by itself."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.access.actor import SYSTEM, Actor
from portal.access.permission import require
from portal.audit.operations import record
from portal.core.clock import now, today
from portal.core.refusal import Refused
from portal.core.text import plural
from portal.organisations.models import Organisation
from portal.organisations.queries import is_approved_member
from portal.workshops.models import Booking, Workshop
from portal.workshops.operations.telling import tell
from portal.workshops.policy import BOOK_FOR, CANCEL_BOOKING
from portal.workshops.queries.bookings import (
    bookings_with_ids,
    count_of_organisation,
    live_booking,
    waiting_for,
)
from portal.workshops.queries.workshops import counts_for, lock_workshop
from portal.workshops.rules.standing import (
    Phase,
    in_turn,
    is_for,
    is_members_first,
    key_of,
    moving_up,
    phase,
)
from portal.workshops.states import BOOKING, BookingState, WorkshopState

NOT_OPEN = {
    Phase.NOT_YET: "Booking is not open yet. The workshop’s page says when it opens.",
    Phase.CLOSED: "Booking has closed. Call us if you still want to come: we may find a way.",
    Phase.UNDER_WAY: "The workshop has begun.",
    Phase.OVER: "The workshop is over.",
    Phase.CANCELLED: "The workshop is cancelled.",
}


@dataclass(frozen=True)
class Attendee:
    """Who will come: their name, the address for mail about it, and what they need to take part."""

    name: str
    email: str
    access_needs: str = ""


def book(
    session: Session, *, workshop: Workshop, organisation: Organisation, attendee: Attendee, actor: Actor
) -> Booking:
    """A place for a person of an organisation, or one on the waiting list; mail, audit. The same person twice is once.

    Refused when booking is not open, the workshop is for other groups, or the organisation has all it may have. Who
    waited longer goes first, and members do while they come first.
    """
    require(actor, BOOK_FOR, organisation)
    lock_workshop(session, workshop)
    if workshop.state == WorkshopState.DRAFT:
        raise Refused("This workshop is not published yet.", title="You cannot book this workshop")
    stands = phase(workshop, now())
    if stands != Phase.OPEN:
        raise Refused(NOT_OPEN[stands], title="You cannot book this workshop")
    if not is_for(workshop, organisation.kind):
        raise Refused("This workshop is for other kinds of group.", title="You cannot book this workshop")
    existing = live_booking(session, workshop.id, organisation.id, key_of(attendee.name))
    if existing:
        return existing
    if count_of_organisation(session, workshop.id, organisation.id) >= workshop.places_each:
        each = plural(workshop.places_each, "place")
        raise Refused(f"Each organisation can have {each}. Cancel one first if someone else should come.")
    booking = _asked(session, workshop, organisation, attendee, actor)
    _give_places(session, workshop, actor, new=booking)
    facts = {"booking": booking.reference, "organisation": organisation.reference, "state": str(booking.state)}
    _record(session, "workshop:booked", workshop, actor, **facts)
    session.flush()
    return booking


def cancel_booking(session: Session, *, booking: Booking, actor: Actor) -> None:
    """Give up a place or a wait; whoever is next moves up; mail, audit. Twice is once; refused once it has begun."""
    require(actor, CANCEL_BOOKING, booking)
    workshop = booking.workshop
    lock_workshop(session, workshop)
    session.refresh(booking, ["state", "live"], with_for_update=True)
    if booking.state == BookingState.CANCELLED:
        return
    if now() >= workshop.starts_at or workshop.state == WorkshopState.CANCELLED:
        raise Refused("The workshop has begun, is over or is cancelled, so there is nothing to give up.")
    BOOKING.advance(session, booking, "cancel", actor_id=actor.account_id)
    booking.live = None
    tell(session, booking, workshop, "workshop_given_up", key=f"workshop_given_up:{booking.reference}")
    _record(session, "workshop:given-up", workshop, actor, booking=booking.reference)
    _give_places(session, workshop, actor)
    session.flush()


def move_up(session: Session, workshop: Workshop) -> int:
    """Give free places to those who are next, by what is true now; how many moved up. The caller holds the lock.

    Nobody moves up once it has begun or was cancelled.
    """
    if workshop.state != WorkshopState.PUBLISHED or now() >= workshop.starts_at:
        return 0
    return _give_places(session, workshop, SYSTEM)


def _give_places(session: Session, workshop: Workshop, actor: Actor, new: Booking | None = None) -> int:
    """Fill free places in turn, and tell each who got one, and the new one that waits; how many got one."""
    free = workshop.places - counts_for(session, workshop).booked
    first = is_members_first(workshop, today())
    waiting = waiting_for(session, workshop.id) if free > 0 or new else []
    chosen = moving_up(waiting, free, members_first=first)
    found = bookings_with_ids(session, chosen) if chosen else {}
    for booking in (found[number] for number in chosen):
        BOOKING.advance(session, booking, "move_up", actor_id=actor.account_id)
        booking.placed_at = now()
        template = "workshop_booked" if booking is new else "workshop_moved_up"
        tell(session, booking, workshop, template, key=f"workshop_place:{booking.reference}")
    if new and new.id not in chosen:
        number = in_turn(waiting, members_first=first).index(new.id) + 1
        words = _waiting_words(number, members_only=first and not is_approved_member(session, new.organisation_id))
        key = f"workshop_waiting:{new.reference}"
        tell(session, new, workshop, "workshop_waiting", key=key, position=words)
    return len(chosen)


def _waiting_words(number: int, *, members_only: bool) -> str:
    held = " Members of the Funding Network get places first." if members_only else ""
    return f"You are number {number:,} on the waiting list.{held}"


def _asked(
    session: Session, workshop: Workshop, organisation: Organisation, attendee: Attendee, actor: Actor
) -> Booking:
    booking = Booking(
        workshop=workshop,
        organisation=organisation,
        account_id=actor.account_id,
        name=attendee.name,
        person_key=key_of(attendee.name),
        email=attendee.email,
        access_needs=attendee.access_needs,
        state=BookingState.WAITING,
        asked_at=now(),
    )
    session.add(booking)
    session.flush()
    return booking


def _record(session: Session, action: str, workshop: Workshop, actor: Actor, **detail: str) -> None:
    record(session, action, subject_type="workshop", subject=workshop.reference, actor=actor, **detail)
