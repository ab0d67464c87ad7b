"""What waits for each role: counts, in a fixed number of queries."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.applications.models import Application
from portal.applications.queries import WITH_DATES
from portal.assessment.models import Assignment
from portal.feedback.models import Feedback
from portal.funds.models import Round
from portal.organisations.models import Membership, Organisation
from portal.outbox.models import Delivery, Message


def applications_by_state(session: Session) -> dict[str, int]:
    """How many applications of rounds that are not yet announced stand in each state."""
    wanted = select(Application.state, func.count()).join(Round).where(Round.announced_at.is_(None))
    return {state: count for state, count in session.execute(wanted.group_by(Application.state))}


def memberships_by_state(session: Session) -> dict[str, int]:
    """How many memberships stand in each state."""
    wanted = select(Membership.state, func.count()).group_by(Membership.state)
    return {state: count for state, count in session.execute(wanted)}


def feedback_by_state(session: Session) -> dict[str, int]:
    """How much feedback stands in each state."""
    wanted = select(Feedback.state, func.count()).group_by(Feedback.state)
    return {state: count for state, count in session.execute(wanted)}


def failed_messages(session: Session) -> int:
    """How many mails were given up."""
    return session.scalar(select(func.count(Message.id)).where(Message.delivery == Delivery.FAILED)) or 0


def assignments_by_state(session: Session, assessor_id: int) -> dict[str, int]:
    """How many of an assessor's applications stand in each state."""
    wanted = select(Assignment.state, func.count()).where(Assignment.assessor_id == assessor_id)
    return {state: count for state, count in session.execute(wanted.group_by(Assignment.state))}


def organisations_of(session: Session, organisation_ids: Sequence[int]) -> Sequence[Organisation]:
    """A person's organisations with their memberships."""
    wanted = select(Organisation).where(Organisation.id.in_(organisation_ids))
    return session.scalars(wanted.options(joinedload(Organisation.membership)).order_by(Organisation.name)).all()


def applications_of(session: Session, organisation_ids: Sequence[int]) -> Sequence[Application]:
    """A person's applications, the one that was touched last first."""
    wanted = select(Application).where(Application.organisation_id.in_(organisation_ids))
    wanted = wanted.options(*WITH_DATES, joinedload(Application.organisation))
    return session.scalars(wanted.order_by(Application.changed_at.desc(), Application.id.desc()).limit(10)).all()


def open_rounds(session: Session) -> Sequence[Round]:
    """Rounds that are published; whether they are open is for the clock."""
    return session.scalars(select(Round).where(Round.state == "published").order_by(Round.closes_at)).all()
