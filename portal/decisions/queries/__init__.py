"""Reading recommendations, decisions, and how a round's applications compare."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.applications.models import Application, Comment
from portal.applications.states import DECIDED, ApplicationState
from portal.assessment.queries import counted_scores
from portal.assessment.rules import Panel, panel, ranks
from portal.core.hiding import hidden_in, whole
from portal.decisions.models import Decision, Recommendation
from portal.decisions.queries.results import Result, came_of, results_of
from portal.decisions.rules import OUTSIDE, PAID, Budget, Past, PastRound, past_round
from portal.decisions.wording import NOT_ELIGIBLE
from portal.funds.models import Round
from portal.funds.states import RoundState
from portal.moderation.queries import moderated_points

_PREPARED = (RoundState.PUBLISHED, RoundState.ASSESSING, RoundState.DECIDED, RoundState.ANNOUNCED)


def application_to_decide(session: Session, reference: str) -> Application | None:
    """An application that was sent, with its group and round."""
    wanted = select(Application).where(Application.reference == reference, Application.state.not_in(OUTSIDE))
    return session.scalar(
        wanted.options(
            joinedload(Application.organisation),
            joinedload(Application.round).selectinload(Round.criteria),
            joinedload(Application.round).joinedload(Round.fund),
        )
    )


def held_by(session: Session, organisation_id: int) -> list[tuple[str, int]]:
    """What hangs on the applications of an organisation: (what it is called, how many)."""
    mine = Application.organisation_id == organisation_id
    result = came_of()
    grants = select(func.count()).select_from(result).join(Application, Application.id == result.c.application_id)
    comments = select(func.count(Comment.id)).join(Application, Application.id == Comment.application_id)
    return [
        ("Grants", session.scalar(grants.where(mine, result.c.outcome.in_(PAID))) or 0),
        ("Comments of the team", session.scalar(comments.where(mine)) or 0),
    ]


def recommendation_on(session: Session, application_id: int) -> Recommendation | None:
    """What is recommended on an application."""
    wanted = select(Recommendation).where(Recommendation.application_id == application_id)
    wanted = wanted.options(joinedload(Recommendation.recommended_by), joinedload(Recommendation.sent_back_by))
    return session.scalar(wanted.execution_options(populate_existing=True))


def conditions_by_application(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """The conditions that are recommended on applications, by application id, where there are any."""
    wanted = select(Recommendation.application_id, Recommendation.conditions)
    wanted = wanted.where(Recommendation.application_id.in_(ids), Recommendation.conditions != "")
    return {application_id: conditions for application_id, conditions in session.execute(wanted)}


def decision_on(session: Session, application_id: int) -> Decision | None:
    """What was signed on an application."""
    wanted = select(Decision).where(Decision.application_id == application_id)
    return session.scalar(wanted.options(joinedload(Decision.signed_by)))


def panel_of(session: Session, application: Application) -> Panel:
    """What the assessors gave an application, as far as it counts."""
    weights = {criterion.id: criterion.weight for criterion in application.round.criteria}
    given = counted_scores(session, [application.id]).get(application.id, [])
    return panel(given, weights, moderated_points(session, [application.id]).get(application.id))


def was_found_ineligible(session: Session, application: Application) -> bool:
    """Whether an application could not be scored, also after that was recommended as its outcome and signed."""
    if application.state == ApplicationState.INELIGIBLE:
        return True
    recommendation = recommendation_on(session, application.id)
    return recommendation is not None and recommendation.main_reason == NOT_ELIGIBLE


def budget_of(session: Session, round_: Round) -> Budget:
    """How a round's money stands, in pence."""
    recommended = session.scalar(
        select(func.sum(Recommendation.amount_pence))
        .join(Application, Application.id == Recommendation.application_id)
        .where(Application.round_id == round_.id, Application.state == ApplicationState.RECOMMENDED)
    )
    return Budget(round_.budget_pence, committed_of(session, round_), recommended or 0)


def committed_of(session: Session, round_: Round) -> int:
    """What is signed of a round's money, in pence, as the reader of this session may know it.

    What is kept from them is left out, so that nothing can be subtracted. Signing itself asks the row of the round.
    """
    hidden = hidden_in(session)
    if round_.id not in hidden.rounds:
        return round_.committed_pence
    with whole(session):
        result = came_of()
        wanted = select(func.sum(result.c.amount_pence)).where(
            result.c.round_id == round_.id, result.c.application_id.in_(hidden.ids)
        )
        return round_.committed_pence - (session.scalar(wanted) or 0)


@dataclass(frozen=True)
class Ranked:
    """One application in the comparison of its round."""

    application: Application
    panel: Panel
    rank: int | None
    recommendation: Recommendation | None
    result: Result | None

    @property
    def outcome(self) -> str | None:
        """What is signed, or else what is recommended."""
        found = self.result or self.recommendation
        return found.outcome if found else None

    @property
    def amount_pence(self) -> int:
        """The money of that outcome."""
        found = self.result or self.recommendation
        return found.amount_pence if found else 0


