"""Reading organisations, teams and memberships, and who asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, joinedload

from portal.access.actor import Actor
from portal.access.roles import Role, TeamRole
from portal.accounts.models import Account, MailedToken, Purpose, SignIn, StaffRole
from portal.accounts.queries import hashed, invitation_by_reference
from portal.core.clock import now, today
from portal.documents.models import StoredFile
from portal.documents.queries import file_by_public_id
from portal.formkit.definition import Section, Step
from portal.formkit.queries import answers_by_response, answers_of, form_of
from portal.formkit.types.base import FileFacts
from portal.organisations.models import Membership, Organisation, Renewal, TeamMember
from portal.organisations.rules import files_by_kind, files_in, is_member
from portal.organisations.states import MembershipState

STAFF_IDLE = timedelta(hours=1)
APPLICANT_IDLE = timedelta(hours=8)
LONGEST_SIGN_IN = timedelta(hours=24)


# Asked by every request: written once, and only the columns that are needed.
_WHO = (
    select(
        SignIn.id,
        SignIn.started_at,
        SignIn.seen_at,
        SignIn.confirmed_at,
        Account.id,
        Account.name,
        Account.email,
        StaffRole.role,
        TeamMember.organisation_id,
        TeamMember.role,
    )
    .join(Account, Account.id == SignIn.account_id)
    .outerjoin(StaffRole, StaffRole.account_id == Account.id)
    .outerjoin(TeamMember, TeamMember.account_id == Account.id)
    .where(
        SignIn.token_hash == bindparam("token_hash"),
        SignIn.ended_at.is_(None),
        SignIn.confirmed_at.is_not(None),
        Account.suspended_at.is_(None),
    )
)


def actor_of_token(session: Session, token: str) -> Actor | None:
    """Who a cookie's token speaks for now, with roles and teams, in one query; None when the sign-in has ended.

    A sign-in ends by itself after an hour (staff) or eight (everyone else) without use, and after a day in any case.
    """
    rows = session.execute(_WHO, {"token_hash": hashed(token)}).all()
    if not rows:
        return None
    session_id, started_at, seen_at, confirmed_at, account_id, name, email = rows[0][:7]
    roles = frozenset(Role(row[7]) for row in rows if row[7])
    if _ended(started_at, seen_at, now(), STAFF_IDLE if roles else APPLICANT_IDLE):
        return None
    return Actor(
        account_id=account_id,
        name=name,
        email=email,
        roles=roles or frozenset({Role.APPLICANT}),
        memberships={row[8]: TeamRole(row[9]) for row in rows if row[8]},
        session_id=session_id,
        seen_at=seen_at,
        confirmed_at=confirmed_at,
    )


def actor_of_account(session: Session, account: Account) -> Actor:
    """Who an account is now, with roles and teams, without a sign-in: for the command line."""
    teams = session.scalars(select(TeamMember).where(TeamMember.account_id == account.id))
    return Actor(
        account_id=account.id,
        name=account.name,
        email=account.email,
        roles=frozenset(Role(row.role) for row in account.staff_roles) or frozenset({Role.APPLICANT}),
        memberships={row.organisation_id: TeamRole(row.role) for row in teams},
    )


def _ended(started_at: datetime, seen_at: datetime, at: datetime, idle: timedelta) -> bool:
    return at - seen_at > idle or at - started_at > LONGEST_SIGN_IN


def organisation_by_reference(session: Session, reference: str) -> Organisation | None:
    """One organisation with its membership, by the reference that its pages use; a merged one is the one that stays."""
    wanted = select(Organisation).where(Organisation.reference == reference)
    found = session.scalar(wanted.options(joinedload(Organisation.membership)))
    return session.get(Organisation, found.merged_into_id) if found and found.merged_into_id else found


def organisation_by_id(session: Session, organisation_id: int | None) -> Organisation | None:
    """One organisation by its key in the database."""
    return session.get(Organisation, organisation_id) if organisation_id else None


def organisations_of(session: Session, actor: Actor) -> Sequence[Organisation]:
    """The organisations in whose team a person is, by name."""
    wanted = select(Organisation).where(Organisation.id.in_(actor.memberships)).order_by(func.lower(Organisation.name))
    return session.scalars(wanted.options(joinedload(Organisation.membership))).all()


def team(session: Session, organisation_id: int) -> Sequence[TeamMember]:
    """The people of an organisation, by name."""
    wanted = select(TeamMember).join(TeamMember.account).where(TeamMember.organisation_id == organisation_id)
    ordered = wanted.order_by(func.lower(Account.name), Account.id)
    return session.scalars(ordered.options(joinedload(TeamMember.account))).all()


def team_member(session: Session, reference: str, person: str) -> TeamMember | None:
    """One person of an organisation, by both references."""
    return session.scalar(
        select(TeamMember)
        .join(TeamMember.account)
        .join(TeamMember.organisation)
        .where(Organisation.reference == reference, Account.reference == person)
        .options(joinedload(TeamMember.account), joinedload(TeamMember.organisation))
    )


def member_by_email(session: Session, organisation_id: int, email: str) -> TeamMember | None:
    """The person with that address in a team."""
    return session.scalar(
        select(TeamMember)
        .join(TeamMember.account)
        .where(TeamMember.organisation_id == organisation_id, Account.email == email)
    )


def member_by_account(session: Session, organisation_id: int, account_id: int) -> TeamMember | None:
    """The same, by the key of their account."""
    wanted = select(TeamMember).where(
        TeamMember.organisation_id == organisation_id, TeamMember.account_id == account_id
    )
    return session.scalar(wanted)


def is_in_a_team(session: Session, email: str) -> bool:
    """Whether the person with that address works for any organisation here."""
    wanted = select(TeamMember.id).join(TeamMember.account).where(Account.email == email)
    return session.scalar(wanted.limit(1)) is not None


def leads(session: Session, organisation_id: int) -> Sequence[TeamMember]:
    """Those who lead an organisation and are not on hold; the organisation's row is locked first.

    So two leads who remove each other at the same moment cannot both succeed.
    """
    session.execute(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update())
    wanted = (
        select(TeamMember)
        .join(TeamMember.account)
        .where(
            TeamMember.organisation_id == organisation_id,
            TeamMember.role == TeamRole.LEAD,
            Account.suspended_at.is_(None),
        )
        .order_by(TeamMember.id)
    )
    return session.scalars(wanted.options(joinedload(TeamMember.account))).all()


def team_invitation(session: Session, reference: str, invitation: str) -> MailedToken | None:
    """An open invitation of that organisation."""
    found = invitation_by_reference(session, invitation, Purpose.TEAM_INVITATION)
    organisation = organisation_by_reference(session, reference)
    return found if found and organisation and found.organisation_id == organisation.id else None


def is_approved_member(session: Session, organisation_id: int) -> bool:
    """Whether an organisation is an approved member of the Funding Network today."""
    return is_member(session.scalar(select(Membership).where(Membership.organisation_id == organisation_id)), today())


def membership_of(session: Session, reference: str) -> Membership | None:
    """The membership of an organisation, with both."""
    return session.scalar(
        select(Membership)
        .join(Membership.organisation)
        .where(Organisation.reference == reference)
        .options(joinedload(Membership.organisation), joinedload(Membership.response))
    )


def membership_to_read(session: Session, reference: str) -> Membership | None:
    """The same, for a page that is only read: of a merged organisation that of the one that stays."""
    found = membership_of(session, reference)
    if found and found.organisation.merged_into_id:
        return membership_with_form(session, found.organisation.merged_into_id)
    return found


def member_for_office(session: Session, reference: str) -> Membership | None:
    """A membership once it was sent: drafts are the group's own."""
    found = membership_of(session, reference)
    return found if found and found.state != MembershipState.DRAFT else None


