"""The feedback of the round that is announced, written by Olive, approved by Piers, and released."""

from datetime import timedelta

from sqlalchemy.orm import Session

from portal.core.clock import as_of, now
from portal.feedback.operations import approve_feedback, draft_feedback, release_round
from tests.support.building.applications import person
from tests.support.building.decisions import found


def build(session: Session) -> None:
    """Both groups can read theirs."""
    with as_of(now() - timedelta(days=80)):
        for reference in ("SCF25-TDLD", "SCF25-NWAY"):
            application = found(session, reference)
            feedback = draft_feedback(session, application=application, actor=person(session, "olive"))
            actor = person(session, "piers")
            approve_feedback(session, feedback=feedback, revision=feedback.revision, actor=actor)
        round_ = found(session, "SCF25-TDLD").round
        release_round(session, round_=round_, actor=person(session, "olive"))
