"""Proposing that an application of the reserve list is funded, and stopping a proposal."""

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.applications.models import Application
from portal.audit.operations import record
from portal.core.clash import Stale
from portal.core.clock import now
from portal.core.refusal import Refused
from portal.decisions.models import PromotionProposal
from portal.decisions.policy import RECOMMEND, SIGN
from portal.decisions.queries.promotions import places_of, proposal_on, reserve_list
from portal.decisions.rules.conditions import settled_conditions
from portal.decisions.rules.promotion import Offer, ahead_of, may_promote, offer_problems
from portal.funds.models import Round


def propose_promotion(
    session: Session, *, application: Application, offer: Offer, revision: int, actor: Actor
) -> PromotionProposal:
    """Propose money for an application of the reserve list, or change what was proposed at `revision` (0: nothing yet).

    Locks the round and the application, as signing does. Raises Stale when someone else proposed meanwhile.
    Effects: the proposal, audit.
    """
    require(actor, RECOMMEND, application)
    _lock(session, application)
    problem = may_promote(application.round.state, application.state)
    if problem:
        raise Refused(problem)
    present = proposal_on(session, application.id)
    if revision != (present.revision if present else 0):
        raise Stale
    ahead = ahead_of(application.reference, places_of(reserve_list(session, application.round)))
    found = offer_problems(offer, asked_pence=application.requested_pence or 0, ahead=ahead)
    if found:
        raise Refused(f"{found[0][1]}.")
    proposal = present or PromotionProposal(application_id=application.id, revision=0)
    assert offer.amount_pence is not None and actor.account_id is not None  # the rules and the permission saw to it
    proposal.amount_pence, proposal.reason = offer.amount_pence, offer.reason
    proposal.order_reason, proposal.conditions = offer.order_reason.strip(), settled_conditions(offer.conditions)
    proposal.proposed_by_id, proposal.proposed_at = actor.account_id, now()
    proposal.stopped_at, proposal.stopped_by_id, proposal.stopped_why = None, None, ""
    proposal.revision += 1
    session.add(proposal)
    session.flush()
    _record(session, "application:promotion-proposed", application, actor, amount_pence=offer.amount_pence)
    return proposal


def take_back(session: Session, *, application: Application, revision: int, actor: Actor) -> None:
    """Take a proposal back before it is signed. Effects: the proposal, audit."""
    require(actor, RECOMMEND, application)
    _stop(session, application, revision, "", actor)
    _record(session, "application:promotion-taken-back", application, actor)


def send_back_promotion(
    session: Session, *, application: Application, reason: str, revision: int, actor: Actor
) -> None:
    """Hand a proposal back to the officer with a reason. Effects: the proposal, audit."""
    require(actor, SIGN, application)
    if not reason.strip():
        raise Refused("Enter what the officer should look at again.")
    _stop(session, application, revision, reason, actor)
    _record(session, "application:promotion-sent-back", application, actor)


def _lock(session: Session, application: Application) -> Round:
    """Hold the round, then the application: nobody signs or proposes in the round meanwhile."""
    session.refresh(application.round, ["state", "budget_pence", "committed_pence"], with_for_update=True)
    session.refresh(application, ["state", "requested_pence"], with_for_update=True)
    return application.round


def _stop(session: Session, application: Application, revision: int, why: str, actor: Actor) -> None:
    round_ = _lock(session, application)
    proposal = proposal_on(session, application.id)
    changed = proposal is None or not proposal.open or proposal.revision != revision
    if changed or may_promote(round_.state, application.state):
        raise Refused("This proposal was changed, stopped or signed since you opened the page. Read it again.")
    assert proposal is not None  # or it would have been refused above
    proposal.stopped_at, proposal.stopped_by_id, proposal.stopped_why = now(), actor.account_id, why
    session.flush()


def _record(session: Session, action: str, application: Application, actor: Actor, **detail: int | str) -> None:
    record(session, action, subject_type="application", subject=application.reference, actor=actor, **detail)
