"""The list of members: filtered, sorted and paged by the database."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager

from portal.accounts.models import Account
from portal.core.paging import Paging
from portal.core.references import canonical_reference
from portal.network.rules import ENDS_SOON_DAYS, Ending, Sort, Wanted, Word
from portal.organisations.models import Membership, Organisation, Reach, ReachKind, TeamMember
from portal.organisations.states import MembershipState

AT_A_TIME = 500  # rows that an export holds at once


def _reaches(kind: ReachKind, value: str) -> ColumnElement[bool]:
    found = select(Reach.organisation_id).where(Reach.kind == kind, Reach.value == value)
    return found.where(Reach.organisation_id == Membership.organisation_id).exists()


def _called(words: str) -> Select[int]:
    """Organisations with these words in the name, or this number or reference: a statement of its own, so that every
    name is looked at once, and nothing is joined to those that do not fit.
    """
    one = aliased(Organisation)
    named = func.lower(one.name).contains(words.lower(), autoescape=True)
    numbered = or_(one.charity_number == words, one.company_number == words)
    return select(one.id).where(or_(named, numbered, one.reference == canonical_reference(words)))


def _conditions(wanted: Wanted, today: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Membership.state != MembershipState.DRAFT]
    found += [Membership.state == wanted.state] if wanted.state else []
    found += [Organisation.kind == wanted.kind] if wanted.kind else []
    found += [Organisation.income_band == wanted.size] if wanted.size else []
    for kind, value in (
        (ReachKind.DISTRICT, wanted.district),
        (ReachKind.THEME, wanted.theme),
        (ReachKind.COMMUNITY, wanted.community),
    ):
        found += [_reaches(kind, value)] if value else []
    if wanted.word == Word.NOT_SAID:
        found.append(Organisation.by_and_for.not_in((Word.YES, Word.NO)))
    elif wanted.word:
        found.append(Organisation.by_and_for == wanted.word)
    if wanted.ending == Ending.SOON:
        soon = today + timedelta(days=ENDS_SOON_DAYS)
        found += [Membership.state == MembershipState.APPROVED, Membership.approved_until.between(today, soon)]
    elif wanted.ending == Ending.OVER:
        found.append(Membership.approved_until < today)
    if wanted.search:
        found.append(Membership.organisation_id.in_(_called(wanted.search)))
    return found


_ORDERS = {
    Sort.NAME: (func.lower(Organisation.name), Organisation.id),
    Sort.WAITING: (Membership.applied_at, Membership.id),
    Sort.ENDING: (Membership.approved_until.nulls_last(), Membership.id),
}


def _needs_organisation(wanted: Wanted) -> bool:
    return bool(wanted.kind or wanted.size or wanted.word)


def count_members(session: Session, wanted: Wanted, today: date) -> int:
    """How many organisations a list holds; those that have not sent their form are in none."""
    found = select(func.count(Membership.id))
    if _needs_organisation(wanted):
        found = found.join(Membership.organisation)
    return session.scalar(found.where(*_conditions(wanted, today))) or 0


def _listed(wanted: Wanted, today: date) -> Select[Membership]:
    found = select(Membership).join(Membership.organisation).where(*_conditions(wanted, today))
    return found.order_by(*_ORDERS[Sort(wanted.sort)]).options(contains_eager(Membership.organisation))


def members(session: Session, wanted: Wanted, today: date, paging: Paging) -> Sequence[Membership]:
    """One page of the list, with the organisations and what they reach."""
    paged = _listed(wanted, today).offset(paging.offset).limit(paging.size)
    reach = contains_eager(Membership.organisation).selectinload(Organisation.reach)
    return session.scalars(paged.options(reach)).all()


def all_members(session: Session, wanted: Wanted, today: date) -> Iterator[Sequence[Membership]]:
    """The whole list for an export, some hundreds at a time, with what they reach and who leads them."""
    organisation = contains_eager(Membership.organisation)
    options = (
        organisation.selectinload(Organisation.reach),
        organisation.selectinload(Organisation.team).joinedload(TeamMember.account),
    )
    listed, offset = _listed(wanted, today).options(*options), 0
    while rows := session.scalars(listed.offset(offset).limit(AT_A_TIME)).all():
        yield rows
        offset += AT_A_TIME


def leads_named(membership: Membership) -> list[Account]:
    """The people who lead a member whose team is loaded, by name."""
    found = [one.account for one in membership.organisation.team if one.role == "lead"]
    return sorted(found, key=lambda account: account.name.lower())
