"""Proposing a decision, and handing a proposal back."""

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.applications.models import Application
from portal.applications.states import APPLICATION, ApplicationState
from portal.audit.operations import record
from portal.core.clash import Stale
from portal.core.clock import now
from portal.core.refusal import Refused
from portal.decisions.models import Recommendation
from portal.decisions.policy import RECOMMEND, SIGN
from portal.decisions.queries import recommendation_on, was_found_ineligible
from portal.decisions.rules import Proposal, may_recommend, problems, settled


def recommend(
    session: Session, *, application: Application, proposal: Proposal, revision: int, actor: Actor
) -> Recommendation:
    """Propose what shall come of an application, or change what was proposed at `revision` (0: nothing yet).

    Raises Stale when someone else proposed meanwhile. Effects: the recommendation, state of the application, audit.
    """
    require(actor, RECOMMEND, application)
    session.refresh(application, ["state"], with_for_update=True)
    problem = may_recommend(application.state)
    if problem:
        raise Refused(problem)
    present = recommendation_on(session, application.id)
    if revision != (present.revision if present else 0):
        raise Stale
    proposal = _fit(session, application, proposal)
    recommendation = present or Recommendation(application_id=application.id, revision=0)
    recommendation.application = application
    recommendation.outcome, recommendation.amount_pence = proposal.outcome, proposal.amount_pence or 0
    recommendation.reason, recommendation.main_reason = proposal.reason, proposal.main_reason
    recommendation.conditions = proposal.conditions
    recommendation.recommended_by_id, recommendation.recommended_at = actor.account_id, now()
    recommendation.sent_back_at, recommendation.sent_back_by_id, recommendation.sent_back_reason = None, None, ""
    recommendation.revision += 1
    session.add(recommendation)
    APPLICATION.advance(session, application, "recommend", actor_id=actor.account_id)
    _record(session, "application:recommended", application, actor, outcome=proposal.outcome)
    return recommendation


def send_back(session: Session, *, recommendation: Recommendation, reason: str, revision: int, actor: Actor) -> None:
    """Hand a recommendation back to the officer with a reason. Effects: the recommendation, audit."""
    application = recommendation.application
    require(actor, SIGN, application)
    session.refresh(application, ["state"], with_for_update=True)
    session.refresh(recommendation)
    if not reason.strip():
        raise Refused("Enter what the officer should look at again.")
    if application.state != ApplicationState.RECOMMENDED or recommendation.revision != revision:
        raise Refused("This recommendation was changed or signed since you opened the page. Read it again.")
    recommendation.sent_back_at, recommendation.sent_back_by_id = now(), actor.account_id
    recommendation.sent_back_reason = reason
    session.flush()
    _record(session, "application:sent-back", application, actor)


def _fit(session: Session, application: Application, proposal: Proposal) -> Proposal:
    asked = application.requested_pence or 0
    proposal = settled(proposal, asked)
    eligible = not was_found_ineligible(session, application)
    found = problems(proposal, asked_pence=asked, eligible=eligible)
    if found:
        raise Refused(f"{found[0][1]}.")
    return proposal


def _record(session: Session, action: str, application: Application, actor: Actor, **detail: str) -> None:
    record(session, action, subject_type="application", subject=application.reference, actor=actor, **detail)
