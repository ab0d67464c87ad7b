"""Reading assignments and scores. Scores that count are those sent by assessors without a conflict."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.access.roles import Role
from portal.accounts.models import Account, StaffRole
from portal.applications.models import Application, Partner
from portal.applications.rules.signing import standing_partners
from portal.applications.states import ApplicationState
from portal.assessment.models import Assignment, RoundDeclaration, Score
from portal.assessment.queries.conflicts import kept_from
from portal.assessment.rules import Given
from portal.assessment.states import AssignmentState
from portal.funds.models import Round
from portal.funds.states import RoundState
from portal.organisations.models import Organisation, TeamMember

WAITING = (AssignmentState.ASSIGNED, AssignmentState.DECLARED)
# What tells a group's names: loaded where a page may have to hide them, or to see who is linked.
TEAM = joinedload(Application.organisation).selectinload(Organisation.team).joinedload(TeamMember.account)
PARTNERS = (
    selectinload(Application.partners)
    .joinedload(Partner.organisation)
    .selectinload(Organisation.team)
    .joinedload(TeamMember.account)
)


def application_to_assess(session: Session, reference: str) -> Application | None:
    """An application that was sent, with its round and the teams of the group and its partners."""
    wanted = select(Application).where(
        Application.reference == reference,
        Application.state.not_in([ApplicationState.DRAFT, ApplicationState.WITHDRAWN]),
    )
    return session.scalar(wanted.options(TEAM, PARTNERS, joinedload(Application.round).selectinload(Round.criteria)))


def _assignments() -> Select[Assignment]:
    application = joinedload(Assignment.application)
    return select(Assignment).options(
        application.joinedload(Application.round).joinedload(Round.fund),
        application.joinedload(Application.response),
        application.joinedload(Application.organisation).selectinload(Organisation.team).joinedload(TeamMember.account),
        application.options(PARTNERS),
        selectinload(Assignment.scores),
        joinedload(Assignment.assessor),
    )


def assignment_of(session: Session, reference: str, assessor_id: int | None) -> Assignment | None:
    """One assessor's assignment to one application, whatever its state."""
    wanted = _assignments().join(Assignment.application)
    return session.scalar(wanted.where(Application.reference == reference, Assignment.assessor_id == assessor_id))


def assignments_of(session: Session, assessor_id: int | None) -> Sequence[Assignment]:
    """All assignments of one assessor, with applications, groups and scores, in a fixed number of queries."""
    return session.scalars(_assignments().where(Assignment.assessor_id == assessor_id)).unique().all()


def assignments_to(session: Session, application_id: int) -> Sequence[Assignment]:
    """All assignments to one application, oldest first."""
    wanted = select(Assignment).where(Assignment.application_id == application_id).order_by(Assignment.id)
    return session.scalars(
        wanted.options(joinedload(Assignment.assessor), selectinload(Assignment.scores).joinedload(Score.criterion))
    ).all()


def counted_scores(session: Session, application_ids: Iterable[int]) -> dict[int, list[Given]]:
    """The scores that count, by application id, in one query."""
    wanted = (
        select(Assignment.application_id, Score.assignment_id, Score.criterion_id, Score.points, Score.reason)
        .join(Assignment, Assignment.id == Score.assignment_id)
        .where(
            Assignment.application_id.in_(list(application_ids)),
            Assignment.state == AssignmentState.SUBMITTED,
            Score.points.is_not(None),
        )
        .order_by(Assignment.id, Score.criterion_id)
    )
    found: dict[int, list[Given]] = {}
    for application_id, assignment_id, criterion_id, points, reason in session.execute(wanted):
        found.setdefault(application_id, []).append(Given(assignment_id, criterion_id, points or 0, reason))
    return found


def count_in_states(session: Session, application_id: int, states: Iterable[str]) -> int:
    """How many assignments of an application stand in one of the states."""
    wanted = select(func.count()).where(
        Assignment.application_id == application_id, Assignment.state.in_([str(state) for state in states])
    )
    return session.scalar(wanted) or 0


def applications_to_declare(session: Session, round_id: int, account_id: int | None) -> list[Application]:
    """The groups of a round that a person still has no link to, by the group's name: sent, and not kept from them."""
    wanted = select(Application).where(
        Application.round_id == round_id,
        Application.state.not_in([ApplicationState.DRAFT, ApplicationState.WITHDRAWN, ApplicationState.INELIGIBLE]),
    )
    wanted = wanted.options(TEAM, PARTNERS, joinedload(Application.round))
    found = session.scalars(wanted).unique().all()
    kept = kept_from(session, round_id)
    mine = [one for one in found if account_id not in kept.get(one.id, ())]
    return sorted(mine, key=lambda one: (one.organisation.name.casefold(), one.reference))


