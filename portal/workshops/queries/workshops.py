"""Reading workshops, their topics and materials."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.core.clock import from_london
from portal.core.paging import Paging
from portal.workshops.models import Booking, Material, Workshop, WorkshopTopic
from portal.workshops.rules.topics import topic_label
from portal.workshops.states import BookingState, WorkshopState

SHOWN = (WorkshopState.PUBLISHED, WorkshopState.CANCELLED)


def workshop_by_reference(session: Session, reference: str) -> Workshop | None:
    """A workshop with its topics and materials, whatever its state."""
    wanted = select(Workshop).where(Workshop.reference == reference)
    return session.scalar(
        wanted.options(selectinload(Workshop.topics), selectinload(Workshop.materials).joinedload(Material.file))
    )


def public_workshop(session: Session, reference: str) -> Workshop | None:
    """A workshop that everyone may see: published, or cancelled after that."""
    found = workshop_by_reference(session, reference)
    return found if found and is_public(found) else None


def is_public(workshop: Workshop) -> bool:
    """Whether everyone may see it: a draft that was given up was never shown."""
    return workshop.state in SHOWN and workshop.published_at is not None


def lock_workshop(session: Session, workshop: Workshop) -> None:
    """Lock the row and read it again: places and the waiting list change under this lock alone."""
    session.refresh(workshop, with_for_update=True)


def _public(at: datetime, *, past: bool) -> Select[Workshop]:
    wanted = select(Workshop).where(Workshop.state.in_(SHOWN), Workshop.published_at.is_not(None))
    return wanted.where(Workshop.ends_at <= at) if past else wanted.where(Workshop.ends_at > at)


def count_public(session: Session, at: datetime, *, past: bool) -> int:
    """How many workshops everyone may see, that are over at an instant or not yet."""
    return session.scalar(select(func.count()).select_from(_public(at, past=past).subquery())) or 0


def public_workshops(session: Session, at: datetime, paging: Paging, *, past: bool) -> Sequence[Workshop]:
    """A page of those: the next one first, or the one that was held last."""
    order = Workshop.starts_at.desc() if past else Workshop.starts_at
    wanted = _public(at, past=past).order_by(order, Workshop.id).options(selectinload(Workshop.topics))
    return session.scalars(wanted.offset(paging.offset).limit(paging.size)).all()


def _for_office(at: datetime, *, past: bool) -> Select[Workshop]:
    wanted = select(Workshop)
    return wanted.where(Workshop.ends_at <= at) if past else wanted.where(Workshop.ends_at > at)


def count_for_office(session: Session, at: datetime, *, past: bool) -> int:
    """How many workshops there are, drafts and cancelled ones too, that are over or not yet."""
    return session.scalar(select(func.count()).select_from(_for_office(at, past=past).subquery())) or 0


def workshops_for_office(session: Session, at: datetime, paging: Paging, *, past: bool) -> Sequence[Workshop]:
    """A page of those, in the order of the public list."""
    order = Workshop.starts_at.desc() if past else Workshop.starts_at
    wanted = _for_office(at, past=past).order_by(order, Workshop.id)
    return session.scalars(wanted.offset(paging.offset).limit(paging.size)).all()


@dataclass(frozen=True)
class Counts:
    """How many have a place at a workshop, and how many wait for one."""

    booked: int = 0
    waiting: int = 0


def counts_of(session: Session, workshop_ids: Iterable[int]) -> dict[int, Counts]:
    """The counts of workshops by their id, in one query."""
    ids = list(workshop_ids)
    wanted = select(Booking.workshop_id, Booking.state, func.count()).where(Booking.workshop_id.in_(ids))
    found: dict[int, dict[str, int]] = {number: {} for number in ids}
    for number, state, count in session.execute(wanted.group_by(Booking.workshop_id, Booking.state)):
        found[number][state] = count
    return {
        number: Counts(states.get(BookingState.BOOKED, 0), states.get(BookingState.WAITING, 0))
        for number, states in found.items()
    }


def counts_for(session: Session, workshop: Workshop) -> Counts:
    """The counts of one workshop."""
    return counts_of(session, [workshop.id])[workshop.id]


def ahead(session: Session, at: datetime) -> Sequence[Workshop]:
    """Every published workshop that has not begun, the oldest first: for the worker."""
    wanted = select(Workshop).where(Workshop.state == WorkshopState.PUBLISHED, Workshop.starts_at > at)
    return session.scalars(wanted.order_by(Workshop.id)).all()


@dataclass(frozen=True)
class Suggestion:
    """A workshop that could help with a principle."""

    principle: str
    workshop: Workshop

    @property
    def label(self) -> str:
        """What the principle is called."""
        return topic_label(self.principle)


def suggest_for(session: Session, principles: Sequence[str], on: date, *, kind: str = "") -> list[Suggestion]:
    """The next workshop for each principle that can be booked on that day (London), in the order of the principles.

    Of workshops for some kinds of group only, those for `kind`. No workshop comes twice. One query.
    """
    wanted = (
        select(WorkshopTopic.topic, Workshop)
        .join(WorkshopTopic.workshop)
        .where(
            WorkshopTopic.topic.in_(list(principles)),
            Workshop.state == WorkshopState.PUBLISHED,
            Workshop.books_from <= on,
            Workshop.books_until >= on,
            Workshop.starts_at > _end_of(on),
        )
        .order_by(Workshop.starts_at, Workshop.id)
    )
    rows = [(topic, one) for topic, one in session.execute(wanted) if not one.kinds or kind in one.kinds]
    found: list[Suggestion] = []
    for principle in dict.fromkeys(principles):
        seen = {suggestion.workshop.id for suggestion in found}
        first = next((one for topic, one in rows if topic == principle and one.id not in seen), None)
        found += [Suggestion(principle, first)] if first else []
    return found


def coming_by_topic(session: Session, at: datetime) -> dict[str, list[Workshop]]:
    """The workshops that are published or drafted and have not begun, by what they are about, the next one first."""
    wanted = (
        select(WorkshopTopic.topic, Workshop)
        .join(WorkshopTopic.workshop)
        .where(Workshop.state != WorkshopState.CANCELLED, Workshop.starts_at > at)
        .order_by(Workshop.starts_at, Workshop.id)
    )
    found: dict[str, list[Workshop]] = {}
    for topic, workshop in session.execute(wanted):
        found.setdefault(topic, []).append(workshop)
    return found


def material_of(session: Session, reference: str, number: int) -> Material | None:
    """A material that is still there, with its workshop and file, by the workshop's reference and its own number."""
    wanted = select(Material).join(Material.workshop).where(Workshop.reference == reference)
    wanted = wanted.where(Material.number == number, Material.removed_at.is_(None))
    return session.scalar(wanted.options(joinedload(Material.workshop), joinedload(Material.file)))


def _end_of(day: date) -> datetime:
    """The last moment of a London day that counts: a workshop of today can no longer be suggested for today."""
    return from_london(day, time(23, 59))
