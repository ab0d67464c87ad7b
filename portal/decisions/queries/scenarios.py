"""Reading saved scenarios."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, defer, joinedload

from portal.core.hiding import Hidden, left_out_by, whole
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
    """The number of the round's newest scenario, 0 when there is none; also of one that is kept from who asks."""
    with whole(session):
        return session.scalar(select(func.max(Scenario.number)).where(Scenario.round_id == round_id)) or 0


def _names_none(hidden: Hidden) -> ColumnElement[bool]:
    """A saved choice stands on every application of its round, so whoever is kept from one does not see the choice."""
    named = (Scenario.document.contains(f'"{reference}"', autoescape=True) for reference in sorted(hidden.references))
    return ~or_(*named)


left_out_by(Scenario, _names_none)
