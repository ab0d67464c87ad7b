"""Signing decisions: final, by someone other than who recommended, and never for more than the budget."""

import hashlib
from collections.abc import Mapping, Sequence

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.applications.models import Application
from portal.applications.states import APPLICATION, DECIDED, ApplicationState
from portal.audit.operations import record
from portal.core.clock import now
from portal.core.hiding import hidden_in
from portal.core.refusal import Refused
from portal.core.text import plural
from portal.decisions.models import Decision, DecisionNotice, Outcome, Promotion, Recommendation
from portal.decisions.operations.noticing import Signer, put_on_record, refuse_linked, settle, signer_in
from portal.decisions.policy import SIGN
from portal.decisions.queries import applications_named, decision_on, recommendation_on, states_in
from portal.decisions.rules import MOVES, Standing, already_signed, may_sign, over_budget, undecided
from portal.decisions.rules.notices import Grounds
from portal.decisions.rules.scenarios import Change
from portal.decisions.rules.signing import Shown, lines_from, list_changes, list_text
from portal.funds.models import Round
from portal.funds.states import ROUND, RoundState

TOO_MUCH = "These awards come to more than what is left of the budget."


class ListChanged(Refused):
    """The list is not what the page showed. Nothing was signed; `changes` says what, with both values."""

    def __init__(self, changes: list[Change]) -> None:
        super().__init__(
            f"{plural(len(changes), 'thing')} on the list changed while you read it. Nothing was signed.",
            title="The list changed",
        )
        self.changes = changes


def sign(
    session: Session,
    *,
    round_: Round,
    chosen: Mapping[str, int],
    grounds: Grounds,
    actor: Actor,
    shown: str | None = None,
) -> list[Decision]:
    """Sign the recommendations chosen, by reference, each as it was read at its revision: all of them or none.

    `shown` is the list as the page showed it (`rules.signing.list_text`): unless every word of it still holds,
    ListChanged. Without it only the revisions bind, for callers that show no list. `grounds` are needed when
    something is funded. The actor is the Commissioner, or signs for them in this round.

    Locks the round, then the applications in the order of their ids, so that two who sign at once take turns.
    Effects: decisions (each takes from the budget in the database), their numbered notice, states of the applications,
    state of the round once nothing is left to decide, audit.
    """
    session.refresh(round_, ["state", "budget_pence", "committed_pence"], with_for_update=True)
    signer = signer_in(session, round_, actor)
    applications = applications_named(session, round_.id, list(chosen), lock=True)
    if not applications or len(applications) != len(chosen):
        raise Refused("Select at least one application of this round.")
    refuse_linked(session, round_, applications, actor)
    if shown is not None:
        _still_holds(session, applications, shown)
    decisions = [_decision(session, application, chosen[application.reference], actor) for application in applications]
    lines = [_line_of(session, application) for application in applications]
    grounds = settle(lines, grounds)
    problem = over_budget(round_.budget_pence - round_.committed_pence, sum(d.amount_pence for d in decisions))
    if problem:  # what exactly is left would tell a signer what was signed that they must not hear of
        raise Refused(TOO_MUCH if round_.id in hidden_in(session).rounds else problem)
    insert_signed(session, decisions)
    signed = list(zip(lines, decisions, strict=True))
    notice = put_on_record(session, round_=round_, signed=signed, grounds=grounds, signer=signer)
    session.refresh(round_)
    for application, decision in zip(applications, decisions, strict=True):
        APPLICATION.advance(session, application, MOVES[Outcome(decision.outcome)], actor_id=actor.account_id)
        _record(session, application, decision, actor)
    record_signature(session, "decisions", round_, notice, signer, shown)
    close_decisions(session, round_=round_, actor=actor)
    return decisions


def shown_line(application: Application, recommendation: Recommendation) -> Shown:
    """One line of the list that somebody signs, as things stand."""
    return Shown(
        application.reference,
        application.title,
        application.organisation.name,
        recommendation.outcome,
        application.requested_pence or 0,
        recommendation.amount_pence,
        recommendation.revision,
        recommendation.conditions,
    )


