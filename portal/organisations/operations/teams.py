"""Organisations and the people in them."""

from datetime import timedelta

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.access.roles import TeamRole
from portal.accounts.models import MailedToken, Purpose
from portal.accounts.operations import make_link, recipient
from portal.accounts.queries import account_by_email, canonical_email, invitations, invitations_since
from portal.audit.operations import record
from portal.core.clock import now
from portal.core.references import new_reference
from portal.core.refusal import Refused
from portal.organisations.models import Organisation, TeamMember
from portal.organisations.operations.membership import begin_membership
from portal.organisations.policy import MANAGE_TEAM, OWN_ORGANISATIONS
from portal.organisations.queries import leads, member_by_email, organisation_by_reference
from portal.organisations.queries.leading import open_handovers
from portal.organisations.rules import INVITATIONS_A_DAY, keeps_a_lead, may_invite, may_join
from portal.outbox.operations import Recipient, queue

LAST_LEAD = "Each organisation needs a lead. Make someone else a lead first."


def create_organisation(session: Session, *, name: str, kind: str, actor: Actor) -> Organisation:
    """Add an organisation: its creator becomes its lead, its membership form begins with what is known; audit.

    Raises Refused for kinds of group that cannot be members.
    """
    require(actor, OWN_ORGANISATIONS)
    if not may_join(kind):
        raise Refused("Choose a kind of group that does not share profits with its owners.")
    organisation = Organisation(
        reference=_free_reference(session), name=name, kind=kind, created_at=now(), created_by_id=actor.account_id
    )
    session.add(organisation)
    session.flush()
    add_to_team(session, organisation, actor.account_id, TeamRole.LEAD)
    begin_membership(session, organisation=organisation, actor=actor)
    record(session, "organisation:created", subject_type="organisation", subject=organisation.reference, actor=actor)
    session.flush()
    return organisation


def invite(session: Session, *, organisation: Organisation, email: str, role: TeamRole, actor: Actor) -> MailedToken:
    """Ask someone to join the team: link by mail for fourteen days, instead of an earlier one; audit.

    Raises Refused for people who are in the team and after twenty invitations within a day.
    """
    require(actor, MANAGE_TEAM, organisation)
    address = canonical_email(email)
    if member_by_email(session, organisation.id, address):
        raise Refused(f"{address} is in your team. You can change their role on the People page.")
    if not may_invite(invitations_since(session, organisation.id, now() - timedelta(days=1))):
        raise Refused(f"You have invited {INVITATIONS_A_DAY} people in the last day. Invite more tomorrow.")
    account = account_by_email(session, address)
    secret, token = make_link(
        session,
        purpose=Purpose.TEAM_INVITATION,
        email=address,
        organisation_id=organisation.id,
        grants=role,
        invited_by_id=actor.account_id,
    )
    queue(
        session,
        key=f"link:{token.reference}",
        template="team_invite",
        to=recipient(account) if account else Recipient(None, address, address),
        about_type="organisation",
        about=organisation.reference,
        secret_link=f"/invitations/{secret}",
        inviter=actor.name,
        org_name=organisation.name,
    )
    record(session, "team:invited", subject_type="organisation", subject=organisation.reference, actor=actor, role=role)
    return token


def cancel_invitation(session: Session, *, organisation: Organisation, invitation: MailedToken, actor: Actor) -> None:
    """Make an invitation useless before it was accepted, and whoever waited for it stays; audit."""
    require(actor, MANAGE_TEAM, organisation)
    invitation.cancelled_at = now()
    for waiting in open_handovers(session, organisation.id, email=invitation.email):
        waiting.open, waiting.ended_at = None, now()
    reference = organisation.reference
    record(session, "team:invitation-cancelled", subject_type="organisation", subject=reference, actor=actor)
    session.flush()


def change_team_role(session: Session, *, member: TeamMember, role: TeamRole, actor: Actor) -> None:
    """Give someone of the team another role; audit. Raises Refused for the last lead."""
    require(actor, MANAGE_TEAM, member)
    if role != TeamRole.LEAD:
        _keep_a_lead(session, member)
    if member.role != role:
        record(
            session,
            "team:role-changed",
            subject_type="organisation",
            subject=member.organisation.reference,
            actor=actor,
            person=member.account.reference,
            before=member.role,
            after=role,
        )
        member.role = role
    session.flush()


def remove_person(session: Session, *, member: TeamMember, actor: Actor) -> None:
    """Take someone out of the team, and their open invitations with them; audit. Raises Refused for the last lead."""
    require(actor, MANAGE_TEAM, member)
    _keep_a_lead(session, member)
    for invitation in invitations(session, Purpose.TEAM_INVITATION, member.organisation_id):
        if invitation.invited_by_id == member.account_id:
            invitation.cancelled_at = now()
    record(
        session,
        "team:removed",
        subject_type="organisation",
        subject=member.organisation.reference,
        actor=actor,
        person=member.account.reference,
    )
    session.delete(member)
    session.flush()


def _free_reference(session: Session) -> str:
    """`ORG-7QJ4`: four random characters that nobody has yet."""
    while True:
        reference = new_reference("ORG")
        if organisation_by_reference(session, reference) is None:
            return reference


def add_to_team(session: Session, organisation: Organisation, account_id: int | None, role: TeamRole) -> None:
    """Put somebody into a team. Its caller has judged the right, and audits."""
    session.add(TeamMember(organisation_id=organisation.id, account_id=account_id, role=role, joined_at=now()))
    session.flush()


def _keep_a_lead(session: Session, member: TeamMember) -> None:
    found = [lead.account_id for lead in leads(session, member.organisation_id)]
    if member.role == TeamRole.LEAD and not keeps_a_lead(found, member.account_id):
        raise Refused(LAST_LEAD, title="You cannot remove the last lead")
