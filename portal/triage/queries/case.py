"""Reading what is kept beside one application."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.access.roles import Role
from portal.accounts.models import Account, StaffRole
from portal.applications.models import Application
from portal.applications.queries import application_by_reference, requests_about
from portal.audit.queries import entries_about
from portal.core.workflow import StateChange
from portal.outbox.queries import messages_about
from portal.triage.models import Case, Flag, Note
from portal.triage.rules import timeline
from portal.triage.rules.timeline import Moment


@dataclass(frozen=True)
class FlagPage:
    """A flag and its application."""

    flag: Flag
    application: Application


@dataclass(frozen=True)
class NotePage:
    """A note and its application."""

    note: Note
    application: Application


def case_of(session: Session, application: Application) -> Case | None:
    """Who looks after an application, and by when."""
    wanted = select(Case).where(Case.application_id == application.id)
    return session.scalar(wanted.options(joinedload(Case.owner)))


def officers(session: Session) -> Sequence[Account]:
    """The grants officers who can sign in, by name."""
    wanted = select(Account).join(StaffRole, StaffRole.account_id == Account.id)
    wanted = wanted.where(StaffRole.role == Role.OFFICER, Account.suspended_at.is_(None))
    return session.scalars(wanted.order_by(func.lower(Account.name), Account.id)).all()


def flags_of(session: Session, application_id: int) -> Sequence[Flag]:
    """Every flag on an application, the newest first."""
    wanted = select(Flag).where(Flag.application_id == application_id)
    return session.scalars(wanted.order_by(Flag.number.desc())).all()


def notes_of(session: Session, application_id: int) -> Sequence[Note]:
    """Every note on an application, the newest first; struck ones too."""
    wanted = select(Note).where(Note.application_id == application_id)
    return session.scalars(wanted.order_by(Note.number.desc())).all()


def flag_page(session: Session, reference: str, number: int) -> FlagPage | None:
    """One flag of an application."""
    application = application_by_reference(session, reference)
    if application is None:
        return None
    flag = session.scalar(select(Flag).where(Flag.application_id == application.id, Flag.number == number))
    return FlagPage(flag, application) if flag else None


def note_page(session: Session, reference: str, number: int) -> NotePage | None:
    """One note on an application."""
    application = application_by_reference(session, reference)
    if application is None:
        return None
    note = session.scalar(select(Note).where(Note.application_id == application.id, Note.number == number))
    return NotePage(note, application) if note else None


def timeline_of(
    session: Session, application: Application, flags: Sequence[Flag], notes: Sequence[Note], kind: str
) -> list[Moment]:
    """Everything about an application, newest first, of one kind or (blank) of all; four queries."""
    changes = (
        select(StateChange, func.coalesce(Account.name, ""))
        .outerjoin(Account, Account.id == StateChange.actor_id)
        .where(StateChange.subject_type == "application", StateChange.subject_id == application.id)
        .order_by(StateChange.id.desc())
    )
    moments = [
        *timeline.of_notes(notes),
        *timeline.of_flags(flags),
        *timeline.of_states([(change, who) for change, who in session.execute(changes)]),
        *timeline.of_requests(requests_about(session, application.id)),
        *timeline.of_messages(messages_about(session, "application", application.reference)),
        *timeline.of_audit(entries_about(session, "application", application.reference)),
    ]
    return timeline.in_order(moments, kind)
