"""Signing promotions from the reserve list: exactly what was shown, by another, for money that is there."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.access.roles import TeamRole
from portal.applications.models import Application
from portal.applications.queries.together import colleagues
from portal.applications.states import APPLICATION
from portal.audit.operations import record
from portal.core.clock import now
from portal.core.hiding import hidden_in
from portal.core.refusal import Refused
from portal.decisions.models import Promotion, PromotionProposal
from portal.decisions.operations.noticing import put_on_record, refuse_linked, settle, signer_in
from portal.decisions.operations.signing import TOO_MUCH, insert_signed, must_hold, record_signature
from portal.decisions.policy import SIGN
from portal.decisions.queries import applications_named
from portal.decisions.queries.promotions import Reserved, places_of, reserve_list
from portal.decisions.rules import already_signed, over_budget
from portal.decisions.rules.notices import Grounds
from portal.decisions.rules.promotion import ahead_of, may_promote, out_of_order, outcome_of
from portal.decisions.rules.signing import Shown
from portal.decisions.wording import promotion_sentence
from portal.funds.models import Round
from portal.funds.states import RoundState
from portal.outbox.operations import Recipient, queue


def promote(
    session: Session, *, round_: Round, chosen: Sequence[str], shown: str, grounds: Grounds, actor: Actor
) -> list[Promotion]:
    """Sign the promotions of these applications, by reference, as the page showed them: all of them or none.

    `shown` is the list as `rules.signing.list_text` wrote it: unless every word of it still holds, ListChanged.
    Locks the round, then the applications in the order of their ids, as signing does. `grounds` and the actor are as
    for signing. Effects: promotions (each takes from the budget in the database), their numbered notice, states of the
    applications, audit; when the round is announced, one message for each lead and editor.
    """
    session.refresh(round_, ["state", "budget_pence", "committed_pence"], with_for_update=True)
    signer = signer_in(session, round_, actor)
    applications = applications_named(session, round_.id, list(chosen), lock=True)
    if not applications or len(applications) != len(set(chosen)):
        raise Refused("Choose at least one application of this round.")
    refuse_linked(session, round_, applications, actor)
    reserved = {one.application.reference: one for one in reserve_list(session, round_)}
    for application in applications:
        _may_sign(round_, application, reserved.get(application.reference), actor)
    proposals = {ref: one.proposal for ref, one in reserved.items() if one.proposal and one.proposed}
    found = [proposals[ref] for ref in (a.reference for a in applications) if ref in proposals]
    lines = [promotion_line(proposal) for proposal in found]
    must_hold(lines, shown)
    if len(found) != len(applications):
        raise Refused("Open the list again and read it before you sign.")
    grounds = settle(lines, grounds)
    promotions = [_promotion(proposal, reserved[proposal.application.reference], actor) for proposal in found]
    _in_order(reserved, found)
    problem = over_budget(round_.budget_pence - round_.committed_pence, sum(p.amount_pence for p in promotions))
    if problem:
        raise Refused(TOO_MUCH if round_.id in hidden_in(session).rounds else problem)
    insert_signed(session, promotions)
    signed = list(zip(lines, promotions, strict=True))
    notice = put_on_record(session, round_=round_, signed=signed, grounds=grounds, signer=signer)
    session.refresh(round_)
    for application, promotion in zip(applications, promotions, strict=True):
        APPLICATION.advance(session, application, "promote", actor_id=actor.account_id)
        _record(session, application, promotion, actor)
        if round_.state == RoundState.ANNOUNCED:
            tell(session, application, promotion)
    record_signature(session, "promotions", round_, notice, signer, shown)
    return promotions


def promotion_line(proposal: PromotionProposal) -> Shown:
    """One line of the list that somebody signs, as things stand."""
    application = proposal.application
    asked = application.requested_pence or 0
    return Shown(
        application.reference,
        application.title,
        application.organisation.name,
        outcome_of(proposal.amount_pence, asked),
        asked,
        proposal.amount_pence,
        proposal.revision,
        proposal.conditions,
    )


def tell(session: Session, application: Application, promotion: Promotion) -> None:
    """One message for each lead and editor, once only. Effects: messages."""
    for person in colleagues(session, application.organisation_id, TeamRole.LEAD, TeamRole.EDITOR):
        queue(
            session,
            key=f"promotion:{application.reference}:{person.id}",
            template="promotion_released",
            to=Recipient(person.id, person.name, person.email),
            about_type="application",
            about=application.reference,
            outcome=promotion_sentence(promotion.amount_pence, application.requested_pence or 0),
            fund_name=application.round.fund.title,
            reference=application.reference,
            project_name=application.title,
            org_name=application.organisation.name,
            link=f"/applications/{application.reference}/feedback",
        )


def _may_sign(round_: Round, application: Application, found: Reserved | None, actor: Actor) -> None:
    require(actor, SIGN, application)
    done = found.promotion if found else None
    if done:
        name, reference = done.signed_by.name, application.reference
        said = already_signed(reference, name, done.signed_at, done.outcome, done.amount_pence)
        raise Refused(said, title="Someone signed before you")
    problem = may_promote(round_.state, application.state)
    if problem:
        raise Refused(f"{application.reference}: {problem}")
    proposal = found.proposal if found else None
    if proposal and proposal.proposed_by_id == actor.account_id:
        raise Refused(f"You proposed {application.reference} yourself. Someone else must sign it.")


def _in_order(reserved: dict[str, Reserved], found: Sequence[PromotionProposal]) -> None:
    places = places_of(list(reserved.values()), [proposal.application.reference for proposal in found])
    for proposal in found:
        application = proposal.application
        problem = out_of_order(application.title, ahead_of(application.reference, places), proposal.order_reason)
        if problem:
            raise Refused(problem)


def _promotion(proposal: PromotionProposal, found: Reserved, actor: Actor) -> Promotion:
    application, result = proposal.application, found.row.result
    assert result is not None  # nobody is on the reserve list without a decision
    return Promotion(
        application_id=application.id,
        decision_id=result.decision.id,
        round_id=application.round_id,
        outcome=outcome_of(proposal.amount_pence, application.requested_pence or 0),
        amount_pence=proposal.amount_pence,
        reason=proposal.reason,
        order_reason=proposal.order_reason,
        conditions=proposal.conditions,
        proposed_by_id=proposal.proposed_by_id,
        signed_by_id=actor.account_id,
        signed_at=now(),
    )


def _record(session: Session, application: Application, promotion: Promotion, actor: Actor) -> None:
    facts: dict[str, int | str] = {"outcome": promotion.outcome, "amount_pence": promotion.amount_pence}
    reference = application.reference
    record(session, "application:promoted", subject_type="application", subject=reference, actor=actor, **facts)
