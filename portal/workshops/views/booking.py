"""Booking a place, one's bookings, and giving one up."""

from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.access.roles import Role
from portal.core.clock import now, today
from portal.organisations.models import Organisation
from portal.organisations.queries import organisations_of
from portal.organisations.rules import is_member
from portal.organisations.views.organisation import go
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page
from portal.workshops.forms import BookForm
from portal.workshops.models import Booking, Workshop
from portal.workshops.operations import Attendee, book, cancel_booking
from portal.workshops.policy import BOOK, CANCEL_BOOKING, OWN_BOOKINGS, VIEW_BOOKING
from portal.workshops.queries import bookings as queries
from portal.workshops.queries.workshops import counts_for, public_workshop
from portal.workshops.rules.standing import in_turn, is_members_first, phase
from portal.workshops.states import BookingState
from portal.workshops.views.public import WORDS, calendar_file

bp = Guarded("workshop_bookings", __name__)
MOST_PAST = 20


@bp.page("/workshops/mine", needs=OWN_BOOKINGS)
def mine() -> ResponseReturnValue:
    """What one's organisations have booked, wait for, are invited to, and have been to."""
    session, actor, at = current_session(), current_actor(), now()
    ids = list(actor.memberships)
    return page(
        "workshops/mine.html",
        coming=queries.coming_bookings(session, ids, at),
        invitations=queries.open_invitations(session, ids, at),
        past=queries.past_bookings(session, ids, at, MOST_PAST),
        **WORDS,
    )


@bp.page("/workshops/<reference>/book", methods=("GET", "POST"), needs=BOOK, load=public_workshop)
def book_place(found: Workshop) -> ResponseReturnValue:
    """Who comes, for which organisation, and what they need."""
    session, actor = current_session(), current_actor()
    teams = organisations_of(session, actor)
    form = BookForm(teams, name=actor.name, email=actor.email)
    if request.method == "POST" and form.validate():
        chosen = next(one for one in teams if one.reference == form.organisation.data)
        attendee = Attendee(form.name.data, form.email.data, form.access_needs.data)
        made = book(session, workshop=found, organisation=chosen, attendee=attendee, actor=actor)
        return go(f"/workshops/bookings/{made.reference}")
    return page(
        "workshops/book.html",
        workshop=found,
        form=form,
        errors=form.summary,
        teams=teams,
        phase=phase(found, now()),
        full=_is_full(session, found, teams),
        mine=queries.bookings_at(session, found.id, list(actor.memberships)),
        **WORDS,
    )


def _is_full(session: Session, workshop: Workshop, teams: Any) -> bool:
    """Whether whoever books now waits."""
    counts = counts_for(session, workshop)
    only_members = is_members_first(workshop, today()) and not any(_is_member(one) for one in teams)
    return counts.booked >= workshop.places or only_members


def _is_member(organisation: Organisation) -> bool:
    return is_member(organisation.membership, today())


@bp.page("/workshops/bookings/<reference>", needs=VIEW_BOOKING, load=queries.booking_by_reference)
def booking(found: Booking) -> ResponseReturnValue:
    """A place, with how to join; or where one stands on the waiting list."""
    workshop, actor = found.workshop, current_actor()
    return page(
        "workshops/booking.html",
        booking=found,
        workshop=workshop,
        phase=phase(workshop, now()),
        position=_position(current_session(), found),
        needs=found.access_needs if found.account_id == actor.account_id else "",
        members_first=is_members_first(workshop, today()),
        **WORDS,
    )


def _position(session: Session, found: Booking) -> int | None:
    """Where one stands on the waiting list, from 1; None for those who do not wait."""
    if found.state != BookingState.WAITING:
        return None
    first = is_members_first(found.workshop, today())
    order = in_turn(queries.waiting_for(session, found.workshop_id), members_first=first)
    return order.index(found.id) + 1


@bp.page("/workshops/bookings/<reference>/calendar.ics", needs=VIEW_BOOKING, load=queries.booking_by_reference)
def booking_calendar(found: Booking) -> ResponseReturnValue:
    """The workshop for a calendar, with the link to join for those who have a place."""
    return calendar_file(found.workshop, with_link=found.state == BookingState.BOOKED)


@bp.page(
    "/workshops/bookings/<reference>/cancel", methods=("POST",), needs=CANCEL_BOOKING, load=queries.booking_by_reference
)
def give_up(found: Booking) -> ResponseReturnValue:
    """Give up a place; an officer does it for somebody who phones."""
    cancel_booking(current_session(), booking=found, actor=current_actor())
    if Role.OFFICER in current_actor().roles:
        flash(f"{found.name} is no longer booked, and knows by mail.", "success")
        return go(f"/manage/workshops/{found.workshop.reference}")
    return go(f"/workshops/bookings/{found.reference}")
