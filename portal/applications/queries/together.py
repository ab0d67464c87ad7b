"""Reading what a team writes beside an application: shares of the work, comments, presence, signatures, copies."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.access.roles import TeamRole
from portal.accounts.models import Account
from portal.applications.models import Application, Carried, Comment, Partner, Presence, SectionAssignee, SignOff
from portal.applications.states import PartnerState
from portal.organisations.models import Organisation, TeamMember


def assignees_of(session: Session, application: Application) -> dict[str, SectionAssignee]:
    """Who does which section, by its key."""
    wanted = select(SectionAssignee).where(SectionAssignee.application_id == application.id)
    return {row.section_key: row for row in session.scalars(wanted.options(joinedload(SectionAssignee.account)))}


def colleagues(session: Session, organisation_id: int, *roles: TeamRole) -> Sequence[Account]:
    """The people of an organisation's team in these roles who can sign in, by name."""
    wanted = select(Account).join(TeamMember, TeamMember.account_id == Account.id)
    wanted = wanted.where(
        TeamMember.organisation_id == organisation_id, TeamMember.role.in_(roles), Account.suspended_at.is_(None)
    )
    return session.scalars(wanted.order_by(func.lower(Account.name), Account.id)).unique().all()


def certifiers_of(session: Session, organisation_id: int) -> Sequence[Account]:
    """Who signs for an organisation before it sends."""
    return colleagues(session, organisation_id, TeamRole.CERTIFIER)


def everyone_on(session: Session, application: Application) -> Sequence[Account]:
    """Everybody who may read and comment: the organisation's team and the teams of its partners."""
    places = [application.organisation_id, *(_standing_ids(application))]
    wanted = select(Account).join(TeamMember, TeamMember.account_id == Account.id)
    wanted = wanted.where(TeamMember.organisation_id.in_(places), Account.suspended_at.is_(None))
    return session.scalars(wanted.distinct().order_by(Account.id)).unique().all()


def _standing_ids(application: Application) -> list[int]:
    return [one.organisation_id for one in application.partners if one.organisation_id and _stands(one)]


def _stands(partner: Partner) -> bool:
    return partner.state == PartnerState.ACCEPTED


def comments_of(session: Session, application: Application) -> Sequence[Comment]:
    """Everything that was said, newest first."""
    wanted = select(Comment).where(Comment.application_id == application.id)
    return session.scalars(wanted.order_by(Comment.id.desc())).all()


def open_comments(session: Session, application: Application) -> dict[str, int]:
    """How many comments wait in each section; the whole is the empty key."""
    wanted = select(Comment.section_key, func.count()).where(
        Comment.application_id == application.id, Comment.resolved_at.is_(None)
    )
    return {key: count for key, count in session.execute(wanted.group_by(Comment.section_key))}


def open_comments_on(
    session: Session, application: Application, section_key: str, question_keys: Sequence[str]
) -> Sequence[Comment]:
    """What waits about a step: its questions and its section as a whole, newest first."""
    about: ColumnElement[bool] = or_(Comment.question_key == "", Comment.question_key.in_(question_keys))
    wanted = select(Comment).where(
        Comment.application_id == application.id,
        Comment.resolved_at.is_(None),
        Comment.section_key == section_key,
        about,
    )
    return session.scalars(wanted.order_by(Comment.id.desc())).all()


def comment_of(session: Session, reference: str, number: int) -> Comment | None:
    """One comment of the application that the address names."""
    wanted = select(Comment).join(Comment.application).where(Application.reference == reference, Comment.id == number)
    return session.scalar(wanted.options(joinedload(Comment.application).selectinload(Application.partners)))


def said_lately(
    session: Session, application: Application, author_id: int | None, text: str, *, since: datetime
) -> Comment | None:
    """The newest comment of a person with exactly these words since then."""
    wanted = select(Comment).where(
        Comment.application_id == application.id,
        Comment.author_id == author_id,
        Comment.text == text,
        Comment.written_at > since,
    )
    return session.scalar(wanted.order_by(Comment.id.desc()).limit(1))


def presence_of(session: Session, application: Application, account_id: int | None) -> Presence | None:
    """Where a person was last."""
    wanted = select(Presence).where(Presence.application_id == application.id, Presence.account_id == account_id)
    return session.scalar(wanted)


def present_on(
    session: Session, application: Application, step: tuple[str, str], *, since: datetime, but: int | None
) -> list[str]:
    """The names of others who have had a step (section key, step key) open since then."""
    wanted = (
        select(Account.name)
        .join(Presence, Presence.account_id == Account.id)
        .where(
            Presence.application_id == application.id,
            Presence.section_key == step[0],
            Presence.step_key == step[1],
            Presence.seen_at > since,
            Presence.account_id != but,
        )
    )
    return list(session.scalars(wanted.order_by(Account.name)))


def latest_sign_off(session: Session, application: Application) -> SignOff | None:
    """The newest request to sign, whatever came of it."""
    wanted = select(SignOff).where(SignOff.application_id == application.id)
    return session.scalar(wanted.order_by(SignOff.id.desc()).limit(1))


def carried_into(session: Session, application: Application) -> Carried | None:
    """What an application was copied from."""
    wanted = select(Carried).where(Carried.application_id == application.id)
    return session.scalar(wanted.options(joinedload(Carried.source).joinedload(Application.response)))


def place_of(session: Session, application: Application, account_id: int | None) -> str:
    """The name of the organisation for which a person works on an application."""
    places = [application.organisation_id, *_standing_ids(application)]
    wanted = (
        select(Organisation.name)
        .join(TeamMember, TeamMember.organisation_id == Organisation.id)
        .where(TeamMember.account_id == account_id, Organisation.id.in_(places))
    )
    return (
        session.scalar(wanted.order_by(Organisation.id == application.organisation_id, Organisation.id).limit(1)) or ""
    )
