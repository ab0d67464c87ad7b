"""Reading saved scenarios."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer, joinedload

from portal.decisions.models import Scenario
from portal.funds.models import Round


def scenario_by_number(session: Session, slug: str, number: int) -> Scenario | None:
    """One scenario of a round, with the round."""
    wanted = select(Scenario).join(Scenario.round).where(Round.slug == slug, Scenario.number == number)
    return session.scalar(wanted.options(joinedload(Scenario.round)))


def scenarios_of(session: Session, round_id: int) -> Sequence[Scenario]:
    """The scenarios of a round, oldest first, without their documents, in one query."""
    wanted = select(Scenario).where(Scenario.round_id == round_id).options(defer(Scenario.document))
    return session.scalars(wanted.order_by(Scenario.number)).all()


def newest_scenario_number(session: Session, round_id: int) -> int:
    """The number of the round's newest scenario, 0 when there is none."""
    return session.scalar(select(func.max(Scenario.number)).where(Scenario.round_id == round_id)) or 0
