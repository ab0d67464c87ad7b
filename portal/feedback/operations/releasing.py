"""Telling a whole round at once: every applicant at the same moment, or nobody."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.audit.operations import record
from portal.core.clock import now
from portal.core.hiding import hidden_in
from portal.core.refusal import Refused
from portal.core.text import plural
from portal.decisions.operations import close_decisions
from portal.decisions.queries.results import Result
from portal.feedback.models import Feedback
from portal.feedback.policy import RELEASE
from portal.feedback.queries import Line, feedback_to_release, lines, people_to_tell
from portal.feedback.queries.plans import waiting_plan
from portal.feedback.rules import lacks
from portal.feedback.states import FEEDBACK, PLAN, FeedbackState
from portal.feedback.wording import outcome_sentence
from portal.funds.models import Round
from portal.funds.states import ROUND
from portal.outbox.operations import Recipient, queue

NOT_BY_YOU = "You have a link with a group in this round. Someone else must release the decisions."


def release_round(session: Session, *, round_: Round, actor: Actor) -> int:
    """Release the feedback of every application of a round, and announce the round; how many were told.

    Refused to whoever is kept from an application of the round: telling everybody would tell of that one too.
    One transaction: cut off half-way, nothing has happened; done twice, the second is refused. Effects: state of the
    round (decided when the last open application was withdrawn), each feedback, one message for each lead and editor,
    a release that was set for an hour (done by this), audit.
    """
    require(actor, RELEASE, round_)
    if round_.id in hidden_in(session).rounds:
        raise Refused(NOT_BY_YOU)
    session.refresh(round_, ["state", "budget_pence", "committed_pence"], with_for_update=True)
    close_decisions(session, round_=round_, actor=actor)
    found = lines(session, round_)
    refuse_while_lacking(found)
    ROUND.advance(session, round_, "announce", actor_id=actor.account_id)
    round_.announced_at = now()
    results = {line.application.id: line.result for line in found}
    for feedback in feedback_to_release(session, round_.id):
        result = results[feedback.application_id]
        assert result is not None  # every line has one, or it would have been refused above
        release_feedback(session, feedback=feedback, result=result, actor=actor)
    plan = waiting_plan(session, round_.id)
    if plan:
        PLAN.advance(session, plan, "release", actor_id=actor.account_id)
        plan.ended_at = now()
    detail = {"applications": len(found)}
    record(session, "round:announced", subject_type="round", subject=round_.slug, actor=actor, **detail)
    session.flush()
    return len(found)


def release_feedback(session: Session, *, feedback: Feedback, result: Result, actor: Actor) -> None:
    """Open one feedback to its applicants and tell each lead and editor once; done before, it changes nothing.

    Effects: state of the feedback, messages (one key a person), audit.
    """
    if feedback.state == FeedbackState.RELEASED:
        return
    FEEDBACK.advance(session, feedback, "release", actor_id=actor.account_id)
    feedback.released_at = now()
    reference = feedback.application.reference
    for person in people_to_tell(session, feedback.application.organisation_id):
        _tell(session, feedback, result, Recipient(person.id, person.name, person.email))
    record(session, "feedback:released", subject_type="application", subject=reference, actor=actor)


def refuse_while_lacking(found: Sequence[Line]) -> None:
    """Raise Refused, naming them, while any application of a round lacks something."""
    waiting = [line.application.reference for line in found if lacks_of(line)]
    if waiting:
        raise Refused(f"{plural(len(waiting), 'application')} cannot be released yet: {', '.join(waiting)}.")


def lacks_of(line: Line) -> list[str]:
    """What an application still lacks before its round can be released: a signature, an approved text, and words on
    every principle that has a score which counts."""
    found = lacks(
        state=line.application.state,
        signed=line.result is not None,
        feedback=line.feedback.state if line.feedback else None,
    )
    return found + [f"No feedback on principle {name}" for name in line.unsaid]


def _tell(session: Session, feedback: Feedback, result: Result, to: Recipient) -> None:
    application = feedback.application
    asked = application.requested_pence or 0
    queue(
        session,
        key=f"decision:{application.reference}:{to.account_id}",
        template="decision_released",
        to=to,
        about_type="application",
        about=application.reference,
        outcome=outcome_sentence(result.outcome, result.amount_pence, asked, result.main_reason),
        fund_name=application.round.fund.title,
        reference=application.reference,
        project_name=application.title,
        org_name=application.organisation.name,
        link=f"/applications/{application.reference}/feedback",
    )
