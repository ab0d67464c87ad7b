"""Reading what an organisation sent last, to tell what changed since."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications.models import Application, Snapshot


def sent_before(session: Session, application: Application) -> Snapshot | None:
    """The last that the organisation sent to the office with another application."""
    wanted = (
        select(Snapshot)
        .join(Snapshot.application)
        .where(Application.organisation_id == application.organisation_id, Application.id != application.id)
    )
    return session.scalar(wanted.order_by(Snapshot.submitted_at.desc(), Snapshot.id.desc()).limit(1))
