"""Who came."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.audit.operations import record
from portal.core.clock import now
from portal.core.refusal import Refused
from portal.workshops.models import Workshop
from portal.workshops.policy import MANAGE_WORKSHOPS
from portal.workshops.queries.bookings import register_of
from portal.workshops.queries.workshops import lock_workshop
from portal.workshops.states import Attendance, WorkshopState


def mark_attendance(session: Session, *, workshop: Workshop, marks: Mapping[str, Attendance], actor: Actor) -> int:
    """Note who came, by the reference of each booking; other bookings keep theirs. Audit; how many changed.

    Refused before it begins, and when it was cancelled.
    """
    require(actor, MANAGE_WORKSHOPS)
    lock_workshop(session, workshop)
    if workshop.state != WorkshopState.PUBLISHED or now() < workshop.starts_at:
        raise Refused("You can note who came once the workshop has begun.")
    changed = 0
    for booking in register_of(session, workshop.id):
        mark = marks.get(booking.reference)
        if mark is not None and mark != booking.attendance:
            booking.attendance = mark
            changed += 1
    if changed:
        record(
            session, "workshop:attendance", subject_type="workshop", subject=workshop.reference, actor=actor,
            changed=changed,
        )  # fmt: skip
        session.flush()
    return changed
