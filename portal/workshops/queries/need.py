"""What announced rounds say about what groups need, and what became of it in the next round."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.applications.models import Application
from portal.assessment.queries import counted_scores
from portal.assessment.rules import panel
from portal.decisions.rules import OUTSIDE
from portal.funds.models import Criterion, Fund, Round
from portal.funds.states import RoundState
from portal.organisations.models import Organisation
from portal.workshops.models import Invitation, Workshop
from portal.workshops.queries.bookings import came_to
from portal.workshops.rules.effect import Compared, compared
from portal.workshops.rules.need import Scored
from portal.workshops.rules.topics import principles_in

BY_AND_FOR = "yes"
ANNOUNCED = (RoundState.ANNOUNCED, RoundState.ARCHIVED)


def announced_rounds(session: Session) -> Sequence[Round]:
    """Every round whose applicants have been told, the newest first."""
    wanted = select(Round).where(Round.state.in_(ANNOUNCED)).options(joinedload(Round.fund))
    return session.scalars(wanted.order_by(Round.closes_at.desc(), Round.id.desc())).all()


def announced_round(session: Session, slug: str) -> Round | None:
    """A round whose applicants have been told; until then nothing of its scores is here."""
    wanted = select(Round).where(Round.slug == slug, Round.state.in_(ANNOUNCED)).options(joinedload(Round.fund))
    return session.scalar(wanted)


def scored_in(session: Session, round_ids: Collection[int]) -> dict[int, list[Scored]]:
    """The scored applications of rounds, by round, in four queries: sent assessments without a conflict only."""
    criteria = select(Criterion.id, Criterion.key).where(Criterion.round_id.in_(list(round_ids)))
    keys: dict[int, str] = {number: key for number, key in session.execute(criteria)}
    applications = session.execute(
        select(
            Application.id,
            Application.round_id,
            Application.organisation_id,
            Organisation.kind,
            Organisation.by_and_for,
            Round.closes_at,
        )
        .join(Round, Round.id == Application.round_id)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(Application.round_id.in_(list(round_ids)), Application.state.not_in(OUTSIDE))
        .order_by(Application.id)
    ).all()
    given = counted_scores(session, [row[0] for row in applications])
    began = _began(session, {row[2] for row in applications})
    found: dict[int, list[Scored]] = {number: [] for number in round_ids}
    for number, round_id, organisation_id, kind, led, closes_at in applications:
        spreads = panel(given.get(number, []), dict.fromkeys(keys, 1)).spreads
        if spreads:
            means = {keys[criterion]: spread.mean for criterion, spread in spreads.items()}
            first = began[organisation_id] >= closes_at
            found[round_id].append(Scored(organisation_id, kind, means, led == BY_AND_FOR, first))
    return found


def _began(session: Session, organisation_ids: Collection[int]) -> dict[int, datetime]:
    """When the first round closed to which each organisation sent an application."""
    wanted = select(Application.organisation_id, func.min(Round.closes_at)).join(
        Round, Round.id == Application.round_id
    )
    wanted = wanted.where(
        Application.organisation_id.in_(list(organisation_ids)), Application.submitted_at.is_not(None)
    ).group_by(Application.organisation_id)
    return {number: at for number, at in session.execute(wanted)}


def invited_for(session: Session, round_id: int) -> dict[tuple[int, str], int]:
    """How many organisations were invited because of a round, by workshop and principle."""
    wanted = select(Invitation.workshop_id, Invitation.principle, func.count()).where(Invitation.round_id == round_id)
    rows = session.execute(wanted.group_by(Invitation.workshop_id, Invitation.principle))
    return {(workshop_id, principle): count for workshop_id, principle, count in rows}


@dataclass(frozen=True)
class Effect:
    """One fund around a workshop: the last announced round before it, the first after it, and the change between."""

    fund: Fund
    before: Round
    after: Round
    rows: list[Compared]


def effects_of(session: Session, workshop: Workshop) -> list[Effect]:
    """What changed on the workshop's principles, for every fund with an announced round before and after it."""
    by_fund: dict[int, list[Round]] = {}
    for one in announced_rounds(session):
        by_fund.setdefault(one.fund_id, []).append(one)
    pairs = [pair for rounds in by_fund.values() if (pair := _around(rounds, workshop.starts_at, workshop.ends_at))]
    scored = scored_in(session, {one.id for pair in pairs for one in pair})
    came = came_to(session, workshop.id)
    principles = principles_in(topic.topic for topic in workshop.topics)
    return [
        Effect(before.fund, before, after, compared(scored[before.id], scored[after.id], came, principles))
        for before, after in pairs
    ]


def _around(rounds: Sequence[Round], starts_at: datetime, ends_at: datetime) -> tuple[Round, Round] | None:
    """The round that closed last before an instant, and the one that closed first after another."""
    before = max((one for one in rounds if one.closes_at <= starts_at), key=lambda one: one.closes_at, default=None)
    after = min((one for one in rounds if one.closes_at > ends_at), key=lambda one: one.closes_at, default=None)
    return (before, after) if before and after else None
