"""Reading decision notices."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, defer, joinedload, selectinload

from portal.core.hiding import Hidden, left_out_by
from portal.core.paging import Paging
from portal.decisions.models import DecisionNotice
from portal.funds.models import Round
from portal.funds.states import RoundState

TOLD = (RoundState.ANNOUNCED, RoundState.ARCHIVED)


def _notices() -> Select[DecisionNotice]:
    return select(DecisionNotice).options(
        joinedload(DecisionNotice.round), selectinload(DecisionNotice.lines), defer(DecisionNotice.document)
    )


def notice_by_reference(session: Session, reference: str) -> DecisionNotice | None:
    """One notice with its lines, whether its round is announced or not: for the office."""
    return session.scalar(_notices().where(DecisionNotice.reference == reference.upper()))


def public_notice(session: Session, reference: str) -> DecisionNotice | None:
    """The same for anyone: not there before its round is announced."""
    wanted = _notices().where(DecisionNotice.reference == reference.upper())
    return session.scalar(wanted.join(DecisionNotice.round).where(Round.state.in_(TOLD)))


def count_notices(session: Session) -> int:
    """How many notices there are."""
    return session.scalar(select(func.count()).select_from(DecisionNotice)) or 0


def notices(session: Session, paging: Paging) -> Sequence[DecisionNotice]:
    """One page of the notices, the newest first, with their lines."""
    wanted = _notices().order_by(DecisionNotice.year.desc(), DecisionNotice.number.desc())
    return session.scalars(wanted.offset(paging.offset).limit(paging.size)).all()


def notices_of(session: Session, round_id: int) -> Sequence[DecisionNotice]:
    """The notices of one round, the oldest first."""
    return session.scalars(_notices().where(DecisionNotice.round_id == round_id).order_by(DecisionNotice.id)).all()


def _names_none(hidden: Hidden) -> ColumnElement[bool]:
    """The reasons of a notice speak of all its grants, so whoever is kept from one of them does not see the notice."""
    named = (
        DecisionNotice.document.contains(f'"reference":"{reference}"', autoescape=True)
        for reference in sorted(hidden.references)
    )
    return ~or_(*named)


left_out_by(DecisionNotice, _names_none)
