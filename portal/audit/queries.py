"""Reading the audit trail."""

from collections.abc import Sequence

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from portal.audit.models import AuditEntry
from portal.core.paging import Paging


def entries_about(session: Session, subject_type: str, subject: str) -> Sequence[AuditEntry]:
    """Everything that was done to one thing, newest first."""
    wanted = select(AuditEntry).where(AuditEntry.subject_type == subject_type, AuditEntry.subject == subject)
    return session.scalars(wanted.order_by(AuditEntry.id.desc())).all()


def entries_about_any(session: Session, subject_type: str, subjects: Sequence[str]) -> Sequence[AuditEntry]:
    """The same for several things of one kind, together."""
    wanted = select(AuditEntry).where(AuditEntry.subject_type == subject_type, AuditEntry.subject.in_(subjects))
    return session.scalars(wanted.order_by(AuditEntry.id.desc())).all()


def _matching(search: str) -> Select[AuditEntry]:
    found = select(AuditEntry)
    if search:
        columns = (AuditEntry.actor_name, AuditEntry.action, AuditEntry.subject)
        found = found.where(or_(*(column.icontains(search, autoescape=True) for column in columns)))
    return found


def count_entries(session: Session, search: str) -> int:
    """How many entries hold the words in person, act or subject."""
    return session.scalar(select(func.count()).select_from(_matching(search).subquery())) or 0


def entries(session: Session, search: str, paging: Paging) -> Sequence[AuditEntry]:
    """One page of those entries, newest first."""
    ordered = _matching(search).order_by(AuditEntry.id.desc())
    return session.scalars(ordered.offset(paging.offset).limit(paging.size)).all()
