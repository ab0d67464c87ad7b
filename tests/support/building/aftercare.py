"""What Northway Youth asked about its feedback three weeks after it was released."""

from datetime import timedelta

from sqlalchemy.orm import Session

from portal.aftercare.operations import ask
from portal.core.clock import as_of, now
from portal.feedback.queries import feedback_on
from tests.support.building.applications import person


def build(session: Session) -> None:
    """One open question, long overdue."""
    feedback = feedback_on(session, "SCF25-NWAY")
    assert feedback is not None
    with as_of(now() - timedelta(days=60)):
        question = ask(session, feedback=feedback, text="Who should we talk to first?", actor=person(session, "owen"))
    question.reference = "FQ-NRTHWY"
    session.flush()