@dataclass(frozen=True)
class StepPlace:
    """One page of the registration form of one organisation."""

    organisation_id: int
    membership: Membership
    section: Section
    step: Step


def step_place(session: Session, reference: str, section: str, step: str) -> StepPlace | None:
    """The page at that address; None when the organisation or the page is not there."""
    membership = membership_of(session, reference)
    found = form_of(membership.response.form_version).step(section, step) if membership else None
    return StepPlace(membership.organisation_id, membership, *found) if membership and found else None


@dataclass(frozen=True)
class MembershipFile:
    """A file that the registration form of an organisation names; `sent` says whether the office has got it."""

    organisation_id: int
    sent: bool
    stored: StoredFile


def membership_file(session: Session, reference: str, public_id: str) -> MembershipFile | None:
    """A file of that form or of a renewal, by the references of both; files of applications are not here.

    The files of a merged organisation went to the one that stays, and so did the right to read them.
    """
    membership = membership_of(session, reference)
    stored = file_by_public_id(session, public_id)
    place = (membership.organisation.merged_into_id or membership.organisation_id) if membership else None
    if membership is None or stored is None or stored.organisation_id != place:
        return None
    renewals = session.scalars(
        select(Renewal).where(Renewal.membership_id == membership.id).options(joinedload(Renewal.response))
    ).all()
    sent = {membership.response_id: membership.state != MembershipState.DRAFT}
    for one in renewals:
        sent |= {one.response_id: one.sent_at is not None, one.before_id: True}
    answers = answers_by_response(session, list(sent))
    holding = [sent[response_id] for response_id, given in answers.items() if public_id in files_in(given)]
    return MembershipFile(place or membership.organisation_id, any(holding), stored) if holding else None


def membership_with_form(session: Session, organisation_id: int) -> Membership | None:
    """The membership of an organisation with its form, by the organisation's key in the database."""
    wanted = select(Membership).where(Membership.organisation_id == organisation_id)
    return session.scalar(wanted.options(joinedload(Membership.response)))


def registration_files(session: Session, organisation_id: int) -> tuple[Membership | None, dict[str, FileFacts]]:
    """The membership of an organisation, and the files that its registration form names now, by kind of document."""
    membership = membership_with_form(session, organisation_id)
    if membership is None:
        return None, {}
    found = files_by_kind(form_of(membership.response.form_version), answers_of(session, membership.response))
    return membership, found
