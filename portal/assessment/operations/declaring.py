"""Links between people and groups: declared, recorded by an officer, lifted, and suggestions that were dismissed."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.accounts.models import Account
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.assessment.models import Assignment, Conflict, Dismissal, RoundDeclaration
from portal.assessment.operations.finishing import finish_assessing, lock, score_again
from portal.assessment.policy import ASSIGN, DECLARE, LIVE, OPEN
from portal.assessment.queries import applications_to_declare, assignment_of, count_in_states
from portal.assessment.queries.conflicts import conflict_of, open_suggestions, round_declaration_of
from portal.assessment.rules.links import WHY_NONE, kind_fault, reason_fault, text_fault
from portal.assessment.states import ASSIGNMENT, AssignmentState
from portal.audit.operations import record
from portal.core.clock import now
from portal.core.refusal import Refused
from portal.funds.models import Round


def declare_no_link(session: Session, *, assignment: Assignment, actor: Actor) -> None:
    """Declare that there is no link to the group, which opens the application. Effects: the assignment, audit."""
    require(actor, OPEN, assignment)
    ASSIGNMENT.advance(session, assignment, "declare_none", actor_id=actor.account_id)
    assignment.declared_at = now()
    _record(session, "assessment:declared", assignment.application, actor)


def declare_conflict(session: Session, *, assignment: Assignment, kind: str, text: str, actor: Actor) -> None:
    """Declare a conflict of interest: from now on the application does not exist for this person.

    Their scores stay in the database and leave every sum. Effects: a conflict, the assignment, state of the
    application (back to scoring when too few scores are left, on when everyone else has scored), audit.
    """
    require(actor, OPEN, assignment)
    _refuse_vague(kind, text)
    lock(session, assignment.application)
    _keep_away(session, assignment.application, assignment.assessor_id, assignment, kind, text, actor, pinned=False)


def declare_round(session: Session, *, round_: Round, links: Mapping[str, tuple[str, str]], actor: Actor) -> int:
    """Say of every group in a round at once whether there is a link: those named (reference -> kind and text), or none.

    Applications given to this person are open to them afterwards, or gone. Declaring again adds links and takes none
    back. Effects: conflicts, assignments, states of applications, that they declared, audit. Out: how many links.
    """
    require(actor, DECLARE)
    applications = {one.reference: one for one in applications_to_declare(session, round_.id, actor.account_id)}
    if not set(links) <= set(applications):
        raise Refused("The list of groups has changed. Look through it once more.")
    for kind, text in links.values():
        _refuse_vague(kind, text)
    assert actor.account_id is not None
    for reference, application in sorted(applications.items(), key=lambda pair: pair[1].id):  # the order of all locks
        if reference in links:
            lock(session, application)
        assignment = assignment_of(session, reference, actor.account_id)  # after the lock: it may be given just now
        if reference in links:
            _keep_away(session, application, actor.account_id, assignment, *links[reference], actor, pinned=False)
        elif assignment is not None and assignment.state == AssignmentState.ASSIGNED:
            ASSIGNMENT.advance(session, assignment, "declare_none", actor_id=actor.account_id)
            assignment.declared_at = now()
    declaration = round_declaration_of(session, round_.id, actor.account_id)
    if declaration is None:
        declaration = RoundDeclaration(round_id=round_.id, account_id=actor.account_id)
        session.add(declaration)
    declaration.declared_at = now()
    session.flush()
    record(
        session,
        "assessment:round-declared",
        subject_type="round",
        subject=round_.slug,
        actor=actor,
        groups=len(applications),
        links=len(links),
    )
    return len(links)


def pin_conflict(
    session: Session, *, application: Application, person: Account, kind: str, text: str, actor: Actor
) -> None:
    """An officer records somebody's link, which that person cannot undo. Pressing twice changes nothing.

    Effects: a conflict, the person's assignment if there is one, state of the application, audit.
    """
    require(actor, ASSIGN, application)
    _refuse_vague(kind, text)
    lock(session, application)
    assignment = assignment_of(session, application.reference, person.id)
    _keep_away(session, application, person.id, assignment, kind, text, actor, pinned=True)


def lift_conflict(session: Session, *, conflict: Conflict, reason: str, actor: Actor) -> None:
    """An officer finds that a recorded link is none after all, with the reason. What was scored before stays out.

    The application can be given to this person anew. Effects: the conflict, their assignment, audit.
    """
    application = conflict.application
    require(actor, ASSIGN, application)
    if fault := reason_fault(reason, WHY_NONE):
        raise Refused(f"{fault}.")
    lock(session, application)
    session.refresh(conflict, ["lifted_at"], with_for_update=True)
    if not conflict.stands:
        return
    conflict.lifted_at, conflict.lifted_by_id, conflict.lifted_reason = now(), actor.account_id, reason.strip()
    assignment = assignment_of(session, application.reference, conflict.account_id)
    if assignment is not None and assignment.state == AssignmentState.CONFLICTED:
        ASSIGNMENT.advance(session, assignment, "lift", actor_id=actor.account_id)
    _record(session, "assessment:conflict-lifted", application, actor, person=conflict.account_id)


def dismiss_suggestion(
    session: Session, *, application: Application, account_id: int, ground: str, reason: str, actor: Actor
) -> None:
    """An officer looked into a suggested link and found none, with the reason. Effects: the dismissal, audit."""
    require(actor, ASSIGN, application)
    if fault := reason_fault(reason, WHY_NONE):
        raise Refused(f"{fault}.")
    lock(session, application)
    still = {(s.application_id, s.account_id, s.ground) for s in open_suggestions(session, application.round_id)}
    if (application.id, account_id, ground) not in still:
        return
    session.add(
        Dismissal(
            application_id=application.id,
            account_id=account_id,
            ground=ground,
            reason=reason.strip(),
            dismissed_at=now(),
            dismissed_by_id=actor.account_id,
        )
    )
    session.flush()
    _record(session, "assessment:suggestion-dismissed", application, actor, person=account_id, ground=ground)


def _refuse_vague(kind: str, text: str) -> None:
    if fault := kind_fault(kind) or text_fault(text):
        raise Refused(f"{fault}.")


def _keep_away(
    session: Session,
    application: Application,
    account_id: int,
    assignment: Assignment | None,
    kind: str,
    text: str,
    actor: Actor,
    *,
    pinned: bool,
) -> None:
    """Record the link and take the application from the person. The caller holds the lock on the application."""
    if assignment is not None:
        session.refresh(assignment, ["state"], with_for_update=True)
    live = assignment is not None and assignment.state in LIVE
    late = assignment is not None and live and assignment.state != AssignmentState.ASSIGNED
    conflict = conflict_of(session, application.id, account_id, lock=True)
    if conflict is not None and conflict.stands:
        return
    if conflict is None:
        conflict = Conflict(application_id=application.id, account_id=account_id)
        session.add(conflict)
    conflict.kind, conflict.text, conflict.pinned, conflict.late = kind, text.strip(), pinned, late
    conflict.recorded_at, conflict.recorded_by_id = now(), actor.account_id
    conflict.lifted_at, conflict.lifted_by_id, conflict.lifted_reason = None, None, ""
    if assignment is not None and live:
        ASSIGNMENT.advance(session, assignment, "declare_conflict", actor_id=actor.account_id)
        assignment.declared_at = now()
    session.flush()
    _carry_on(session, application, actor)
    _record(session, "assessment:conflict", application, actor, person=account_id, pinned=pinned, late=late)


def _carry_on(session: Session, application: Application, actor: Actor) -> None:
    """Where the application stands now: back to scoring when too few scores are left, on when everyone has scored."""
    sent = count_in_states(session, application.id, [AssignmentState.SUBMITTED])
    if application.state == ApplicationState.MODERATION and sent < application.round.assessors_per_application:
        score_again(session, application=application, actor=actor)
    finish_assessing(session, application=application, actor=actor)


def _record(session: Session, action: str, application: Application, actor: Actor, **detail: object) -> None:
    record(session, action, subject_type="application", subject=application.reference, actor=actor, **detail)
