"""Corrections of released feedback: the one that is being written, and the texts that were replaced."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.applications.models import Application
from portal.feedback.models import FeedbackCorrection, FeedbackVersion


def open_correction(session: Session, application_id: int) -> FeedbackCorrection | None:
    """The correction that waits for a second officer, as it stands in the database now."""
    wanted = select(FeedbackCorrection).where(FeedbackCorrection.application_id == application_id)
    wanted = wanted.options(joinedload(FeedbackCorrection.edited_by)).execution_options(populate_existing=True)
    return session.scalar(wanted)


def versions_of(session: Session, application_id: int) -> Sequence[FeedbackVersion]:
    """The texts that were replaced, the oldest first."""
    wanted = select(FeedbackVersion).where(FeedbackVersion.application_id == application_id)
    loading = (joinedload(FeedbackVersion.corrected_by), joinedload(FeedbackVersion.approved_by))
    return session.scalars(wanted.options(*loading).order_by(FeedbackVersion.number)).all()


def corrections_of_round(session: Session, round_id: int) -> Sequence[FeedbackCorrection]:
    """The corrections in a round that wait for a second officer, the oldest first."""
    wanted = select(FeedbackCorrection).join(FeedbackCorrection.application).where(Application.round_id == round_id)
    loading = contains_eager(FeedbackCorrection.application).joinedload(Application.organisation)
    wanted = wanted.options(loading, joinedload(FeedbackCorrection.edited_by))
    return session.scalars(wanted.order_by(FeedbackCorrection.edited_at, FeedbackCorrection.id)).all()
