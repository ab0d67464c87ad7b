"""Calls about feedback: of one group, free ones, and those of a round."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from portal.aftercare.models import CallSlot
from portal.applications.models import Application
from portal.assessment.queries.conflicts import kept_from


def _slots() -> Select[CallSlot]:
    application = joinedload(CallSlot.application)
    return select(CallSlot).options(
        application.joinedload(Application.organisation), joinedload(CallSlot.officer), joinedload(CallSlot.booked_by)
    )


def call_of(session: Session, application_id: int) -> CallSlot | None:
    """The call that a group booked."""
    return session.scalar(_slots().where(CallSlot.application_id == application_id))


def free_slots(session: Session, application: Application, after: datetime) -> Sequence[CallSlot]:
    """The calls that a group could book, which begin after an instant: never those of an officer with a link to it."""
    away = kept_from(session, application.round_id).get(application.id, frozenset())
    wanted = _slots().where(
        CallSlot.round_id == application.round_id,
        CallSlot.application_id.is_(None),
        CallSlot.starts_at > after,
        CallSlot.officer_id.not_in(away),
    )
    return session.scalars(wanted.order_by(CallSlot.starts_at, CallSlot.id)).all()


def slots_of_round(session: Session, round_id: int) -> Sequence[CallSlot]:
    """All calls of a round, booked and free, the next first."""
    wanted = _slots().where(CallSlot.round_id == round_id)
    return session.scalars(wanted.order_by(CallSlot.starts_at, CallSlot.id)).all()


def starts_taken(session: Session, officer_id: int, starts: Sequence[datetime]) -> set[datetime]:
    """Those of the times at which an officer has a call up already, in any round."""
    wanted = select(CallSlot.starts_at).where(CallSlot.officer_id == officer_id, CallSlot.starts_at.in_(starts))
    return set(session.scalars(wanted))
