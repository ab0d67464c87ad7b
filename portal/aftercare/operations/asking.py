"""One question about a feedback, its answer, and the reminder for the office."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.aftercare.models import FeedbackQuestion
from portal.aftercare.policy import ANSWER, ASK
from portal.aftercare.queries.calls import call_of
from portal.aftercare.queries.questions import due_until, question_on
from portal.aftercare.rules.asking import answer_due, due_words, may_ask, reminder, to_remind
from portal.assessment.queries.conflicts import kept_from
from portal.audit.operations import record
from portal.core.clock import london, now, today
from portal.core.refusal import Refused
from portal.feedback.models import Feedback
from portal.feedback.queries import people_to_tell
from portal.organisations.rules import working_days_after
from portal.outbox.operations import Recipient, queue
from portal.triage.queries import cases_of, officers

ONE_ONLY = "Your group has asked its question already. You can read it on the feedback page."
CALL_INSTEAD = "Your group has booked a call, so you can ask then. To ask in writing, cancel the call first."
TOO_LATE = "The time to ask about this feedback is over. You can still call or email us."


def ask(session: Session, *, feedback: Feedback, text: str, actor: Actor) -> FeedbackQuestion:
    """Ask the group's one question about its feedback; the same words pressed twice are one question.

    Refused when the group has asked already, has a call booked, or its time is over. Effects: the question with its
    due day, audit.
    """
    require(actor, ASK, feedback)
    assert actor.account_id is not None
    session.refresh(feedback, ["state", "released_at"], with_for_update=True)
    existing = question_on(session, feedback.application_id)
    if existing is not None:
        if existing.text == text and existing.asked_by_id == actor.account_id:
            return existing
        raise Refused(ONE_ONLY, title="You have asked already")
    if call_of(session, feedback.application_id) is not None:
        raise Refused(CALL_INSTEAD, title="You have booked a call")
    if not may_ask(feedback.released_at, today()):
        raise Refused(TOO_LATE)
    question = FeedbackQuestion(
        application_id=feedback.application_id,
        text=text,
        asked_at=now(),
        asked_by_id=actor.account_id,
        due_on=answer_due(today()),
    )
    session.add(question)
    session.flush()
    _record(session, "feedback:asked-about", question, actor)
    return question


def answer(session: Session, *, question: FeedbackQuestion, text: str, actor: Actor) -> None:
    """Answer a question, once. Effects: the answer, one mail to each lead and editor of the group, audit."""
    require(actor, ANSWER, question)
    session.refresh(question, ["answered_at", "answer"], with_for_update=True)
    if question.answered_at is not None:
        raise Refused("A colleague has answered this question already.", title="This is answered")
    question.answer, question.answered_at, question.answered_by_id = text, now(), actor.account_id
    session.flush()
    reference = question.application.reference
    for one in people_to_tell(session, question.application.organisation_id):
        queue(
            session,
            key=f"feedback_answered:{question.reference}:{one.id}",
            template="feedback_answered",
            to=Recipient(one.id, one.name, one.email),
            about_type="application",
            about=reference,
            reference=reference,
            question=question.text,
            answer=text,
            link=f"/applications/{reference}/feedback",
        )
    _record(session, "feedback:question-answered", question, actor)


def remind_of_questions(session: Session, at: datetime) -> int:
    """Mail the office about questions that are due by the next working day or overdue; how many questions.

    Whoever owns the application hears of it; where nobody does, or they cannot answer it, every officer.
    Whoever has a link with the group hears nothing.
    Each is told of a question once while it is due soon and once when it is overdue.
    """
    day = london(at).date()
    found = due_until(session, working_days_after(day, 1))
    staff = officers(session) if found else []
    cases = cases_of(session, [one.application_id for one in found])
    kept = {round_id: kept_from(session, round_id) for round_id in {one.application.round_id for one in found}}
    for question in found:
        away = kept[question.application.round_id].get(question.application_id, frozenset())
        case = cases.get(question.application_id)
        for officer in to_remind(staff, case.owner_id if case else None, away):
            queue(
                session,
                key=f"feedback_question_due:{question.reference}:{reminder(question.due_on, day)}:{officer.id}",
                template="feedback_question_due",
                to=Recipient(officer.id, officer.name, officer.email),
                about_type="application",
                about=question.application.reference,
                reference=question.application.reference,
                due=due_words(question.due_on, day),
                link=f"/manage/feedback-questions/{question.reference}",
            )
    return len(found)


def _record(session: Session, action: str, question: FeedbackQuestion, actor: Actor) -> None:
    reference = question.application.reference
    record(session, action, subject_type="application", subject=reference, actor=actor, question=question.reference)
