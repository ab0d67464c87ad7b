"""Who may not hear of which application: conflicts that stand, and links that the portal sees by itself."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from portal.access.roles import Role
from portal.accounts.models import Account, StaffRole
from portal.applications.models import Application, Partner
from portal.applications.states import ApplicationState, PartnerState
from portal.assessment.models import Conflict, Dismissal, RoundDeclaration
from portal.assessment.policy import PUBLIC_MAIL, mail_domain
from portal.assessment.rules.links import Known, Place, Suggestion, suggestions
from portal.interests.models import Declaration, Interest
from portal.organisations.models import Organisation, TeamMember

_SENT = Application.state.not_in([ApplicationState.DRAFT, ApplicationState.WITHDRAWN])


def kept_from(session: Session, round_id: int) -> dict[int, frozenset[int]]:
    """Who of the staff must not hear of which application of a round, in a constant number of queries.

    Out: application id -> account ids. The one place for lists, counts, meetings and mails to ask.
    """
    declared = select(Conflict.application_id, Conflict.account_id)
    declared = declared.join(Application, Application.id == Conflict.application_id)
    found: dict[int, set[int]] = {}
    for application_id, account_id in session.execute(
        declared.where(Application.round_id == round_id, Conflict.lifted_at.is_(None))
    ):
        found.setdefault(application_id, set()).add(account_id)
    for application_id, account_id in _linked(session, round_id):
        found.setdefault(application_id, set()).add(account_id)
    return {application_id: frozenset(people) for application_id, people in found.items()}


def _linked(session: Session, round_id: int) -> Iterable[tuple[int, int]]:
    """(application id, account id) of staff in a group's or partner's team, or with the mail domain of one there."""
    staff = session.execute(select(Account.id, Account.email).where(Account.id.in_(select(StaffRole.account_id)))).all()
    by_domain: dict[str, set[int]] = {}
    for account_id, email in staff:
        by_domain.setdefault(mail_domain(email), set()).add(account_id)
    people = {account_id for account_id, _ in staff}
    for team in (_team(round_id), _partners(round_id)):
        for application_id, member, email in session.execute(team):
            if member in people:
                yield application_id, member
            domain = mail_domain(email)
            if domain and domain not in PUBLIC_MAIL:
                yield from ((application_id, account_id) for account_id in by_domain.get(domain, ()))


def _team(round_id: int) -> Select[int, int, str]:
    wanted = select(Application.id, TeamMember.account_id, Account.email)
    wanted = wanted.join(TeamMember, TeamMember.organisation_id == Application.organisation_id)
    return wanted.join(Account, Account.id == TeamMember.account_id).where(Application.round_id == round_id)


def _partners(round_id: int) -> Select[int, int, str]:
    wanted = select(Application.id, TeamMember.account_id, Account.email)
    wanted = wanted.join(Partner, Partner.application_id == Application.id)
    wanted = wanted.join(TeamMember, TeamMember.organisation_id == Partner.organisation_id)
    wanted = wanted.join(Account, Account.id == TeamMember.account_id)
    return wanted.where(Application.round_id == round_id, Partner.state == PartnerState.ACCEPTED)


def conflict_of(
    session: Session, application_id: int, account_id: int | None, *, lock: bool = False
) -> Conflict | None:
    """What is recorded between a person and an application, also when it was lifted."""
    wanted = select(Conflict).where(Conflict.application_id == application_id, Conflict.account_id == account_id)
    return session.scalar(wanted.with_for_update() if lock else wanted)


def conflicts_in(session: Session, round_id: int) -> Sequence[Conflict]:
    """Everything recorded in a round, the newest first, with people and groups."""
    wanted = select(Conflict).join(Conflict.application).where(Application.round_id == round_id)
    wanted = wanted.options(
        joinedload(Conflict.account), joinedload(Conflict.application).joinedload(Application.organisation)
    )
    return session.scalars(wanted.order_by(Conflict.recorded_at.desc(), Conflict.id.desc())).all()


def conflicts_of(session: Session, application_id: int) -> Sequence[Conflict]:
    """Everything recorded about one application, the newest first, with people."""
    wanted = select(Conflict).where(Conflict.application_id == application_id).options(joinedload(Conflict.account))
    return session.scalars(wanted.order_by(Conflict.recorded_at.desc(), Conflict.id.desc())).all()


def round_declaration_of(session: Session, round_id: int, account_id: int | None) -> RoundDeclaration | None:
    """Whether and when a person went through the groups of a round."""
    wanted = select(RoundDeclaration).where(
        RoundDeclaration.round_id == round_id, RoundDeclaration.account_id == account_id
    )
    return session.scalar(wanted)


def declared_in(session: Session, round_id: int) -> set[int]:
    """The account ids of those who went through the groups of a round."""
    wanted = select(RoundDeclaration.account_id).where(RoundDeclaration.round_id == round_id)
    return set(session.scalars(wanted))


def places_in(session: Session, round_id: int) -> list[Place]:
    """The groups and partners of a round's sent applications with the names of their people, in two queries."""
    columns = (Application.id, Organisation.id, Organisation.name, Account.name)
    group = (
        select(*columns)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .outerjoin(TeamMember, TeamMember.organisation_id == Organisation.id)
        .outerjoin(Account, Account.id == TeamMember.account_id)
        .where(Application.round_id == round_id, _SENT)
    )
    partner = (
        select(*columns)
        .join(Partner, Partner.application_id == Application.id)
        .join(Organisation, Organisation.id == Partner.organisation_id)
        .outerjoin(TeamMember, TeamMember.organisation_id == Organisation.id)
        .outerjoin(Account, Account.id == TeamMember.account_id)
        .where(Application.round_id == round_id, Partner.state == PartnerState.ACCEPTED, _SENT)
    )
    people: dict[tuple[int, int, str], set[str]] = {}
    for application_id, organisation_id, name, person in [*session.execute(group), *session.execute(partner)]:
        there = people.setdefault((application_id, organisation_id, name), set())
        if person:
            there.add(person)
    return [Place(*key, frozenset(names)) for key, names in people.items()]


def open_suggestions(session: Session, round_id: int) -> list[Suggestion]:
    """Links in a round that may be, that nobody has recorded or dismissed yet, in a constant number of queries."""
    judging = select(StaffRole.account_id).where(StaffRole.role.in_([Role.ASSESSOR, Role.OFFICER, Role.COMMISSIONER]))
    scorers = session.execute(
        select(Account.id, Account.name).where(Account.id.in_(judging), Account.suspended_at.is_(None))
    ).all()
    newest = select(func.max(Declaration.id)).group_by(Declaration.account_id)
    known = session.execute(
        select(Declaration.account_id, Interest.kind, Interest.organisation_id, Interest.organisation)
        .join(Declaration, Declaration.id == Interest.declaration_id)
        .where(Declaration.id.in_(newest), Declaration.account_id.in_([account_id for account_id, _ in scorers]))
    )
    dismissed = session.execute(
        select(Dismissal.application_id, Dismissal.account_id, Dismissal.ground)
        .join(Application, Application.id == Dismissal.application_id)
        .where(Application.round_id == round_id)
    )
    gone = {tuple(row) for row in dismissed}
    kept = kept_from(session, round_id)
    everything = suggestions(
        places_in(session, round_id), [(row[0], row[1]) for row in scorers], [Known(*row) for row in known]
    )
    return [
        one
        for one in everything
        if (one.application_id, one.account_id, one.ground) not in gone
        and one.account_id not in kept.get(one.application_id, ())
    ]
