"""Reading what a group was told before the release."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications.models import EarlyAnswer


def early_answer_on(session: Session, application_id: int) -> EarlyAnswer | None:
    """That an application cannot be considered, as its group was told early."""
    return session.scalar(select(EarlyAnswer).where(EarlyAnswer.application_id == application_id))
