"""What is settled before scores come in: what each principle counts, and what each assessor knows."""

from collections.abc import Iterable, Mapping

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.assessment.models import Expertise, Practice
from portal.assessment.policy import LIST, OVERSEE
from portal.assessment.queries.people import given_out, scores_sent
from portal.assessment.rules import weight_faults
from portal.assessment.rules.calibration import Example, practice_faults
from portal.audit.operations import record
from portal.core.clock import now
from portal.core.refusal import Refused
from portal.funds.models import Round
from portal.organisations.rules import named


def set_weights(session: Session, *, round_: Round, weights: Mapping[int, int], actor: Actor) -> None:
    """Say what each principle counts, in tenths of a per cent by its number, 1,000 together; 0 informs only.

    Refused once a score was sent, so that nobody scores under one rule and is ranked by another. Effects: the weights,
    audit.
    """
    require(actor, OVERSEE)
    session.refresh(round_, ["state"], with_for_update=True)
    if scores_sent(session, round_.id):
        raise Refused("Scores were sent already, so what each principle counts can no longer change.")
    if set(weights) != {criterion.number for criterion in round_.criteria} or weight_faults(weights):
        raise Refused("The weights of all principles must come to 100%.")
    before = {str(criterion.number): criterion.weight for criterion in round_.criteria}
    for criterion in round_.criteria:
        criterion.weight = weights[criterion.number]
    session.flush()
    after = {str(number): weight for number, weight in sorted(weights.items())}
    record(session, "round:weights", subject_type="round", subject=round_.slug, actor=actor, before=before, after=after)


def set_blind(session: Session, *, round_: Round, blind: bool, actor: Actor) -> None:
    """Say whether people score without names. Refused once an application was given out. Effects: the round, audit."""
    require(actor, OVERSEE)
    session.refresh(round_, ["state", "blind"], with_for_update=True)
    if round_.blind == blind:
        return
    if given_out(session, round_.id):
        raise Refused("Applications were given out already, so this can no longer change.")
    round_.blind = blind
    session.flush()
    record(session, "round:blind", subject_type="round", subject=round_.slug, actor=actor, blind=blind)


def set_practice(session: Session, *, round_: Round, first: bool, actor: Actor) -> None:
    """Say whether everyone scores the worked examples before applications. Effects: the round, audit."""
    require(actor, OVERSEE)
    session.refresh(round_, ["practise_first"], with_for_update=True)
    if round_.practise_first != first:
        round_.practise_first = first
        session.flush()
        record(session, "round:practice", subject_type="round", subject=round_.slug, actor=actor, first=first)


def practise(
    session: Session, *, round_: Round, example: Example, points: Mapping[int, int | None], actor: Actor
) -> Practice:
    """Score a worked example; every principle needs a score. Effects: one row that is never changed, audit."""
    require(actor, LIST)
    problems = practice_faults(example, points)
    if problems:
        raise Refused(f"{problems[0][1]}.")
    kept = {str(part.number): points[part.number] or 0 for part in example.parts}
    made = Practice(round_id=round_.id, account_id=actor.account_id, example=example.key, points=kept, sent_at=now())
    session.add(made)
    session.flush()
    record(session, "assessment:practised", subject_type="round", subject=round_.slug, actor=actor, example=example.key)
    return made


def keep_expertise(session: Session, *, themes: Iterable[str], districts: Iterable[str], actor: Actor) -> None:
    """Keep which themes and districts an assessor knows; it replaces what they said before. Effects: rows, audit."""
    require(actor, LIST)
    assert actor.account_id is not None
    chosen = {("theme", key) for key in themes} | {("district", key) for key in districts}
    known = {("theme", key) for key in named("themes")} | {("district", key) for key in named("districts")}
    if not chosen <= known:
        raise Refused("Choose themes and districts from the lists.")
    session.execute(delete(Expertise).where(Expertise.account_id == actor.account_id))
    session.add_all(Expertise(account_id=actor.account_id, kind=kind, value=value) for kind, value in sorted(chosen))
    session.flush()
    record(session, "assessor:expertise", subject_type="account", subject=str(actor.account_id), actor=actor)
