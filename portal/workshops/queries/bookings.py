"""Reading bookings, invitations, and who is to be told."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, String, cast, func, literal, select
from sqlalchemy.orm import Session, joinedload

from portal.access.roles import TeamRole
from portal.accounts.models import Account
from portal.core.clock import now, today
from portal.organisations.models import Membership, TeamMember
from portal.organisations.rules import is_member
from portal.outbox.models import Message
from portal.workshops.models import Booking, Invitation, Workshop
from portal.workshops.rules.standing import Waiting, when_words
from portal.workshops.states import Attendance, BookingState, WorkshopState

TOLD = (TeamRole.LEAD, TeamRole.EDITOR)


def booking_by_reference(session: Session, reference: str) -> Booking | None:
    """A booking with its workshop and organisation, whatever its state."""
    wanted = select(Booking).where(Booking.reference == reference)
    return session.scalar(wanted.options(joinedload(Booking.workshop), joinedload(Booking.organisation)))


def live_booking(session: Session, workshop_id: int, organisation_id: int, person_key: str) -> Booking | None:
    """The booking of one person that was not given up."""
    return session.scalar(
        select(Booking).where(
            Booking.workshop_id == workshop_id,
            Booking.organisation_id == organisation_id,
            Booking.person_key == person_key,
            Booking.live.is_(True),
        )
    )


def count_of_organisation(session: Session, workshop_id: int, organisation_id: int) -> int:
    """How many places and waits an organisation has at a workshop."""
    wanted = select(func.count(Booking.id)).where(
        Booking.workshop_id == workshop_id, Booking.organisation_id == organisation_id, Booking.live.is_(True)
    )
    return session.scalar(wanted) or 0


def waiting_for(session: Session, workshop_id: int) -> list[Waiting]:
    """Who waits for a place, with whether their organisation is a member today, in the order in which they asked."""
    wanted = (
        select(Booking.id, Membership)
        .outerjoin(Membership, Membership.organisation_id == Booking.organisation_id)
        .where(Booking.workshop_id == workshop_id, Booking.state == BookingState.WAITING)
        .order_by(Booking.id)
    )
    on = today()
    return [Waiting(number, is_member(membership, on)) for number, membership in session.execute(wanted)]


def bookings_with_ids(session: Session, ids: Collection[int]) -> dict[int, Booking]:
    """Bookings by their id."""
    return {one.id: one for one in session.scalars(select(Booking).where(Booking.id.in_(list(ids))))}


def live_bookings(session: Session, workshop_id: int) -> Sequence[Booking]:
    """All who have a place or wait for one, in the order in which they asked."""
    wanted = select(Booking).where(Booking.workshop_id == workshop_id, Booking.live.is_(True))
    return session.scalars(wanted.order_by(Booking.id)).all()


def register_of(session: Session, workshop_id: int) -> Sequence[Booking]:
    """All who have a place, by name, with their organisations: the list at the door."""
    wanted = select(Booking).where(Booking.workshop_id == workshop_id, Booking.state == BookingState.BOOKED)
    wanted = wanted.options(joinedload(Booking.organisation)).order_by(func.lower(Booking.name), Booking.id)
    return session.scalars(wanted).all()


def waiting_list(session: Session, workshop_id: int) -> Sequence[Booking]:
    """All who wait, with their organisations, in the order in which they asked."""
    wanted = select(Booking).where(Booking.workshop_id == workshop_id, Booking.state == BookingState.WAITING)
    return session.scalars(wanted.options(joinedload(Booking.organisation)).order_by(Booking.id)).all()


def not_reminded(session: Session, workshop_id: int, key: str, *, placed_before: datetime) -> Sequence[Booking]:
    """Who has had a place since before an instant, and no message whose key is `key` and their reference."""
    told = select(Message.id).where(Message.key == literal(key) + cast(Booking.reference, String))
    wanted = select(Booking).where(
        Booking.workshop_id == workshop_id,
        Booking.state == BookingState.BOOKED,
        Booking.placed_at <= placed_before,
        ~told.exists(),
    )
    return session.scalars(wanted.order_by(Booking.id)).all()


def _coming(organisation_ids: Collection[int], at: datetime) -> ColumnElement[bool]:
    return (Booking.organisation_id.in_(list(organisation_ids))) & (Workshop.ends_at > at) & Booking.live.is_(True)


def coming_bookings(session: Session, organisation_ids: Collection[int], at: datetime) -> Sequence[Booking]:
    """What teams have booked or wait for and is not over, the next one first; cancelled workshops too, to be seen."""
    wanted = select(Booking).join(Booking.workshop).where(_coming(organisation_ids, at))
    wanted = wanted.options(joinedload(Booking.workshop), joinedload(Booking.organisation))
    return session.scalars(wanted.order_by(Workshop.starts_at, Booking.id)).all()


def past_bookings(session: Session, organisation_ids: Collection[int], at: datetime, most: int) -> Sequence[Booking]:
    """The places that teams had at workshops that are over, the newest first, at most so many."""
    wanted = select(Booking).join(Booking.workshop)
    wanted = wanted.where(
        Booking.organisation_id.in_(list(organisation_ids)),
        Booking.state == BookingState.BOOKED,
        Workshop.ends_at <= at,
        Workshop.state == WorkshopState.PUBLISHED,
    )
    wanted = wanted.options(joinedload(Booking.workshop), joinedload(Booking.organisation))
    return session.scalars(wanted.order_by(Workshop.starts_at.desc(), Booking.id).limit(most)).all()


def bookings_at(session: Session, workshop_id: int, organisation_ids: Collection[int]) -> Sequence[Booking]:
    """What some teams have at one workshop, in the order in which they asked."""
    wanted = select(Booking).where(
        Booking.workshop_id == workshop_id,
        Booking.organisation_id.in_(list(organisation_ids)),
        Booking.live.is_(True),
    )
    return session.scalars(wanted.order_by(Booking.id)).all()


def with_a_place(session: Session, workshop_id: int) -> frozenset[int]:
    """The organisations of which somebody has a place."""
    wanted = select(Booking.organisation_id).where(
        Booking.workshop_id == workshop_id, Booking.state == BookingState.BOOKED
    )
    return frozenset(session.scalars(wanted))


def came_to(session: Session, workshop_id: int) -> frozenset[int]:
    """The organisations of which somebody came."""
    wanted = select(Booking.organisation_id).where(
        Booking.workshop_id == workshop_id, Booking.attendance == Attendance.CAME
    )
    return frozenset(session.scalars(wanted))


def open_invitations(session: Session, organisation_ids: Collection[int], at: datetime) -> Sequence[Invitation]:
    """Invitations of teams to workshops that have not begun and that they have not booked, the next one first."""
    booked = select(Booking.id).where(
        Booking.workshop_id == Invitation.workshop_id,
        Booking.organisation_id == Invitation.organisation_id,
        Booking.live.is_(True),
    )
    wanted = (
        select(Invitation)
        .join(Invitation.workshop)
        .where(
            Invitation.organisation_id.in_(list(organisation_ids)),
            Workshop.state == WorkshopState.PUBLISHED,
            Workshop.starts_at > at,
            Workshop.books_until >= today(),
            ~booked.exists(),
        )
        .options(joinedload(Invitation.workshop), joinedload(Invitation.organisation))
    )
    return session.scalars(wanted.order_by(Workshop.starts_at, Invitation.id)).all()


@dataclass(frozen=True)
class OwnWorkshops:
    """What teams have coming: their bookings and the invitations that they have not answered."""

    bookings: Sequence[Booking]
    invitations: Sequence[Invitation]
    when: Callable[[Workshop], str] = when_words


def workshops_of(session: Session, organisation_ids: Collection[int]) -> OwnWorkshops:
    """What organisations have coming, in two queries."""
    at = now()
    return OwnWorkshops(coming_bookings(session, organisation_ids, at), open_invitations(session, organisation_ids, at))


def asked_or_booked(session: Session, workshop_ids: Collection[int]) -> dict[int, set[int]]:
    """The organisations that were invited already, or that have a place or wait for one, by workshop, in one query."""
    ids = list(workshop_ids)
    invited = select(Invitation.workshop_id, Invitation.organisation_id).where(Invitation.workshop_id.in_(ids))
    booked = select(Booking.workshop_id, Booking.organisation_id).where(
        Booking.workshop_id.in_(ids), Booking.live.is_(True)
    )
    found: dict[int, set[int]] = {number: set() for number in ids}
    for workshop_id, organisation_id in session.execute(invited.union(booked)):
        found[workshop_id].add(organisation_id)
    return found


def people_to_invite(session: Session, organisation_ids: Collection[int]) -> Sequence[TeamMember]:
    """The leads and editors of organisations who are not on hold, with both."""
    wanted = (
        select(TeamMember)
        .join(TeamMember.account)
        .where(
            TeamMember.organisation_id.in_(list(organisation_ids)),
            TeamMember.role.in_(TOLD),
            Account.suspended_at.is_(None),
        )
        .options(joinedload(TeamMember.account), joinedload(TeamMember.organisation))
    )
    return session.scalars(wanted.order_by(TeamMember.organisation_id, TeamMember.id)).all()


def needs_to_forget(session: Session, before: datetime) -> Sequence[Booking]:
    """Bookings with access needs for workshops that ended before an instant, locked."""
    wanted = select(Booking).join(Booking.workshop).where(Booking.access_needs != "", Workshop.ends_at < before)
    return session.scalars(wanted.order_by(Booking.id).with_for_update(of=Booking)).all()