def record_signature(
    session: Session, what: str, round_: Round, notice: DecisionNotice, signer: Signer, shown: str | None
) -> None:
    """One audit entry for a signature: the notice with its hash, the hash of the list that was shown, the capacity."""
    facts: dict[str, int | str] = {
        what: len(notice.lines),
        "amount_pence": sum(line.amount_pence for line in notice.lines),
        "notice": notice.reference,
        "notice_sha256": notice.sha256,
        "capacity": signer.capacity.value,
    }
    if shown is not None:
        facts["sha256"] = hashlib.sha256(shown.encode()).hexdigest()
    if signer.why:
        facts["reason"] = signer.why
    record(session, f"{what}:signed", subject_type="round", subject=round_.slug, actor=signer.actor, **facts)


def _line_of(session: Session, application: Application) -> Shown:
    recommendation = recommendation_on(session, application.id)
    assert recommendation is not None  # it was judged a moment ago, under the lock
    return shown_line(application, recommendation)


def _still_holds(session: Session, applications: Sequence[Application], shown: str) -> None:
    """Raise ListChanged unless the list is as it was shown. What is signed already is told in other words."""
    if any(application.state in DECIDED for application in applications):
        return
    found = [(application, recommendation_on(session, application.id)) for application in applications]
    must_hold(
        [shown_line(application, recommendation) for application, recommendation in found if recommendation], shown
    )


def must_hold(lines: Sequence[Shown], shown: str) -> None:
    """Raise ListChanged unless `lines`, as things stand, are word for word the list that a page showed."""
    read = lines_from(shown)
    changes = list_changes(read, lines) if read else []
    if changes:
        raise ListChanged(changes)
    if list_text(lines) != shown:
        raise Refused("Open the list again and read it before you sign.")


def close_decisions(session: Session, *, round_: Round, actor: Actor) -> None:
    """Move a round on once every application in it is decided; else leave it. Effects: state of the round, audit."""
    states = states_in(session, round_.id)
    decided_any = any(state not in ("draft", "withdrawn") for state in states)
    if round_.state != RoundState.ASSESSING or undecided(states) or not decided_any:
        return
    ROUND.advance(session, round_, "decide", actor_id=actor.account_id)
    record(session, "round:decided", subject_type="round", subject=round_.slug, actor=actor)


def _decision(session: Session, application: Application, revision: int, actor: Actor) -> Decision:
    require(actor, SIGN, application)
    signed = decision_on(session, application.id)
    if signed:
        raise Refused(
            already_signed(
                application.reference, signed.signed_by.name, signed.signed_at, signed.outcome, signed.amount_pence
            ),
            title="Someone signed before you",
        )
    recommendation = recommendation_on(session, application.id)
    if recommendation is None or application.state != ApplicationState.RECOMMENDED:
        raise Refused(f"Nothing is recommended on {application.reference} now.")
    problem = may_sign(_standing(application, recommendation), signer_id=actor.account_id, revision=revision)
    if problem:
        raise Refused(problem)
    return Decision(
        application_id=application.id,
        round_id=application.round_id,
        outcome=recommendation.outcome,
        amount_pence=recommendation.amount_pence,
        reason=recommendation.reason,
        main_reason=recommendation.main_reason,
        conditions=recommendation.conditions,
        recommended_by_id=recommendation.recommended_by_id,
        signed_by_id=actor.account_id,
        signed_at=now(),
    )


def _standing(application: Application, recommendation: Recommendation) -> Standing:
    return Standing(
        application.reference,
        recommendation.recommended_by_id,
        recommendation.revision,
        recommendation.sent_back_at is not None,
        recommendation.amount_pence,
    )


def insert_signed(session: Session, decisions: Sequence[Decision | Promotion]) -> None:
    """Write decisions or promotions; the database's own guards speak in plain words."""
    try:
        with session.begin_nested():
            session.add_all(decisions)
            session.flush()
    except IntegrityError as error:
        said = str(error.orig)
        if "within_budget" in said:
            raise Refused(TOO_MUCH) from error
        if "signed_by_another" in said:
            raise Refused("Someone other than who recommended must sign.") from error
        raise


def _record(session: Session, application: Application, decision: Decision, actor: Actor) -> None:
    record(
        session,
        "application:decided",
        subject_type="application",
        subject=application.reference,
        actor=actor,
        outcome=decision.outcome,
        amount_pence=decision.amount_pence,
    )
