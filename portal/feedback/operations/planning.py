"""Releasing a round at an hour that an officer set: by the worker, with every check done again."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.access.actor import SYSTEM, Actor
from portal.access.permission import require
from portal.access.roles import Role
from portal.accounts.models import Account
from portal.accounts.operations import recipient
from portal.accounts.queries import holders
from portal.assessment.queries.conflicts import kept_from
from portal.audit.operations import record
from portal.core.clock import now
from portal.core.dates import deadline_words
from portal.core.hiding import hidden_in
from portal.core.refusal import Refused
from portal.decisions.operations import close_decisions
from portal.feedback.models import PlannedRelease
from portal.feedback.operations.releasing import NOT_BY_YOU, refuse_while_lacking, release_round
from portal.feedback.policy import RELEASE
from portal.feedback.promise import hour_problem
from portal.feedback.queries import lines
from portal.feedback.queries.plans import due_plans, waiting_plan
from portal.feedback.states import PLAN, PlanState
from portal.funds.models import Round
from portal.funds.states import ROUND, RoundState
from portal.organisations.queries import actor_of_account
from portal.outbox.operations import queue


def plan_release(session: Session, *, round_: Round, at: datetime, actor: Actor) -> PlannedRelease:
    """Set the release of a round for an instant (UTC); it must be ready now, and is looked at again at that time.

    Refused for an hour that `hour_problem` refuses, while anything is lacking, and while one is set already. Effects:
    the plan, audit.
    """
    require(actor, RELEASE, round_)
    if round_.id in hidden_in(session).rounds:
        raise Refused(NOT_BY_YOU)
    assert actor.account_id is not None
    _lock(session, round_)
    problem = hour_problem(at, now(), round_.decision_on)
    if problem:
        raise Refused(f"{problem}.")
    if waiting_plan(session, round_.id):
        raise Refused("The release is set for an hour already. Cancel that first.")
    close_decisions(session, round_=round_, actor=actor)
    if not ROUND.allows(round_.state, "announce"):
        label = ROUND.labels[RoundState(round_.state)].staff.lower()
        raise Refused(f"This round is {label}, so its release cannot be set.")
    refuse_while_lacking(lines(session, round_))
    plan = PlannedRelease(round_id=round_.id, at=at, planned_at=now(), planned_by_id=actor.account_id)
    session.add(plan)
    session.flush()
    _record(session, "release-set", round_, actor, at)
    return plan


def cancel_release(session: Session, *, round_: Round, actor: Actor) -> None:
    """Take back the hour that was set, before it comes. Refused when none is set any more. Effects: the plan, audit."""
    require(actor, RELEASE, round_)
    _lock(session, round_)
    plan = waiting_plan(session, round_.id)
    if plan is None:
        raise Refused("No release is set for this round now. It may have been done or cancelled meanwhile.")
    PLAN.advance(session, plan, "cancel", actor_id=actor.account_id)
    plan.ended_at = now()
    _record(session, "release-cancelled", round_, actor, plan.at)


def release_planned(session: Session, at: datetime) -> int:
    """Release every round whose hour has come at `at`; how many. For the worker.

    The checks are done again, for the officer who set the hour as they are now. Where they fail nothing of that
    round changes, and every officer is told why; no other round is held up.
    """
    return sum(_release(session, plan) for plan in due_plans(session, at))


def _release(session: Session, plan: PlannedRelease) -> bool:
    round_ = plan.round
    _lock(session, round_)
    session.refresh(plan, ["state"], with_for_update=True)
    if plan.state != PlanState.WAITING:
        return False
    try:
        with session.begin_nested():
            release_round(session, round_=round_, actor=_still_officer(session, round_, plan.planned_by))
    except Refused as refused:
        _refuse(session, plan, refused.reason)
        return False
    return True


def _still_officer(session: Session, round_: Round, account: Account) -> Actor:
    """Who set the hour, as they are now."""
    if account.suspended_at is not None or Role.OFFICER not in actor_of_account(session, account).roles:
        raise Refused(f"{account.name}, who set the hour, can no longer release a round.")
    if any(account.id in people for people in kept_from(session, round_.id).values()):
        raise Refused(
            f"{account.name}, who set the hour, has a link with a group by now. Someone else must release it."
        )
    return actor_of_account(session, account)


def _refuse(session: Session, plan: PlannedRelease, reason: str) -> None:
    round_ = plan.round
    session.refresh(plan, ["state"], with_for_update=True)
    PLAN.advance(session, plan, "refuse", actor_id=None, reason=reason)
    plan.ended_at, plan.reason = now(), reason
    linked = {person for people in kept_from(session, round_.id).values() for person in people}
    for officer in (one for one in holders(session, Role.OFFICER) if one.id not in linked):  # the reason names groups
        queue(
            session,
            key=f"release_refused:{plan.id}:{officer.id}",
            template="release_refused",
            to=recipient(officer),
            about_type="round",
            about=round_.slug,
            fund_name=round_.name,
            hour=deadline_words(plan.at),
            reason=reason,
            link=f"/manage/rounds/{round_.slug}/release",
        )
    _record(session, "release-refused", round_, SYSTEM, plan.at)


def _lock(session: Session, round_: Round) -> None:
    session.refresh(round_, ["state", "decision_on", "budget_pence", "committed_pence"], with_for_update=True)


def _record(session: Session, verb: str, round_: Round, actor: Actor, at: datetime) -> None:
    record(
        session, f"round:{verb}", subject_type="round", subject=round_.slug, actor=actor, at=at.isoformat()
    )  # fmt: skip
    session.flush()
