"""What the worker does for workshops: places for those whose turn has come, reminders, and forgetting needs."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.access.actor import SYSTEM, Actor
from portal.access.permission import require
from portal.workshops.models import Workshop
from portal.workshops.operations.booking import move_up
from portal.workshops.operations.telling import tell
from portal.workshops.policy import MANAGE_WORKSHOPS
from portal.workshops.queries.bookings import needs_to_forget, not_reminded
from portal.workshops.queries.workshops import ahead, counts_of, lock_workshop
from portal.workshops.rules.standing import NEEDS_KEPT, reminder_due


def look_after_workshops(session: Session, at: datetime, actor: Actor = SYSTEM) -> int:
    """Move people up whose turn has come since (a day on which members came first is over), remind those who have a
    place, and forget access needs a month after. How many mails were queued.

    Worked out from the clock and the outbox: a worker that was away catches up, and never says anything twice.
    """
    require(actor, MANAGE_WORKSHOPS)
    coming = ahead(session, at)
    waiting = {number for number, counts in counts_of(session, [one.id for one in coming]).items() if counts.waiting}
    told = 0
    for workshop in coming:
        if workshop.id in waiting:
            lock_workshop(session, workshop)
            told += move_up(session, workshop)
        told += _remind(session, workshop, at)
    for booking in needs_to_forget(session, at - NEEDS_KEPT):
        booking.access_needs = ""
    session.flush()
    return told


def _remind(session: Session, workshop: Workshop, at: datetime) -> int:
    """A workshop that was moved is another day to remind of; who got a place since the reminder was due knows."""
    due = reminder_due(workshop, at)
    if due is None:
        return 0
    key = f"workshop_reminder:{due.days}:{workshop.starts_at:%Y%m%d%H%M}:"
    unreminded = not_reminded(session, workshop.id, key, placed_before=due.since)
    for booking in unreminded:
        left = "tomorrow" if due.days == 1 else "soon"
        tell(session, booking, workshop, "workshop_reminder", key=f"{key}{booking.reference}", left=left)
    return len(unreminded)
