"""Who leads an organisation when a lead goes: handing over to somebody, or asking the office."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.access.roles import TeamRole
from portal.accounts.models import Account, Purpose
from portal.accounts.operations import recipient
from portal.accounts.queries import account_by_id, canonical_email, invitations
from portal.audit.operations import record
from portal.core.clock import now
from portal.core.refusal import Refused
from portal.organisations.models import Organisation, TeamMember
from portal.organisations.models.leading import Handover, LeadRequest
from portal.organisations.operations.teams import invite
from portal.organisations.policy import CHECK_MEMBERS, MANAGE_TEAM, OWN_ORGANISATIONS, VIEW_ORGANISATION
from portal.organisations.queries import leads, member_by_email, organisation_by_id
from portal.organisations.queries.leading import member_of, open_handovers, open_request_of
from portal.outbox.operations import queue

# (session, organisation id, from whom, to whom, actor): what rooms above know of a person's work changes hands.
HandOn = Callable[[Session, int, Account, Account, Actor], object]


def hand_over(session: Session, *, member: TeamMember, successor: TeamMember, hand_on: HandOn, actor: Actor) -> None:
    """Make somebody of the team the lead in one's place, and leave: their role, everything that was one's own, and
    the invitations that one sent. Mail to the new lead; audit.
    """
    require(actor, MANAGE_TEAM, member)
    _refuse_strangers(member, actor)
    leads(session, member.organisation_id)  # holds the organisation: two who hand over at once come one after the other
    if successor.organisation_id != member.organisation_id or successor.account_id == member.account_id:
        raise Refused("Choose somebody else of your team.")
    if successor.account.suspended_at is not None:
        raise Refused(f"{successor.account.name} cannot sign in now. Choose somebody else.")
    _complete(session, member, successor, hand_on, actor)


def hand_over_to_new(session: Session, *, member: TeamMember, email: str, actor: Actor) -> None:
    """Invite somebody to lead in one's place; one leaves when they have joined. Mail to them; audit."""
    require(actor, MANAGE_TEAM, member)
    _refuse_strangers(member, actor)
    address = canonical_email(email)
    if member_by_email(session, member.organisation_id, address):
        raise Refused(f"{address} is in your team. Choose them from the list.")
    invite(session, organisation=member.organisation, email=address, role=TeamRole.LEAD, actor=actor)
    for earlier in open_handovers(session, member.organisation_id):
        if earlier.leaver_id == member.account_id:
            _end(earlier)
    session.flush()
    session.add(
        Handover(organisation_id=member.organisation_id, leaver_id=member.account_id, email=address, asked_at=now())
    )
    record(
        session,
        "team:handing-over",
        subject_type="organisation",
        subject=member.organisation.reference,
        actor=actor,
    )
    session.flush()


def keep_leading(session: Session, *, organisation: Organisation, actor: Actor) -> None:
    """Stay after all, while nobody has joined in one's place: the invitation ends too. Twice is once; audit."""
    require(actor, MANAGE_TEAM, organisation)
    for found in open_handovers(session, organisation.id):
        if found.leaver_id == actor.account_id:
            _end(found)
            for invitation in invitations(session, Purpose.TEAM_INVITATION, organisation.id):
                if invitation.email == found.email:
                    invitation.cancelled_at = now()
            reference = organisation.reference
            record(session, "team:kept-leading", subject_type="organisation", subject=reference, actor=actor)
    session.flush()


def complete_handovers(
    session: Session, *, organisation: Organisation, account: Account, hand_on: HandOn, actor: Actor
) -> None:
    """Somebody has joined: whoever waited for them leaves now. Its caller has checked the invitation."""
    joined = member_of(session, organisation.id, account.id)
    for found in open_handovers(session, organisation.id, email=account.email):
        _end(found)
        leaver = member_of(session, organisation.id, found.leaver_id)
        if joined is not None and leaver is not None and leaver.account_id != joined.account_id:
            _complete(session, leaver, joined, hand_on, actor)
    session.flush()


def ask_to_lead(
    session: Session, *, organisation: Organisation | None, typed: str, reason: str, actor: Actor
) -> LeadRequest:
    """Ask the office to be made lead, because the lead is gone. A second asking finds the first. Audit.

    `organisation` is that of somebody of the team; whoever is not in it gives its name in their own words.
    """
    require(actor, VIEW_ORGANISATION if organisation else OWN_ORGANISATIONS, organisation)
    assert actor.account_id is not None
    waiting = open_request_of(session, actor.account_id)
    if waiting is not None:
        return waiting
    request = LeadRequest(
        organisation=organisation, typed=typed[:200], account_id=actor.account_id, reason=reason, asked_at=now()
    )
    session.add(request)
    session.flush()
    subject = organisation.reference if organisation else request.reference
    record(session, "team:asked-to-lead", subject_type="organisation", subject=subject, actor=actor)
    session.flush()
    return request


