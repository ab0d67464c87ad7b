"""Two entries of one group become one; or an officer says that they are two groups.

Everything that refers to the entry that goes is moved to the one that stays: the foreign keys are read from the
tables themselves, so that a new table is moved too. What a unique constraint knows only once is refused with a reason,
before anything has moved, unless it is this room's own, where a rule says what becomes of it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Column, delete, update
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.access.roles import TeamRole
from portal.audit.operations import record
from portal.core.clock import now
from portal.core.refusal import Refused
from portal.organisations.models import (
    Check,
    Membership,
    NoDouble,
    Organisation,
    OrganisationKey,
    Reach,
    Renewal,
    TeamMember,
)
from portal.organisations.policy import CHECK_MEMBERS, MERGE_ORGANISATIONS
from portal.organisations.queries import (
    colliding,
    columns_that_refer,
    count_held,
    held_by_both,
    keys_held,
    live_checks,
    live_renewal,
    lock_both,
    member_by_account,
    membership_with_form,
    shared_kinds,
    team,
)
from portal.organisations.states import MEMBERSHIP, RENEWAL

# What speaks against merging, as an upper room knows it: (session, id that goes, id that stays) -> sentences.
Objections = Callable[[Session, int, int], Sequence[str]]
# The tables of this room that are not moved row by row: what becomes of each is written in `merge`.
OUR_OWN = frozenset(model.__tablename__ for model in (Membership, OrganisationKey, NoDouble, Reach))
PREPARED = frozenset({TeamMember.__tablename__, Check.__tablename__})  # moved, after what would collide was settled
STRONGEST_FIRST = (TeamRole.LEAD, TeamRole.EDITOR, TeamRole.FINANCE, TeamRole.CERTIFIER, TeamRole.VIEWER)


@dataclass(frozen=True)
class Moving:
    """What would move: (what it is called, how many), and the sentences that speak against it."""

    counts: tuple[tuple[str, int], ...]
    objections: tuple[str, ...]


def dismiss_double(session: Session, *, one: Organisation, other: Organisation, reason: str, actor: Actor) -> None:
    """Note that two organisations that look alike are two groups: neither is shown beside the other again, until
    something else of them is alike; audit on both.
    """
    require(actor, CHECK_MEMBERS)
    lock_both(session, one, other)
    first, second = sorted((one.id, other.id))
    session.execute(delete(NoDouble).where(NoDouble.organisation_id == first, NoDouble.other_id == second))
    session.add(
        NoDouble(
            organisation_id=first,
            other_id=second,
            kinds=shared_kinds(session, one.id, other.id),
            reason=reason,
            said_at=now(),
            said_by_id=actor.account_id,
            said_by_name=actor.name[:200],
        )
    )
    for mine, theirs in ((one, other), (other, one)):
        _note(session, "organisation:told-apart", mine, actor, other=theirs.reference)
    session.flush()


def what_moves(session: Session, gone: Organisation, stays: Organisation, against: Objections) -> Moving:
    """What merging would do, without doing it."""
    counts = [
        (_words(column), count_held(session, column, gone.id))
        for column in columns_that_refer()
        if column.table.name not in OUR_OWN
    ]
    return Moving(
        tuple((words, count) for words, count in counts if count),
        (*against(session, gone.id, stays.id), *_collisions(session, gone, stays)),
    )


def merge(
    session: Session, *, gone: Organisation, stays: Organisation, reason: str, against: Objections, actor: Actor
) -> None:
    """Move everything of `gone` to `stays`; it cannot be taken back. Audit on both.

    The team moves, with the stronger role where somebody is in both; the membership, facts and checks of the one that
    stays count, and the other's stay to read. `gone` keeps its reference, which leads to the other from now on.
    Refused where both have what one organisation can have only once.
    """
    require(actor, MERGE_ORGANISATIONS)
    lock_both(session, gone, stays)
    if gone.id == stays.id or gone.merged_into_id is not None or stays.merged_into_id is not None:
        raise Refused("One of these was merged already. Look at its page again.", title="They cannot be merged")
    moving = what_moves(session, gone, stays, against)
    if moving.objections:
        raise Refused(" ".join(moving.objections), title="They cannot be merged")
    _settle_team(session, gone, stays)
    _settle_checks(session, gone, stays)
    _close_membership(session, gone, actor)
    for column in columns_that_refer():
        if column.info.get("twice_goes"):
            session.execute(delete(column.table).where(column == gone.id, colliding(column, stays.id)))
        if column.table.name not in OUR_OWN:
            session.execute(update(column.table).where(column == gone.id).values({column.name: stays.id}))
    _compare_as_one(session, gone, stays)
    gone.merged_into_id, gone.merged_at = stays.id, now()
    told = {"people": dict(moving.counts).get("People in the team", 0), "reason": reason}
    _note(session, "organisation:merged-away", gone, actor, into=stays.reference, **told)
    _note(session, "organisation:merged", stays, actor, other=gone.reference, moved=dict(moving.counts), reason=reason)
    session.flush()
    session.expire_all()


def _collisions(session: Session, gone: Organisation, stays: Organisation) -> list[str]:
    return [
        f"Both have {column.info.get('both', _words(column).lower())}."
        for column in columns_that_refer()
        if column.table.name not in OUR_OWN | PREPARED
        and not column.info.get("twice_goes")
        and held_by_both(session, column, gone.id, stays.id)
    ]


def _words(column: Column[object]) -> str:
    return str(column.info.get("holds") or column.table.name.replace("_", " ").capitalize())


def _settle_team(session: Session, gone: Organisation, stays: Organisation) -> None:
    """Whoever is in both teams keeps the stronger role in one."""
    for member in team(session, gone.id):
        same = member_by_account(session, stays.id, member.account_id)
        if same is not None:
            same.role = min((same.role, member.role), key=_strength)
            session.delete(member)
    session.flush()


def _strength(role: str) -> int:
    known = [str(one) for one in STRONGEST_FIRST]
    return known.index(role) if role in known else len(known)


def _settle_checks(session: Session, gone: Organisation, stays: Organisation) -> None:
    """Where both were checked, the outcome of the one that stays counts, and the other is an earlier one."""
    counts = live_checks(session, stays.id)
    for key, check in live_checks(session, gone.id).items():
        if key in counts:
            check.live = None
    session.flush()


def _close_membership(session: Session, gone: Organisation, actor: Actor) -> None:
    membership = membership_with_form(session, gone.id)
    if membership is None:
        return
    renewal: Renewal | None = live_renewal(session, membership.id)
    if renewal is not None:
        RENEWAL.advance(session, renewal, "leave", actor_id=actor.account_id)
        renewal.live = None
    MEMBERSHIP.advance(session, membership, "merge", actor_id=actor.account_id)
    membership.renewal_waits = False


def _compare_as_one(session: Session, gone: Organisation, stays: Organisation) -> None:
    """The one that stays is found by the names and numbers of both; what was said of the other is over."""
    held = {(key.kind, key.value) for key in keys_held(session, stays.id)}
    for key in keys_held(session, gone.id):
        if (key.kind, key.value) in held:
            session.delete(key)
        else:
            key.organisation_id = stays.id
    session.execute(delete(NoDouble).where((NoDouble.organisation_id == gone.id) | (NoDouble.other_id == gone.id)))
    session.flush()


def _note(session: Session, action: str, organisation: Organisation, actor: Actor, **detail: object) -> None:
    record(session, action, subject_type="organisation", subject=organisation.reference, actor=actor, **detail)
