"""Writing the audit trail."""

from typing import Any

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.audit.models import AuditEntry
from portal.core.clock import now


def record(session: Session, action: str, *, subject_type: str, subject: str, actor: Actor, **detail: Any) -> None:
    """Add one entry in the caller's transaction: it stands or falls with what it tells of."""
    session.add(
        AuditEntry(
            at=now(),
            actor_id=actor.account_id,
            actor_name=actor.name[:200],
            action=action,
            subject_type=subject_type,
            subject=subject[:80],
            detail=detail,
        )
    )
