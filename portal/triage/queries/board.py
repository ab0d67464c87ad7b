"""Reading the board of a round, in a number of queries that does not grow with it."""

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, case, exists, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.accounts.models import Account
from portal.applications.models import Application, InformationRequest
from portal.core.db import insert_or
from portal.core.paging import Paging
from portal.funds.models import Round
from portal.organisations.models import Organisation
from portal.triage.models import Case, Flag
from portal.triage.rules import FINISHED, Filter
from portal.triage.states import FlagState

_NO_DAY_LAST = Case.due_on.is_(None)
_ORDERS = {
    "due": (_NO_DAY_LAST, Case.due_on, Application.id),
    "received": (Application.submitted_at.desc(), Application.id.desc()),
    "organisation": (func.lower(Organisation.name), Application.id),
    "amount": (Application.requested_pence.is_(None), Application.requested_pence.desc(), Application.id),
    "owner": (Account.name.is_(None), func.lower(Account.name), Application.id),
    "reference": (Application.reference,),
}


@dataclass(frozen=True)
class Line:
    """One row of the board: the application, its case (if it has one), its open flags, and what it was asked."""

    application: Application
    case: Case | None
    flags: Sequence[Flag]
    request: InformationRequest | None


@dataclass(frozen=True)
class Looking:
    """Who looks at a board (whose "mine" it is), on which day, and the applications whose owner is none (anymore)."""

    account_id: int | None
    today: date
    ownerless: Collection[int] = ()


def owned_by_linked(session: Session, round_id: int, kept: Mapping[int, Set[int]]) -> set[int]:
    """The applications of a round that somebody owns who must not hear of them (`kept`), by their ids."""
    owned = select(Case.application_id, Case.owner_id).join(Case.application)
    rows = session.execute(owned.where(Application.round_id == round_id, Case.owner_id.in_(_people(kept))))
    return {application_id for application_id, owner_id in rows if owner_id in kept.get(application_id, ())}


def _people(kept: Mapping[int, Set[int]]) -> set[int]:
    return {account_id for people in kept.values() for account_id in people}


def _matching(round_: Round, found: Filter, looking: Looking) -> Select[Application, Case]:
    owns = and_(Account.id == Case.owner_id, Case.application_id.not_in(looking.ownerless))
    wanted = (
        select(Application, Case)
        .join(Application.organisation)
        .outerjoin(Case, Case.application_id == Application.id)
        .outerjoin(Account, owns)
        .where(Application.round_id == round_.id, Application.submitted_at.is_not(None))
    )
    owners = {
        "mine": Account.id == looking.account_id,
        "nobody": Account.id.is_(None),
        "someone": Account.id.is_not(None),
    }
    if found.owner:
        wanted = wanted.where(owners[found.owner])
    if found.flag:
        flagged = exists().where(Flag.application_id == Application.id, Flag.state == FlagState.OPEN)
        if found.flag not in ("open", "none"):
            flagged = flagged.where(Flag.kind == found.flag)
        wanted = wanted.where(~flagged if found.flag == "none" else flagged)
    if found.late:
        wanted = wanted.where(Case.due_on < looking.today, Application.state.not_in(FINISHED))
    return wanted.where(Application.state == found.state) if found.state else wanted


def count_board(session: Session, round_: Round, found: Filter, looking: Looking) -> int:
    """How many applications of a round a filter finds."""
    matching = _matching(round_, found, looking).with_only_columns(func.count(Application.id))
    return session.scalar(matching) or 0


def board(session: Session, round_: Round, found: Filter, looking: Looking, paging: Paging) -> list[Line]:
    """One page of the board, sorted over the whole set; three queries whatever the count."""
    wanted = _matching(round_, found, looking)
    wanted = wanted.options(contains_eager(Application.organisation), contains_eager(Case.owner))
    wanted = wanted.order_by(*_ORDERS[found.sort or "due"]).offset(paging.offset).limit(paging.size)
    rows = session.execute(wanted).all()
    ids = [application.id for application, _case in rows]
    flags: dict[int, list[Flag]] = {}
    open_flags = select(Flag).where(Flag.application_id.in_(ids), Flag.state == FlagState.OPEN)
    for flag in session.scalars(open_flags.order_by(Flag.number)):
        flags.setdefault(flag.application_id, []).append(flag)
    asked = select(InformationRequest).where(
        InformationRequest.application_id.in_(ids), InformationRequest.open.is_(True)
    )
    requests = {one.application_id: one for one in session.scalars(asked)}
    return [Line(one, kept, flags.get(one.id, []), requests.get(one.id)) for one, kept in rows]


def sent_in(session: Session, round_: Round, references: Sequence[str]) -> Sequence[Application]:
    """Those of the references that are applications sent to a round, in the order of their keys."""
    wanted = select(Application).where(
        Application.round_id == round_.id,
        Application.reference.in_(references),
        Application.submitted_at.is_not(None),
    )
    return session.scalars(wanted.options(joinedload(Application.organisation)).order_by(Application.id)).all()


def cases_of(session: Session, application_ids: Sequence[int]) -> dict[int, Case]:
    """The cases of some applications by the id of each, where there is one."""
    wanted = select(Case).where(Case.application_id.in_(application_ids)).options(joinedload(Case.owner))
    return {case.application_id: case for case in session.scalars(wanted)}


def cases_for(session: Session, application_ids: Sequence[int]) -> Sequence[Case]:
    """The cases of some applications, begun where there are none, and locked in the order of their keys."""
    if application_ids:
        rows = [{"application_id": one} for one in sorted(set(application_ids))]
        session.execute(insert_or(session, Case).values(rows).on_conflict_do_nothing())
    wanted = select(Case).where(Case.application_id.in_(application_ids)).order_by(Case.application_id)
    whole = wanted.with_for_update(of=Case).execution_options(populate_existing=True)
    return session.scalars(whole.options(joinedload(Case.application), joinedload(Case.owner))).all()


def waiting(session: Session, account_id: int, today: date) -> Sequence[tuple[str, str, int, int]]:
    """What waits in rounds that are not announced: slug, name, how many of a person's are late, and open flags."""
    late = and_(Case.owner_id == account_id, Case.due_on < today, Application.state.not_in(FINISHED))
    flags = (
        select(Flag.application_id, func.count(Flag.id).label("many"))
        .where(Flag.state == FlagState.OPEN)
        .group_by(Flag.application_id)
        .subquery()
    )
    of_mine, of_flags = func.sum(case((late, 1), else_=0)), func.coalesce(func.sum(flags.c.many), 0)
    rows = session.execute(
        select(Round.slug, Round.name, of_mine, of_flags)
        .join(Application, Application.round_id == Round.id)
        .outerjoin(Case, Case.application_id == Application.id)
        .outerjoin(flags, flags.c.application_id == Application.id)
        .where(Round.announced_at.is_(None), Application.submitted_at.is_not(None))
        .group_by(Round.id, Round.slug, Round.name)
        .having((of_mine > 0) | (of_flags > 0))
        .order_by(Round.id)
    )
    return [(slug, name, int(mine), int(many)) for slug, name, mine, many in rows]