def grant_lead(
    session: Session,
    *,
    request: LeadRequest,
    organisation: Organisation,
    reason: str,
    gone: TeamMember | None,
    hand_on: HandOn,
    actor: Actor,
) -> None:
    """Make the person lead, with the reason of the officer who checked. `gone` is a lead who has left: their work
    changes hands and they may only read from now on. Every earlier lead is told by mail, and so is the person; audit.
    """
    require(actor, CHECK_MEMBERS)
    _hold(session, request)
    before = list(leads(session, organisation.id))
    member = member_of(session, organisation.id, request.account_id)
    if member is None:
        person = account_by_id(session, request.account_id)
        if person is None or person.staff_roles or person.suspended_at is not None:
            raise Refused("This person cannot work for an organisation here.")
        member = TeamMember(organisation_id=organisation.id, account_id=person.id, role=TeamRole.LEAD, joined_at=now())
        session.add(member)
        session.flush()
        session.refresh(member)
    member.role = TeamRole.LEAD
    if gone is not None and gone.organisation_id == organisation.id and gone.account_id != member.account_id:
        gone.role = TeamRole.VIEWER
        _move_invitations(session, organisation.id, gone.account_id, member.account_id)
        hand_on(session, organisation.id, gone.account, member.account, actor)
    request.organisation = organisation
    _decide(session, request, "granted", reason, actor)
    record(
        session, "team:lead-given", subject_type="organisation", subject=organisation.reference, actor=actor,
        person=member.account.reference, reason=reason,
    )  # fmt: skip
    for lead in before:
        if lead.account_id != member.account_id:
            _tell(session, "lead_changed", lead.account, organisation, str(request.id), person=member.account.name)
    _tell(session, "lead_given", member.account, organisation, str(request.id))
    session.flush()


def decline_lead(session: Session, *, request: LeadRequest, reason: str, actor: Actor) -> None:
    """Do not make the person lead: they are told the reason by mail; audit."""
    require(actor, CHECK_MEMBERS)
    _hold(session, request)
    _decide(session, request, "declined", reason, actor)
    person = account_by_id(session, request.account_id)
    assert person is not None
    record(session, "team:lead-declined", subject_type="organisation", subject=request.reference, actor=actor)
    queue(
        session,
        key=f"lead_declined:{request.id}",
        template="lead_declined",
        to=recipient(person),
        about_type="organisation",
        about=request.organisation.reference if request.organisation else request.reference,
        reason=reason,
    )
    session.flush()


def _hold(session: Session, request: LeadRequest) -> None:
    session.refresh(request, ["open", "outcome"], with_for_update=True)
    if request.open is None:
        raise Refused("Somebody has answered this already.")


def _decide(session: Session, request: LeadRequest, outcome: str, reason: str, actor: Actor) -> None:
    request.open, request.outcome, request.decision_reason = None, outcome, reason
    request.decided_at, request.decided_by_id = now(), actor.account_id
    session.flush()


def _complete(session: Session, leaver: TeamMember, successor: TeamMember, hand_on: HandOn, actor: Actor) -> None:
    organisation = organisation_by_id(session, leaver.organisation_id)
    assert organisation is not None
    successor.role = TeamRole.LEAD
    _move_invitations(session, organisation.id, leaver.account_id, successor.account_id)
    hand_on(session, organisation.id, leaver.account, successor.account, actor)
    for waiting in open_handovers(session, organisation.id):
        if waiting.leaver_id == leaver.account_id:
            _end(waiting)
    record(
        session, "team:handed-over", subject_type="organisation", subject=organisation.reference, actor=actor,
        before=leaver.account.reference, after=successor.account.reference,
    )  # fmt: skip
    key = f"{leaver.account_id}:{now().isoformat()}"
    _tell(session, "handed_over", successor.account, organisation, key, person=leaver.account.name)
    session.delete(leaver)
    session.flush()


def _move_invitations(session: Session, organisation_id: int, before: int, after: int) -> None:
    for invitation in invitations(session, Purpose.TEAM_INVITATION, organisation_id):
        if invitation.invited_by_id == before:
            invitation.invited_by_id = after


def _refuse_strangers(member: TeamMember, actor: Actor) -> None:
    if member.account_id != actor.account_id:
        raise Refused("You can hand over only what is yours.")


def _end(handover: Handover) -> None:
    handover.open, handover.ended_at = None, now()


def _tell(
    session: Session, template: str, account: Account, organisation: Organisation, key: str, **words: str
) -> None:
    queue(
        session,
        key=f"{template}:{organisation.reference}:{account.id}:{key}",
        template=template,
        to=recipient(account),
        about_type="organisation",
        about=organisation.reference,
        org_name=organisation.name,
        link=f"/organisations/{organisation.reference}",
        **words,
    )
