"""Giving applications to assessors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.accounts.models import Account
from portal.accounts.operations import recipient
from portal.applications.models import Application
from portal.applications.states import APPLICATION, ApplicationState
from portal.assessment.models import Assignment
from portal.assessment.operations.finishing import finish_assessing, lock, score_again
from portal.assessment.policy import ASSIGN, LIVE, OPEN, is_linked, team_of
from portal.assessment.queries import assessors, assignment_of, assignments_to
from portal.assessment.queries.conflicts import conflict_of, declared_in, kept_from, open_suggestions
from portal.assessment.rules import may_assign
from portal.assessment.rules.links import WHY_BACK, reason_fault
from portal.assessment.states import ASSIGNMENT, AssignmentState
from portal.audit.operations import record
from portal.core.clock import now
from portal.core.refusal import Refused
from portal.core.text import one_line
from portal.funds.states import RoundState
from portal.outbox.operations import queue

_GONE = (AssignmentState.REMOVED, AssignmentState.DECLINED)


@dataclass(frozen=True)
class Facts:
    """What giving out looks at, read once for a whole round: who scores, whose link may be, who declared the round."""

    scorers: frozenset[int]
    suggested: Mapping[tuple[int, int], str]
    declared: frozenset[int]


def facts_of(session: Session, round_id: int) -> Facts:
    """Read them; (application id, account id) leads to what suggests a link."""
    suggested = {(one.application_id, one.account_id): one.words for one in open_suggestions(session, round_id)}
    scorers = frozenset(person.id for person in assessors(session))
    return Facts(scorers, suggested, frozenset(declared_in(session, round_id)))


def assign(
    session: Session, *, application: Application, assessor: Account, actor: Actor, facts: Facts | None = None
) -> Assignment:
    """Give an application to an assessor; giving it twice changes nothing.

    Whoever went through the groups of the round has declared already. Effects: an assignment (new, or taken up again),
    state of the application (the first begins its scoring, a late one takes it back to scoring), audit.
    """
    require(actor, ASSIGN, application)
    lock(session, application)
    facts = facts or facts_of(session, application.round_id)
    _refuse_unfit(session, application, assessor, facts)
    assignment = assignment_of(session, application.reference, assessor.id)
    if assignment is not None and assignment.state not in _GONE:
        if assignment.state == AssignmentState.CONFLICTED:
            raise Refused(f"{assessor.name} has a conflict of interest here. Choose someone else.")
        return assignment
    assignment = _given(session, application, assessor, assignment, actor)
    if assessor.id in facts.declared:
        ASSIGNMENT.advance(session, assignment, "declare_none", actor_id=assessor.id)
        assignment.declared_at = now()
    if application.state == ApplicationState.ELIGIBLE:
        APPLICATION.advance(session, application, "start_assessing", actor_id=actor.account_id)
    elif application.state == ApplicationState.MODERATION:
        score_again(session, application=application, actor=actor)
    _record(session, "assessment:assigned", application, assessor.id, actor)
    return assignment


def take_off(session: Session, *, assignment: Assignment, actor: Actor) -> None:
    """Take an application from an assessor who has not sent scores. Drafts stay, and come back if it is given again.

    Effects: state of the assignment, state of the application when everyone left has scored, audit.
    """
    application = assignment.application
    require(actor, ASSIGN, application)
    lock(session, application)
    ASSIGNMENT.advance(session, assignment, "remove", actor_id=actor.account_id)
    finish_assessing(session, application=application, actor=actor)
    _record(session, "assessment:taken-off", application, assignment.assessor_id, actor)


def assign_all(session: Session, *, pairs: Sequence[tuple[Application, Account]], actor: Actor) -> list[str]:
    """Give many applications of one round out at once, as they were shown.

    What cannot be given any more is left; pressing twice gives nothing twice. Effects: those of `assign` for each.
    Out: a sentence for each that was left.
    """
    left: list[str] = []
    facts = facts_of(session, pairs[0][0].round_id) if pairs else None
    for application, assessor in sorted(pairs, key=lambda pair: (pair[0].id, pair[1].id)):  # the order of all locks
        require(actor, ASSIGN, application)
        lock(session, application)
        given = {a.assessor_id for a in assignments_to(session, application.id) if a.state in LIVE}
        if assessor.id not in given and len(given) >= application.round.assessors_per_application:
            left.append(f"{application.reference} has enough assessors by now.")
            continue
        try:
            assign(session, application=application, assessor=assessor, actor=actor, facts=facts)
        except Refused as refused:
            left.append(f"{application.reference}: {refused}")
    return left


def decline(session: Session, *, assignment: Assignment, reason: str, actor: Actor) -> None:
    """Give an application back with a reason: no time, or not one's field. Drafts stay if it is given again.

    Effects: the assignment, state of the application when everyone left has scored, a mail to the officer who gave
    it, audit.
    """
    application = assignment.application
    require(actor, OPEN, assignment)
    if fault := reason_fault(reason, WHY_BACK):
        raise Refused(f"{fault}.")
    lock(session, application)
    ASSIGNMENT.advance(session, assignment, "decline", actor_id=actor.account_id)
    assignment.declined_reason = reason.strip()
    session.flush()
    finish_assessing(session, application=application, actor=actor)
    kept = kept_from(session, application.round_id).get(application.id, ())
    if assignment.assigned_by is not None and assignment.assigned_by_id not in kept:
        queue(
            session,
            key=f"assignment_declined:{assignment.id}:{assignment.revision}:{now():%Y%m%d%H%M}",
            template="assignment_declined",
            to=recipient(assignment.assigned_by),
            about_type="application",
            about=application.reference,
            reference=application.reference,
            assessor=assignment.assessor.name,
            reason=one_line(assignment.declined_reason),
            link=f"/manage/applications/{application.reference}/assessors",
        )
    _record(session, "assessment:declined", application, assignment.assessor_id, actor)


def _refuse_unfit(session: Session, application: Application, assessor: Account, facts: Facts) -> None:
    if assessor.id not in facts.scorers:
        raise Refused(f"{assessor.name} is not an assessor.")
    problem = may_assign(
        application.state,
        round_assessing=application.round.state == RoundState.ASSESSING,
        linked=is_linked(assessor.id, assessor.email, team_of(application)),
        name=assessor.name,
    )
    if problem:
        raise Refused(problem)
    conflict = conflict_of(session, application.id, assessor.id)
    if conflict is not None and conflict.stands:
        raise Refused(f"{assessor.name} has a conflict of interest here. Choose someone else.")
    words = facts.suggested.get((application.id, assessor.id))
    if words:
        raise Refused(f"{assessor.name} may have a link. {words} Record it or dismiss it under Conflicts of interest.")


def _given(
    session: Session, application: Application, assessor: Account, removed: Assignment | None, actor: Actor
) -> Assignment:
    if removed is not None:
        ASSIGNMENT.advance(session, removed, "assign_again", actor_id=actor.account_id)
        removed.assigned_at, removed.assigned_by_id, removed.declined_reason = now(), actor.account_id, ""
        return removed
    assignment = Assignment(
        application=application, assessor=assessor, assigned_at=now(), assigned_by_id=actor.account_id, scores=[]
    )
    session.add(assignment)
    session.flush()
    return assignment


def _record(session: Session, action: str, application: Application, assessor_id: int, actor: Actor) -> None:
    record(
        session, action, subject_type="application", subject=application.reference, actor=actor, assessor=assessor_id
    )
