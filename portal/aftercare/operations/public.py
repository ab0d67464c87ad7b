"""Making an answer about feedback public, and taking it down."""

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.aftercare.models import FeedbackQuestion, PublicAnswer
from portal.aftercare.policy import ANSWER
from portal.aftercare.queries.public import public_answer_of
from portal.audit.operations import record
from portal.core.clock import now
from portal.core.refusal import Refused


def make_public(session: Session, *, question: FeedbackQuestion, shown: str, text: str, actor: Actor) -> PublicAnswer:
    """Show question and answer, in the office's words, on the pages of the fund; again, after it was taken down.

    Refused before the group has its answer, and while it is public. Effects: the public answer, audit.
    """
    require(actor, ANSWER, question)
    assert actor.account_id is not None
    session.refresh(question, ["answered_at"], with_for_update=True)
    if question.answered_at is None:
        raise Refused("Answer the group first. Then you can make the answer public.")
    found = public_answer_of(session, question.id)
    if found is not None and found.taken_down_at is None:
        raise Refused("A colleague has made this public already. Read what everyone sees.", title="This is public")
    if found is None:
        found = PublicAnswer(question_id=question.id, fund_id=question.application.round.fund_id)
        session.add(found)
    found.shown, found.answer, found.answered_at, found.published_by_id = shown, text, now(), actor.account_id
    found.taken_down_at, found.taken_down_by_id = None, None
    session.flush()
    _record(session, "feedback:answer-public", question, actor)
    return found


def take_down(session: Session, *, question: FeedbackQuestion, actor: Actor) -> None:
    """Show it to nobody any more; the words stay for officers. Refused when it is not public. Effects: that, audit."""
    require(actor, ANSWER, question)
    session.refresh(question, ["answered_at"], with_for_update=True)
    found = public_answer_of(session, question.id)
    if found is None or found.taken_down_at is not None:
        raise Refused("This is not public any more. You do not need to do anything.")
    found.taken_down_at, found.taken_down_by_id = now(), actor.account_id
    session.flush()
    _record(session, "feedback:answer-taken-down", question, actor)


def _record(session: Session, action: str, question: FeedbackQuestion, actor: Actor) -> None:
    reference = question.application.reference
    record(session, action, subject_type="application", subject=reference, actor=actor, question=question.reference)
