"""Releases that are set for an hour, rounds whose promised day is near or over, and what came of the mails."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.accounts.models import Account
from portal.applications.models import Application
from portal.core.workflow import StateChange
from portal.decisions.rules import OUTSIDE
from portal.feedback.models import PlannedRelease
from portal.feedback.states import PlanState
from portal.funds.models import Round
from portal.funds.states import RoundState
from portal.outbox.models import Message

RUNNING = (RoundState.PUBLISHED, RoundState.ASSESSING, RoundState.DECIDED)
MAIL = "decision_released"


def waiting_plan(session: Session, round_id: int) -> PlannedRelease | None:
    """The release of a round that waits for its hour."""
    wanted = select(PlannedRelease).where(
        PlannedRelease.round_id == round_id, PlannedRelease.state == PlanState.WAITING
    )
    return session.scalar(wanted.options(joinedload(PlannedRelease.planned_by)))


def last_plan(session: Session, round_id: int) -> PlannedRelease | None:
    """The release of a round that was set last, whatever became of it."""
    wanted = select(PlannedRelease).where(PlannedRelease.round_id == round_id)
    wanted = wanted.options(joinedload(PlannedRelease.planned_by))
    return session.scalar(wanted.order_by(PlannedRelease.id.desc()).limit(1))


def due_plans(session: Session, at: datetime) -> Sequence[PlannedRelease]:
    """The releases whose hour has come and that still wait, the earliest first."""
    wanted = select(PlannedRelease).where(PlannedRelease.state == PlanState.WAITING, PlannedRelease.at <= at)
    wanted = wanted.options(joinedload(PlannedRelease.planned_by), joinedload(PlannedRelease.round))
    return session.scalars(wanted.order_by(PlannedRelease.at, PlannedRelease.id)).all()


def promises_until(session: Session, day: date) -> Sequence[Round]:
    """The rounds that are not announced, promise a decision by a day up to this one, and have somebody who waits."""
    waits = select(Application.id).where(Application.round_id == Round.id, Application.state.not_in(OUTSIDE))
    wanted = select(Round).where(Round.state.in_(RUNNING), Round.decision_on <= day, waits.exists())
    return session.scalars(wanted.order_by(Round.decision_on, Round.id)).all()


def who_announced(session: Session, round_id: int) -> str:
    """The name of who released a round; empty when it is not known."""
    wanted = select(Account.name).join(StateChange, StateChange.actor_id == Account.id)
    wanted = wanted.where(
        StateChange.subject_type == "round", StateChange.subject_id == round_id, StateChange.move == "announce"
    )
    return session.scalar(wanted.order_by(StateChange.id.desc()).limit(1)) or ""


def mails_of(session: Session, round_id: int) -> dict[str, list[Message]]:
    """The messages that told a round's applicants, by the reference of their application, in one query."""
    wanted = (
        select(Message)
        .join(Application, Application.reference == Message.about)
        .where(Application.round_id == round_id, Message.about_type == "application", Message.template == MAIL)
        .order_by(Message.id)
    )
    found: dict[str, list[Message]] = {}
    for message in session.scalars(wanted):
        found.setdefault(message.about, []).append(message)
    return found
