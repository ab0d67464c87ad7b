"""Reading notices, and who should hear of them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, String, cast, func, literal, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.accounts.models import Account
from portal.core.paging import Paging
from portal.notices.models import ChoiceReach, Notice, NoticeChoice, NoticeReach
from portal.notices.rules import Often, Reaches
from portal.organisations.models import Membership, Organisation, TeamMember
from portal.organisations.queries import member_on
from portal.organisations.states import MembershipState
from portal.outbox.models import Message


def notice_by_reference(session: Session, reference: str) -> Notice | None:
    """One notice with what it is for."""
    wanted = select(Notice).where(Notice.reference == reference)
    return session.scalar(wanted.options(selectinload(Notice.reach), joinedload(Notice.round)))


def count_notices(session: Session) -> int:
    """How many notices there are."""
    return session.scalar(select(func.count(Notice.id))) or 0


def notices(session: Session, paging: Paging) -> Sequence[Notice]:
    """One page of them, newest first."""
    wanted = select(Notice).order_by(Notice.sent_at.desc(), Notice.id.desc())
    wanted = wanted.options(selectinload(Notice.reach), joinedload(Notice.round), joinedload(Notice.sent_by))
    return session.scalars(wanted.offset(paging.offset).limit(paging.size)).all()


def sent_between(session: Session, since: datetime, until: datetime) -> Sequence[Notice]:
    """What was sent after `since` and not after `until`, the oldest first."""
    wanted = select(Notice).where(Notice.sent_at > since, Notice.sent_at <= until).order_by(Notice.sent_at, Notice.id)
    return session.scalars(wanted.options(selectinload(Notice.reach))).all()


def choice_of(session: Session, account_id: int | None) -> NoticeChoice | None:
    """What a person chose to hear; None when they never chose."""
    return session.get(NoticeChoice, account_id, options=[selectinload(NoticeChoice.reach)]) if account_id else None


def choice_by_key(session: Session, key: str) -> NoticeChoice | None:
    """The choice whose mails carry that key."""
    return session.scalar(select(NoticeChoice).where(NoticeChoice.key == key))


def reaches(rows: Iterable[NoticeReach | ChoiceReach]) -> Reaches:
    """Rows as pairs of kind and value."""
    return frozenset((row.kind, row.value) for row in rows)


def _works_for_a_member(day: date) -> ColumnElement[bool]:
    """Whether the person of a choice is in the team of an organisation that is a member on that day."""
    found = (
        select(TeamMember.id)
        .join(Membership, Membership.organisation_id == TeamMember.organisation_id)
        .where(
            TeamMember.account_id == NoticeChoice.account_id,
            member_on(day),
        )
    )
    return found.exists()


def untold(session: Session, often: Often, key: str, *, since: datetime, day: date) -> Sequence[NoticeChoice]:
    """Members' people who chose `often` by `since`, and have no message whose key is `key` and their number."""
    told = select(Message.id).where(Message.key == literal(key) + cast(NoticeChoice.account_id, String))
    wanted = (
        select(NoticeChoice)
        .join(NoticeChoice.account)
        .where(
            NoticeChoice.often == often,
            NoticeChoice.changed_at <= since,
            Account.suspended_at.is_(None),
            _works_for_a_member(day),
            ~told.exists(),
        )
        .order_by(NoticeChoice.account_id)
    )
    return session.scalars(wanted.options(joinedload(NoticeChoice.account), selectinload(NoticeChoice.reach))).all()


def members_of_network(session: Session, organisation_ids: Iterable[int], day: date) -> Sequence[Organisation]:
    """Those of a person's organisations that are members today, with what they reach."""
    wanted = (
        select(Organisation)
        .join(Organisation.membership)
        .where(
            Organisation.id.in_(organisation_ids),
            member_on(day),
        )
    )
    return session.scalars(wanted.options(selectinload(Organisation.reach))).all()


def wishes_not_taken_up(session: Session) -> Sequence[Membership]:
    """Members whose form was sent by somebody who has no choice of their own yet."""
    wanted = (
        select(Membership)
        .outerjoin(NoticeChoice, NoticeChoice.account_id == Membership.applied_by_id)
        .where(
            Membership.state == MembershipState.APPROVED,
            Membership.applied_by_id.is_not(None),
            NoticeChoice.account_id.is_(None),
        )
    )
    organisation = joinedload(Membership.organisation).selectinload(Organisation.reach)
    return session.scalars(wanted.options(organisation, joinedload(Membership.response)).limit(200)).all()


def count_by_choice(session: Session, day: date) -> dict[str, int]:
    """How many members' people chose each of the ways to hear."""
    wanted = select(NoticeChoice.often, func.count()).where(_works_for_a_member(day)).group_by(NoticeChoice.often)
    return {often: count for often, count in session.execute(wanted)}
