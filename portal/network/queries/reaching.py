"""Who the Network reaches, and how those who asked for money fared."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.decisions.queries.results import came_of
from portal.funds.models import Round
from portal.funds.states import RoundState
from portal.network.rules import LED, Asked, Word, word_of
from portal.organisations.models import Membership, Organisation, Reach, ReachKind
from portal.organisations.queries import member_on


def count_approved(session: Session, today: date) -> int:
    """How many organisations are members today."""
    return session.scalar(select(func.count(Membership.id)).where(member_on(today))) or 0


def approved_by_district(session: Session, today: date) -> Mapping[str, int]:
    """ONS code -> how many members work there today; a group that works in two districts counts in both."""
    found = (
        select(Reach.value, func.count())
        .join(Membership, Membership.organisation_id == Reach.organisation_id)
        .where(Reach.kind == ReachKind.DISTRICT, member_on(today))
        .group_by(Reach.value)
    )
    return {code: count for code, count in session.execute(found)}


def coverage(session: Session, today: date) -> Mapping[tuple[str, str], int]:
    """(ONS code, community) -> how many members work there for it; by-and-for groups as `LED`."""
    place, people = Reach.__table__.alias("place"), Reach.__table__.alias("people")
    both = (
        select(place.c.value, people.c.value, func.count())
        .join(people, people.c.organisation_id == place.c.organisation_id)
        .join(Membership, Membership.organisation_id == place.c.organisation_id)
        .where(place.c.kind == ReachKind.DISTRICT, people.c.kind == ReachKind.COMMUNITY, member_on(today))
        .group_by(place.c.value, people.c.value)
    )
    led = (
        select(Reach.value, func.count())
        .join(Membership, Membership.organisation_id == Reach.organisation_id)
        .join(Organisation, Organisation.id == Reach.organisation_id)
        .where(Reach.kind == ReachKind.DISTRICT, Organisation.by_and_for == Word.YES, member_on(today))
        .group_by(Reach.value)
    )
    found = {(code, community): count for code, community, count in session.execute(both)}
    return found | {(code, LED): count for code, count in session.execute(led)}


def asked_by_round(session: Session) -> list[tuple[Round, list[Asked]]]:
    """What came of each application that was decided in an announced round, the newest round first, in one query."""
    result = came_of()
    rows = session.execute(
        select(Round, Organisation.by_and_for, Application.requested_pence, result.c.amount_pence)
        .join(result, result.c.round_id == Round.id)
        .join(Application, Application.id == result.c.application_id)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(Round.state.in_([RoundState.ANNOUNCED, RoundState.ARCHIVED]))
        .order_by(Round.closes_at.desc(), Round.id.desc())
    )
    found: dict[Round, list[Asked]] = {}
    for round_, word, requested, awarded in rows:
        found.setdefault(round_, []).append(Asked(word_of(word), requested or 0, awarded))
    return list(found.items())