def ranking(session: Session, round_: Round) -> list[Ranked]:
    """The sent applications of a round, best total first, in five queries however many there are."""
    applications = session.scalars(
        select(Application)
        .where(Application.round_id == round_.id, Application.state.not_in(OUTSIDE))
        .options(joinedload(Application.organisation))
        .order_by(Application.reference)
    ).all()
    ids = [application.id for application in applications]
    scores = counted_scores(session, ids)
    weights = {criterion.id: criterion.weight for criterion in round_.criteria}
    agreed = moderated_points(session, ids)
    panels = [panel(scores.get(number, []), weights, agreed.get(number)) for number in ids]
    places = ranks([found.total for found in panels])
    recommendations = {
        row.application_id: row
        for row in session.scalars(
            select(Recommendation)
            .where(Recommendation.application_id.in_(ids))
            .options(joinedload(Recommendation.recommended_by))
        )
    }
    results = results_of(session, ids)
    rows = [
        Ranked(application, found, place, recommendations.get(application.id), results.get(application.id))
        for application, found, place in zip(applications, panels, places, strict=True)
    ]
    return sorted(rows, key=lambda row: (row.rank is None, row.rank or 0, row.application.reference))


def states_in(session: Session, round_id: int) -> list[str]:
    """The states of a round's applications: all of them, whoever asks, because the round itself goes by them."""
    with whole(session):
        return list(session.scalars(select(Application.state).where(Application.round_id == round_id)))


def counts_by_round(session: Session) -> dict[int, dict[str, int]]:
    """How many applications stand where, by round id and state, in one query."""
    counted = session.execute(
        select(Application.round_id, Application.state, func.count()).group_by(Application.round_id, Application.state)
    )
    found: dict[int, dict[str, int]] = {}
    for round_id, state, count in counted:
        found.setdefault(round_id, {})[state] = count
    return found


def rounds_to_prepare(session: Session) -> Sequence[Round]:
    """Every round that is or was open, the newest first."""
    wanted = select(Round).where(Round.state.in_(_PREPARED)).options(joinedload(Round.fund))
    return session.scalars(wanted.order_by(Round.closes_at.desc(), Round.id.desc())).all()


@dataclass(frozen=True)
class ToSign:
    """A round on the Commissioner's desk: how many recommendations wait, what they come to, and what is signed."""

    round: Round
    waiting: int
    waiting_pence: int
    signed: int


def rounds_to_sign(session: Session) -> list[ToSign]:
    """The rounds that are being decided, or were, in three queries."""
    rounds = session.scalars(
        select(Round)
        .where(Round.state.in_([RoundState.ASSESSING, RoundState.DECIDED, RoundState.ANNOUNCED]))
        .options(joinedload(Round.fund))
        .order_by(Round.closes_at.desc(), Round.id.desc())
    ).all()
    sums = session.execute(
        select(Application.round_id, func.count(), func.sum(Recommendation.amount_pence))
        .join(Recommendation, Recommendation.application_id == Application.id)
        .where(Application.state == ApplicationState.RECOMMENDED, Recommendation.sent_back_at.is_(None))
        .group_by(Application.round_id)
    ).all()
    waiting = {round_id: (count, total) for round_id, count, total in sums}
    counts = counts_by_round(session)
    return [
        ToSign(round_, *waiting.get(round_.id, (0, 0)), sum(counts.get(round_.id, {}).get(s, 0) for s in DECIDED))
        for round_ in rounds
    ]


def applications_named(session: Session, round_id: int, references: Sequence[str], *, lock: bool) -> list[Application]:
    """The applications of a round with these references, in the order of their ids; locked for a writer."""
    wanted = select(Application).where(Application.round_id == round_id, Application.reference.in_(references))
    wanted = wanted.options(selectinload(Application.organisation)).order_by(Application.id)
    wanted = wanted.execution_options(populate_existing=True) if lock else wanted
    return list(session.scalars(wanted.with_for_update() if lock else wanted))


def past_rounds(session: Session, fund_id: int) -> list[PastRound]:
    """The announced rounds of a fund in public figures, the newest first, in one query. Nothing of any other round."""
    result = came_of()
    rows = session.execute(
        select(Round, result.c.outcome, result.c.amount_pence, Application.requested_pence, result.c.main_reason)
        .join(result, result.c.round_id == Round.id)
        .join(Application, Application.id == result.c.application_id)
        .where(Round.fund_id == fund_id, Round.state.in_([RoundState.ANNOUNCED, RoundState.ARCHIVED]))
        .order_by(Round.closes_at.desc(), Round.id.desc())
    )
    found: dict[Round, list[Past]] = {}
    for round_, outcome, amount, asked, reason in rows:
        found.setdefault(round_, []).append(Past(outcome, amount, asked or 0, reason))
    return [past_round(round_.slug, round_.name, round_.closes_at, decided) for round_, decided in found.items()]
