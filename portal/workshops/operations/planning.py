"""Planning a workshop, changing it, publishing it, and calling it off."""

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.audit.operations import record
from portal.core.clash import Stale
from portal.core.clock import now
from portal.core.refusal import Refused
from portal.core.text import plural
from portal.workshops.models import Workshop, WorkshopTopic
from portal.workshops.operations.booking import move_up
from portal.workshops.operations.telling import tell
from portal.workshops.policy import MANAGE_WORKSHOPS
from portal.workshops.queries.bookings import live_bookings
from portal.workshops.queries.workshops import counts_for, lock_workshop
from portal.workshops.rules.standing import WorkshopFacts, when_words, where_words
from portal.workshops.states import WORKSHOP, WorkshopState


def plan(session: Session, *, facts: WorkshopFacts, actor: Actor) -> Workshop:
    """A draft that only officers see; audit."""
    require(actor, MANAGE_WORKSHOPS)
    workshop = Workshop(made_at=now(), made_by_id=actor.account_id, materials=[], topics=[], revision=1)
    _take(workshop, facts)
    session.add(workshop)
    session.flush()
    _record(session, "workshop:planned", workshop, actor)
    return workshop


def change(session: Session, *, workshop: Workshop, facts: WorkshopFacts, revision: int, actor: Actor) -> None:
    """Other facts. Who booked a published one is told when day, time or place change; more places move people up;
    audit. Refused once it has begun or was cancelled, with fewer places than people who have one, and Stale when
    somebody else changed it after the form was opened.
    """
    require(actor, MANAGE_WORKSHOPS)
    lock_workshop(session, workshop)
    if workshop.revision != revision:
        raise Stale
    if workshop.state == WorkshopState.CANCELLED or now() >= workshop.starts_at:
        raise Refused("A workshop that has begun or was cancelled cannot be changed.")
    booked = counts_for(session, workshop).booked
    if facts.places < booked:
        raise Refused(f"{plural(booked, 'person has', 'people have')} a place, so there cannot be fewer places.")
    before = (when_words(workshop), where_words(workshop, with_link=True))
    _take(workshop, facts)
    workshop.revision += 1
    session.flush()
    if workshop.state == WorkshopState.PUBLISHED and before != (
        when_words(workshop),
        where_words(workshop, with_link=True),
    ):
        for booking in live_bookings(session, workshop.id):
            key = f"workshop_changed:{booking.reference}:{workshop.revision}"
            tell(session, booking, workshop, "workshop_changed", key=key)
    move_up(session, workshop)
    _record(session, "workshop:changed", workshop, actor)
    session.flush()


def publish(session: Session, *, workshop: Workshop, actor: Actor) -> None:
    """Show it to everyone; state, audit. Refused when its time has passed."""
    require(actor, MANAGE_WORKSHOPS)
    lock_workshop(session, workshop)
    if now() >= workshop.starts_at:
        raise Refused("Its time has passed. Change the day first.")
    WORKSHOP.advance(session, workshop, "publish", actor_id=actor.account_id)
    workshop.published_at = now()
    _record(session, "workshop:published", workshop, actor)
    session.flush()


def cancel_workshop(session: Session, *, workshop: Workshop, reason: str, actor: Actor) -> int:
    """Call it off: everyone who has a place or waits is told once, with the reason; state, audit. How many were told.

    Refused once it has begun.
    """
    require(actor, MANAGE_WORKSHOPS)
    lock_workshop(session, workshop)
    if now() >= workshop.starts_at:
        raise Refused("It has begun or is over, so it can no longer be cancelled.")
    WORKSHOP.advance(session, workshop, "cancel", actor_id=actor.account_id, reason=reason)
    workshop.cancelled_because = reason
    workshop.revision += 1
    told = live_bookings(session, workshop.id)
    for booking in told:
        key = f"workshop_cancelled:{booking.reference}"
        tell(session, booking, workshop, "workshop_cancelled", key=key, reason=reason)
    _record(session, "workshop:cancelled", workshop, actor, told=len(told))
    session.flush()
    return len(told)


def _take(workshop: Workshop, facts: WorkshopFacts) -> None:
    """Put the facts onto the row; topics that stay keep theirs."""
    for name, value in vars(facts).items():
        if name != "topics":
            setattr(workshop, name, list(value) if isinstance(value, tuple) else value)
    kept = [topic for topic in workshop.topics if topic.topic in facts.topics]
    known = {topic.topic for topic in kept}
    workshop.topics[:] = kept + [WorkshopTopic(topic=one) for one in facts.topics if one not in known]


def _record(session: Session, action: str, workshop: Workshop, actor: Actor, **detail: object) -> None:
    record(session, action, subject_type="workshop", subject=workshop.reference, actor=actor, **detail)
