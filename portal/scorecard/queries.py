"""What published figures stand on: announced rounds alone, in a constant number of queries."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, joinedload

from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.decisions.queries.results import came_of
from portal.feedback.models import Feedback
from portal.formkit.journey import effort_of
from portal.formkit.queries import form_of
from portal.funds.models import Fund, Round, RoundQuestion
from portal.funds.queries import SHOWN
from portal.funds.rules import first_promise
from portal.funds.states import QuestionState, RoundState
from portal.organisations.models import Organisation
from portal.organisations.rules import named
from portal.scorecard.rules.card import Begun, Counted
from portal.scorecard.rules.odds import Came, Facts, Odds, odds_of

ANNOUNCED = (RoundState.ANNOUNCED, RoundState.ARCHIVED)


def public_fund(session: Session, slug: str) -> Fund | None:
    """A fund with a round that the public may see."""
    shown = select(Round.id).where(Round.fund_id == Fund.id, Round.state.in_(SHOWN))
    return session.scalar(select(Fund).where(Fund.slug == slug, shown.exists()))


def funds_with_odds(session: Session) -> Sequence[Fund]:
    """The funds of which a round was announced, by title."""
    announced = select(Round.id).where(Round.fund_id == Fund.id, Round.state.in_(ANNOUNCED))
    return session.scalars(select(Fund).where(announced.exists()).order_by(Fund.title)).all()


def facts_of(session: Session, fund_id: int | None = None) -> list[Facts]:
    """Every announced round, of one fund or of all, with how its applications came out; newest first, one query."""
    result = came_of()
    wanted = (
        select(
            Round,
            result.c.outcome,
            result.c.amount_pence,
            result.c.main_reason,
            Organisation.income_band,
            Feedback.released_at,
        )
        .join(result, result.c.round_id == Round.id)
        .join(Application, Application.id == result.c.application_id)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .outerjoin(Feedback, Feedback.application_id == Application.id)
        .where(Round.state.in_(ANNOUNCED))
        .order_by(Round.closes_at.desc(), Round.id.desc(), Application.id)
    )
    if fund_id is not None:
        wanted = wanted.where(Round.fund_id == fund_id)
    found: dict[Round, list[Came]] = {}
    for row in session.execute(wanted):
        found.setdefault(row[0], []).append(Came(row[1], row[2], row[3], row[4], row[5]))
    return [Facts(one.slug, one.name, one.closes_at, first_promise(one), came) for one, came in found.items()]


def odds_in(session: Session, fund_id: int) -> list[Odds]:
    """How the announced rounds of a fund came out, the newest first."""
    sizes = named("income_bands")
    return [odds_of(facts, sizes) for facts in facts_of(session, fund_id)]


def last_odds(session: Session, fund_id: int) -> str:
    """The sentence about the last announced round of a fund; empty when there is none."""
    return next((one.sentence for one in odds_in(session, fund_id)), "")


def counted(session: Session) -> Counted:
    """All that the score card stands on, in four queries."""
    rounds = facts_of(session)
    newest = _newest(session, rounds[0].slug) if rounds else None
    return Counted(
        rounds=rounds,
        begun=_begun(session),
        questions=effort_of(form_of(newest.form_version)).questions if newest else 0,
        median_pence=odds_of(rounds[0], named("income_bands")).median_pence if rounds else None,
        answers=_answers(session),
    )


def _newest(session: Session, slug: str) -> Round | None:
    return session.scalar(select(Round).where(Round.slug == slug).options(joinedload(Round.form_version)))


def _begun(session: Session) -> dict[str, Begun]:
    sent = func.sum(case((Application.submitted_at.is_not(None), 1), else_=0))
    rows = session.execute(
        select(Round.slug, func.count(Application.id), sent)
        .join(Application, Application.round_id == Round.id)
        .where(Round.state.in_(ANNOUNCED), Application.state != ApplicationState.WITHDRAWN)
        .group_by(Round.slug)
    )
    return {slug: Begun(begun, sent or 0) for slug, begun, sent in rows}


def _answers(session: Session) -> list[tuple[datetime, datetime]]:
    wanted = select(RoundQuestion.asked_at, RoundQuestion.answered_at).join(Round, Round.id == RoundQuestion.round_id)
    wanted = wanted.where(RoundQuestion.state == QuestionState.ANSWERED, Round.state.in_(SHOWN))
    return [(asked, answered) for asked, answered in session.execute(wanted) if answered]
