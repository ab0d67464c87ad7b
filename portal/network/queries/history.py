"""Everything the office knows of one organisation, the newest first. What is long is cut, and says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.applications.models import Application, Partner
from portal.applications.states import ApplicationState, PartnerState
from portal.audit.models import AuditEntry
from portal.core.paging import Paging
from portal.decisions.queries.results import came_of
from portal.documents.models import FileReading
from portal.documents.queries import count_readings, readings
from portal.network.models import MemberNote
from portal.organisations.models import Organisation
from portal.outbox.models import Message
from portal.workshops.models import Booking

MOST_SHOWN = 50
Row = TypeVar("Row")


@dataclass(frozen=True)
class Asking:
    """An application with what was decided on it, when that is announced; money in pence."""

    application: Application
    awarded_pence: int | None


@dataclass(frozen=True)
class Cut(Generic[Row]):
    """The newest rows of a longer list, and how many there are in all."""

    rows: Sequence[Row]
    total: int


def applications_and_awards(session: Session, organisation: Organisation) -> list[Asking]:
    """What an organisation asked for, also with a partner's lead, and what it was given; drafts are its own."""
    result = came_of()
    found = session.execute(
        select(Application, result.c.amount_pence)
        .outerjoin(result, result.c.application_id == Application.id)
        .where(
            Application.state != ApplicationState.DRAFT,
            or_(Application.organisation_id == organisation.id, Application.id.in_(_in_bids(organisation))),
        )
        .options(joinedload(Application.round), joinedload(Application.organisation))
        .order_by(Application.submitted_at.desc(), Application.id.desc())
    )
    return [Asking(application, pence) for application, pence in found]


def _in_bids(organisation: Organisation) -> Select[int]:
    found = select(Partner.application_id).where(Partner.organisation_id == organisation.id)
    return found.where(Partner.state == PartnerState.ACCEPTED)


def notes_about(session: Session, organisation: Organisation) -> Sequence[MemberNote]:
    """The office's notes."""
    wanted = select(MemberNote).where(MemberNote.organisation_id == organisation.id)
    return session.scalars(wanted.options(joinedload(MemberNote.written_by)).order_by(MemberNote.id.desc())).all()


def messages_about(session: Session, organisation: Organisation, applications: Sequence[Application]) -> Cut[Message]:
    """Mails about the organisation and its applications."""
    about = Message.about.in_([organisation.reference, *(one.reference for one in applications)])
    total = session.scalar(select(func.count(Message.id)).where(about)) or 0
    return Cut(session.scalars(select(Message).where(about).order_by(Message.id.desc()).limit(MOST_SHOWN)).all(), total)


def acts_about(session: Session, organisation: Organisation) -> Cut[AuditEntry]:
    """What was done, by whom, from the audit trail."""
    about = (AuditEntry.subject_type == "organisation") & (AuditEntry.subject == organisation.reference)
    total = session.scalar(select(func.count(AuditEntry.id)).where(about)) or 0
    newest = select(AuditEntry).where(about).order_by(AuditEntry.id.desc()).limit(MOST_SHOWN)
    return Cut(session.scalars(newest).all(), total)


def workshops_of(session: Session, organisation: Organisation) -> Cut[Booking]:
    """The places and waits that an organisation has or had at workshops, with what became of each."""
    mine = Booking.organisation_id == organisation.id
    total = session.scalar(select(func.count(Booking.id)).where(mine)) or 0
    newest = select(Booking).where(mine).order_by(Booking.id.desc()).limit(MOST_SHOWN)
    return Cut(session.scalars(newest.options(joinedload(Booking.workshop))).all(), total)


def readings_of(session: Session, organisation: Organisation) -> Cut[FileReading]:
    """Who was given files of an organisation."""
    newest = Paging(1, MOST_SHOWN, MOST_SHOWN)
    return Cut(readings(session, organisation.id, newest), count_readings(session, organisation.id))
