"""Reading renewals, and which memberships end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.access.roles import TeamRole
from portal.accounts.models import Account
from portal.core.paging import Paging
from portal.formkit.definition import Section, Step
from portal.formkit.queries import answers_by_response, form_of
from portal.organisations.models import Membership, Organisation, Renewal, TeamMember
from portal.organisations.queries.organisations import member_for_office, membership_of
from portal.organisations.rules import GRACE, RENEW_FROM, Changed, changes
from portal.organisations.states import MembershipState, RenewalState

_WHOLE = (
    joinedload(Renewal.membership).joinedload(Membership.organisation),
    joinedload(Renewal.response),
    joinedload(Renewal.before),
)


def live_renewal(session: Session, membership_id: int) -> Renewal | None:
    """The renewal of a membership that is not over yet."""
    wanted = select(Renewal).where(Renewal.membership_id == membership_id, Renewal.live.is_(True))
    return session.scalar(wanted.options(*_WHOLE))


@dataclass(frozen=True)
class RenewalStep:
    """One page of the form of a renewal."""

    organisation_id: int
    renewal: Renewal
    section: Section
    step: Step


def renewal_step(session: Session, reference: str, section: str, step: str) -> RenewalStep | None:
    """The page at that address; None when there is no renewal, or no such page."""
    membership = membership_of(session, reference)
    renewal = live_renewal(session, membership.id) if membership else None
    found = form_of(renewal.response.form_version).step(section, step) if renewal else None
    return RenewalStep(renewal.membership.organisation_id, renewal, *found) if renewal and found else None


def changes_in(session: Session, renewal: Renewal) -> list[Changed]:
    """What the group has changed, with the answers that were approved beside."""
    answers = answers_by_response(session, [renewal.before_id, renewal.response_id])
    return changes(
        form_of(renewal.before.form_version),
        answers.get(renewal.before_id, {}),
        form_of(renewal.response.form_version),
        answers.get(renewal.response_id, {}),
    )


def renewal_for_office(session: Session, reference: str) -> Renewal | None:
    """A renewal that waits for an officer."""
    membership = member_for_office(session, reference)
    found = live_renewal(session, membership.id) if membership else None
    return found if found and found.state == RenewalState.SENT else None


def count_waiting(session: Session) -> int:
    """How many renewals wait for an officer."""
    return session.scalar(select(func.count(Renewal.id)).where(Renewal.state == RenewalState.SENT)) or 0


def waiting(session: Session, paging: Paging) -> Sequence[Renewal]:
    """One page of those, longest waiting first."""
    wanted = select(Renewal).where(Renewal.state == RenewalState.SENT).order_by(Renewal.sent_at, Renewal.id)
    return session.scalars(wanted.offset(paging.offset).limit(paging.size).options(_WHOLE[0])).all()


def past_renewals(session: Session, membership_id: int) -> Sequence[Renewal]:
    """Every renewal of a membership that was sent, newest first."""
    wanted = select(Renewal).where(Renewal.membership_id == membership_id, Renewal.sent_at.is_not(None))
    return session.scalars(wanted.order_by(Renewal.id.desc())).all()


def ended(session: Session, on: date) -> Sequence[Membership]:
    """Members whose last day is before `on`; where a renewal waits, thirty days later."""
    over = or_(
        and_(~Membership.renewal_waits, Membership.approved_until < on),
        and_(Membership.renewal_waits, Membership.approved_until < on - GRACE),
    )
    wanted = select(Membership).where(Membership.state == MembershipState.APPROVED, over)
    return session.scalars(wanted.order_by(Membership.id).options(joinedload(Membership.organisation))).all()


def leads_of_ending(session: Session, on: date) -> Sequence[tuple[Membership, Account]]:
    """The leads of members that end within sixty days and have not sent a renewal, in one query."""
    rows = session.execute(
        select(Membership, Account)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .join(TeamMember, TeamMember.organisation_id == Organisation.id)
        .join(Account, Account.id == TeamMember.account_id)
        .where(
            Membership.state == MembershipState.APPROVED,
            Membership.approved_until >= on,
            Membership.approved_until <= on + RENEW_FROM,
            ~Membership.renewal_waits,
            TeamMember.role == TeamRole.LEAD,
            Account.suspended_at.is_(None),
        )
        .order_by(Membership.id, Account.id)
        .options(joinedload(Membership.organisation))
    )
    return [(row[0], row[1]) for row in rows]


def lock_membership(session: Session, membership: Membership) -> None:
    """Hold a membership until the transaction ends, and read again where it stands."""
    session.refresh(membership, ["state", "approved_until", "renewal_waits", "response_id"], with_for_update=True)


def member_on(day: date) -> ColumnElement[bool]:
    """`rules.is_member` for a statement that joins Membership: approved, and not over on that day (London)."""
    waits = and_(Membership.renewal_waits, Membership.approved_until >= day - GRACE)
    lasts = or_(Membership.approved_until.is_(None), Membership.approved_until >= day, waits)
    return and_(Membership.state == MembershipState.APPROVED, lasts)
