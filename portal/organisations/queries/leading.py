"""Reading what goes on between people of a team, for the pages of leads and of the office."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.core.paging import Paging
from portal.organisations.models import Organisation, TeamMember
from portal.organisations.models.leading import Handover, LeadRequest
from portal.organisations.queries import team


def open_handovers(session: Session, organisation_id: int, *, email: str = "") -> Sequence[Handover]:
    """Leads who leave once somebody has joined; with `email`, once this person has."""
    wanted = select(Handover).where(Handover.organisation_id == organisation_id, Handover.open.is_(True))
    if email:
        wanted = wanted.where(Handover.email == email)
    return session.scalars(wanted.options(joinedload(Handover.leaver)).order_by(Handover.id)).all()


def member_of(session: Session, organisation_id: int, account_id: int) -> TeamMember | None:
    """A person of a team, by their account."""
    wanted = select(TeamMember).where(
        TeamMember.organisation_id == organisation_id, TeamMember.account_id == account_id
    )
    return session.scalar(wanted.options(joinedload(TeamMember.account), joinedload(TeamMember.organisation)))


def open_request_of(session: Session, account_id: int) -> LeadRequest | None:
    """What a person waits for."""
    wanted = select(LeadRequest).where(LeadRequest.account_id == account_id, LeadRequest.open.is_(True))
    return session.scalar(wanted.options(joinedload(LeadRequest.organisation)))


def count_lead_requests(session: Session) -> int:
    """How many wait for the office."""
    return session.scalar(select(func.count(LeadRequest.id)).where(LeadRequest.open.is_(True))) or 0


def lead_requests(session: Session, paging: Paging) -> Sequence[LeadRequest]:
    """One page of those that wait, the oldest first."""
    wanted = select(LeadRequest).where(LeadRequest.open.is_(True)).order_by(LeadRequest.id)
    both = (joinedload(LeadRequest.account), joinedload(LeadRequest.organisation))
    return session.scalars(wanted.offset(paging.offset).limit(paging.size).options(*both)).all()


@dataclass(frozen=True)
class Asked:
    """A request with the team of the organisation that it is about."""

    request: LeadRequest
    people: Sequence[TeamMember]


def lead_request(session: Session, request: str) -> Asked | None:
    """One request, decided or not."""
    wanted = select(LeadRequest).where(LeadRequest.reference == request)
    found = session.scalar(wanted.options(joinedload(LeadRequest.account), joinedload(LeadRequest.organisation)))
    people = team(session, found.organisation_id) if found and found.organisation_id else []
    return Asked(found, people) if found else None


def organisation_named(session: Session, typed: str) -> Organisation | None:
    """The one organisation whose reference, or whole name whatever its case, was typed; None when two are alike."""
    plain = typed.strip()
    wanted = select(Organisation).where(
        (Organisation.reference == plain.upper()) | (func.lower(Organisation.name) == plain.lower())
    )
    found = session.scalars(wanted.limit(2)).all()
    return found[0] if len(found) == 1 else None
