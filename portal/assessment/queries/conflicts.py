"""Who may not hear of which application: conflicts that were declared, and links that the portal sees by itself."""

from collections.abc import Iterable

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.accounts.models import Account, StaffRole
from portal.applications.models import Application, Partner
from portal.applications.states import PartnerState
from portal.assessment.models import Assignment
from portal.assessment.policy import PUBLIC_MAIL, mail_domain
from portal.assessment.states import AssignmentState
from portal.organisations.models import TeamMember


def kept_from(session: Session, round_id: int) -> dict[int, frozenset[int]]:
    """Who of the staff must not hear of which application of a round, in a constant number of queries.

    Out: application id -> account ids. The one place for lists, counts, meetings and mails to ask.
    """
    declared = select(Assignment.application_id, Assignment.assessor_id).join(
        Application, Application.id == Assignment.application_id
    )
    declared = declared.where(Application.round_id == round_id, Assignment.state == AssignmentState.CONFLICTED)
    found: dict[int, set[int]] = {}
    for application_id, account_id in session.execute(declared):
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
