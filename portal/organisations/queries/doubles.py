"""Finding organisations that look alike, and what hangs on one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Column, ColumnElement, Table, UniqueConstraint, and_, false, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from portal.core.db import Base
from portal.organisations.models import Membership, NoDouble, Organisation, OrganisationKey
from portal.organisations.queries.organisations import member_for_office
from portal.organisations.rules import why_alike


@dataclass(frozen=True)
class Alike:
    """Another organisation that may be the same group: the kinds of keys they share, and why in sentences."""

    organisation: Organisation
    kinds: frozenset[str]
    why: tuple[str, ...]


def alike(session: Session, organisation_id: int) -> list[Alike]:
    """Organisations that share a folded name or number with this one, without those an officer told apart.

    One query by an index of the keys, and one for what was told apart. What is alike in a new way comes back.
    """
    mine, theirs = aliased(OrganisationKey), aliased(OrganisationKey)
    rows = session.execute(
        select(Organisation, theirs.kind)
        .join(theirs, theirs.organisation_id == Organisation.id)
        .join(mine, and_(mine.value == theirs.value, mine.kind == theirs.kind))
        .where(
            mine.organisation_id == organisation_id,
            theirs.organisation_id != organisation_id,
            Organisation.merged_into_id.is_(None),
        )
        .options(joinedload(Organisation.membership))
        .order_by(Organisation.name, Organisation.id)
    )
    found: dict[Organisation, set[str]] = {}
    for organisation, kind in rows:
        found.setdefault(organisation, set()).add(kind)
    apart = told_apart(session, organisation_id)
    return [
        Alike(other, frozenset(kinds), tuple(why_alike(kinds)))
        for other, kinds in found.items()
        if not (other.id in apart and kinds <= set(apart[other.id].kinds))
    ]


def shared_kinds(session: Session, one_id: int, other_id: int) -> list[str]:
    """The kinds of folded names and numbers that two organisations share, whatever was said of them."""
    mine, theirs = aliased(OrganisationKey), aliased(OrganisationKey)
    rows = session.scalars(
        select(mine.kind)
        .join(theirs, and_(mine.value == theirs.value, mine.kind == theirs.kind))
        .where(mine.organisation_id == one_id, theirs.organisation_id == other_id)
    )
    return sorted(set(rows))


def told_apart(session: Session, organisation_id: int) -> dict[int, NoDouble]:
    """What officers have said of this organisation and others, by the id of the other."""
    rows = session.scalars(
        select(NoDouble).where((NoDouble.organisation_id == organisation_id) | (NoDouble.other_id == organisation_id))
    )
    return {row.other_id if row.organisation_id == organisation_id else row.organisation_id: row for row in rows}


def names_of(session: Session, ids: Iterable[int]) -> dict[int, Organisation]:
    """Organisations by id."""
    return {one.id: one for one in session.scalars(select(Organisation).where(Organisation.id.in_(list(ids))))}


def keys_held(session: Session, organisation_id: int) -> Sequence[OrganisationKey]:
    """The folded names and numbers of an organisation."""
    return session.scalars(select(OrganisationKey).where(OrganisationKey.organisation_id == organisation_id)).all()


def without_keys(session: Session) -> Sequence[Organisation]:
    """Organisations from before there were keys."""
    held = select(OrganisationKey.id).where(OrganisationKey.organisation_id == Organisation.id)
    wanted = select(Organisation).where(~held.exists(), Organisation.merged_into_id.is_(None))
    return session.scalars(wanted.options(joinedload(Organisation.membership).joinedload(Membership.response))).all()


@dataclass(frozen=True)
class Pair:
    """A member and another organisation that may be the same group."""

    organisation_id: int
    membership: Membership
    other: Organisation


def pair(session: Session, reference: str, other: str) -> Pair | None:
    """Both by their references; None when they are the same, or one was merged already."""
    membership = member_for_office(session, reference)
    wanted = select(Organisation).where(Organisation.reference == other, Organisation.merged_into_id.is_(None))
    second = session.scalar(wanted.options(joinedload(Organisation.membership)))
    if membership is None or second is None or second.id == membership.organisation_id:
        return None
    if membership.organisation.merged_into_id is not None:
        return None
    return Pair(membership.organisation_id, membership, second)


@dataclass(frozen=True)
class MergedEntry:
    """An entry that was merged into another one, with its own form."""

    organisation_id: int
    membership: Membership
    stays: Organisation


def merged_entry(session: Session, reference: str, gone: str) -> MergedEntry | None:
    """The entry `gone` that was merged into the one of that reference."""
    membership = member_for_office(session, gone)
    stays = membership.organisation.merged_into if membership else None
    if membership is None or stays is None or stays.reference != reference:
        return None
    return MergedEntry(membership.organisation_id, membership, stays)


def merged_into(session: Session, organisation_id: int) -> Sequence[Organisation]:
    """The entries that were merged into this one."""
    wanted = select(Organisation).where(Organisation.merged_into_id == organisation_id)
    return session.scalars(wanted.order_by(Organisation.merged_at, Organisation.id)).all()


def lock_both(session: Session, one: Organisation, other: Organisation) -> None:
    """Hold both rows and read them again, always in the same order, so that two officers do not wait for each other."""
    for organisation in sorted((one, other), key=lambda found: found.id):
        session.refresh(organisation, ["merged_into_id", "name"], with_for_update=True)


def columns_that_refer() -> list[Column[object]]:
    """Every column of every table that is a foreign key to organisation.id, by the tables' names."""
    target = Organisation.__table__.c.id
    return [
        column
        for table in sorted(Base.metadata.tables.values(), key=lambda one: one.name)
        for column in table.columns
        if any(key.references(target.table) and key.column is target for key in column.foreign_keys)
    ]


def count_held(session: Session, column: Column[object], organisation_id: int) -> int:
    """How many rows of one table refer to an organisation."""
    return session.scalar(select(func.count()).select_from(column.table).where(column == organisation_id)) or 0


def held_by_both(session: Session, column: Column[object], gone_id: int, stays_id: int) -> int:
    """How many rows could not move to `stays_id`, because a unique constraint knows only one of their kind."""
    wanted = select(func.count()).select_from(column.table).where(column == gone_id, colliding(column, stays_id))
    return session.scalar(wanted) or 0


def colliding(column: Column[object], stays_id: int) -> ColumnElement[bool]:
    """Whether a row has a like of `stays_id`, in the eyes of a unique constraint of its table."""
    assert isinstance(column.table, Table)
    return or_(false(), *(_has_a_like(column, constraint, stays_id) for constraint in _unique_with(column)))


def _unique_with(column: Column[object]) -> list[UniqueConstraint]:
    assert isinstance(column.table, Table)
    found = [one for one in column.table.constraints if isinstance(one, UniqueConstraint)]
    return [one for one in found if column.name in one.columns]


def _has_a_like(column: Column[object], constraint: UniqueConstraint, stays_id: int) -> ColumnElement[bool]:
    mine = column.table.alias()
    others = [part for part in constraint.columns if part is not column]
    same = and_(mine.c[column.name] == stays_id, *(mine.c[one.name] == one for one in others))
    return select(mine).where(same).correlate(column.table).exists()