@dataclass(frozen=True)
class Group:
    """A group of a round as it is shown before anybody reads: its application's reference is not shown with it."""

    reference: str
    name: str
    people: tuple[str, ...]


def groups_to_declare(session: Session, round_id: int, account_id: int | None) -> dict[str, Group]:
    """The groups of a round with the names of their people and partners, by the organisation's reference."""
    found: dict[str, Group] = {}
    for one in applications_to_declare(session, round_id, account_id):
        partners = [partner.organisation for partner in standing_partners(one.partners) if partner.organisation]
        people = [member.account.name for place in (one.organisation, *partners) for member in place.team]
        names = [one.organisation.name, *(partner.name for partner in partners)]
        found[one.organisation.reference] = Group(one.reference, " with ".join(names), tuple(dict.fromkeys(people)))
    return found


def rounds_to_declare(session: Session, account_id: int | None) -> Sequence[Round]:
    """The rounds being assessed whose groups a person has not gone through yet, the one that closed first at first."""
    done = select(RoundDeclaration.round_id).where(RoundDeclaration.account_id == account_id)
    wanted = select(Round).where(Round.state == RoundState.ASSESSING, Round.id.not_in(done))
    return session.scalars(wanted.order_by(Round.closes_at, Round.id)).all()


def sent_in(session: Session, round_id: int) -> Sequence[Application]:
    """The applications of a round that were sent and stand, with their groups."""
    wanted = select(Application).where(
        Application.round_id == round_id,
        Application.state.not_in([ApplicationState.DRAFT, ApplicationState.WITHDRAWN]),
    )
    return session.scalars(wanted.options(joinedload(Application.organisation)).order_by(Application.reference)).all()


def assessors(session: Session) -> Sequence[Account]:
    """Everyone who may be given applications to score, by name."""
    wanted = select(Account).join(StaffRole, StaffRole.account_id == Account.id)
    wanted = wanted.where(StaffRole.role == Role.ASSESSOR, Account.suspended_at.is_(None))
    return session.scalars(wanted.order_by(Account.name, Account.id)).all()


def may_have_links(session: Session) -> Sequence[Account]:
    """Everyone who scores, prepares or signs, by name: a link keeps each of them from an application."""
    judging = select(StaffRole.account_id).where(StaffRole.role.in_([Role.ASSESSOR, Role.OFFICER, Role.COMMISSIONER]))
    wanted = select(Account).where(Account.id.in_(judging), Account.suspended_at.is_(None))
    return session.scalars(wanted.order_by(Account.name, Account.id)).all()


@dataclass(frozen=True)
class Load:
    """How much one assessor has to do in one round."""

    assessor: Account
    to_declare: int
    to_score: int
    scored: int
    conflicts: int


def loads(session: Session, round_id: int) -> list[Load]:
    """The load of each assessor in a round, in two queries."""
    wanted = (
        select(Assignment.assessor_id, Assignment.state, func.count())
        .join(Application, Application.id == Assignment.application_id)
        .where(Application.round_id == round_id, Application.state != ApplicationState.WITHDRAWN)
        .group_by(Assignment.assessor_id, Assignment.state)
    )
    counts: dict[tuple[int, str], int] = {(who, state): count for who, state, count in session.execute(wanted)}
    order = (AssignmentState.ASSIGNED, AssignmentState.DECLARED, AssignmentState.SUBMITTED, AssignmentState.CONFLICTED)
    return [Load(person, *(counts.get((person.id, state), 0) for state in order)) for person in assessors(session)]


@dataclass(frozen=True)
class Progress:
    """How far the scoring of one application is."""

    application: Application
    assigned: int
    scored: int


def progress_of(session: Session, round_id: int) -> list[Progress]:
    """The applications of a round that are eligible or further, with their assessors counted, in two queries."""
    applications = session.scalars(
        select(Application)
        .where(
            Application.round_id == round_id,
            Application.state.in_([ApplicationState.ELIGIBLE, ApplicationState.ASSESSING, ApplicationState.MODERATION]),
        )
        .options(joinedload(Application.organisation))
        .order_by(Application.reference)
    ).all()
    counted = session.execute(
        select(Assignment.application_id, Assignment.state, func.count())
        .where(Assignment.application_id.in_([application.id for application in applications]))
        .group_by(Assignment.application_id, Assignment.state)
    )
    counts: dict[tuple[int, str], int] = {(what, state): count for what, state, count in counted}
    return [_progress(application, counts) for application in applications]


def _progress(application: Application, counts: dict[tuple[int, str], int]) -> Progress:
    scored = counts.get((application.id, AssignmentState.SUBMITTED), 0)
    waiting = sum(counts.get((application.id, state), 0) for state in WAITING)
    return Progress(application, waiting + scored, scored)
