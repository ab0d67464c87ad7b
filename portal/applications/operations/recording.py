"""What every act on an application leaves in the audit."""

from typing import Any

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.applications.models import Application
from portal.audit.operations import record


def record_act(session: Session, verb: str, application: Application, actor: Actor, **detail: Any) -> None:
    """Audit one act on an application: `verb` is in the past tense (`started`)."""
    reference = application.reference
    record(session, f"application:{verb}", subject_type="application", subject=reference, actor=actor, **detail)
