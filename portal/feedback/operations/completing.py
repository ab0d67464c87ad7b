"""Adding to a feedback what was scored after it was drafted, so that no principle goes without words."""

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.audit.operations import record
from portal.decisions.queries import was_found_ineligible
from portal.feedback.models import Feedback, PrincipleFeedback
from portal.feedback.policy import WRITE
from portal.feedback.queries import judged, names_of_assessors
from portal.feedback.rules import FIELDS, drafted
from portal.feedback.states import FEEDBACK, FeedbackState


def complete_feedback(session: Session, *, feedback: Feedback, actor: Actor) -> int:
    """Draft the words on every scored principle that a feedback has no part for; how many parts came to it.

    What is written stays. What was approved needs approval again; what was released is left. Effects: the feedback
    with its principles, its state, audit.
    """
    application = feedback.application
    require(actor, WRITE, application)
    session.refresh(feedback, ["state", "revision"], with_for_update=True)
    if feedback.state == FeedbackState.RELEASED or was_found_ineligible(session, application):
        return 0
    known = {row.criterion_id for row in feedback.principles}
    criteria = {one.number: one for one in application.round.criteria if one.id not in known}
    new = [one for one in judged(session, application) if one.number in criteria]
    names = names_of_assessors(session, application.id)
    for one in new:
        words = drafted(one, names)
        feedback.principles.append(
            PrincipleFeedback(
                criterion=criteria[one.number],
                band=one.band,
                **{field: getattr(words, field) for field in FIELDS},
            )
        )
    if new:
        if feedback.state == FeedbackState.APPROVED:
            FEEDBACK.advance(session, feedback, "edit_again", actor_id=actor.account_id)
            feedback.approved_at, feedback.approved_by_id = None, None
        feedback.revision += 1
        feedback.tab_key, feedback.tab_count = "", 0
        reference, count = application.reference, len(new)
        record(session, "feedback:completed", subject_type="application", subject=reference, actor=actor, parts=count)
    session.flush()
    return len(new)
