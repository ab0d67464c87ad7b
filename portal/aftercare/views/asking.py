"""Asking about one's feedback, and the officers' list and answer."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.aftercare.forms import AnswerForm, AskForm
from portal.aftercare.models import FeedbackQuestion
from portal.aftercare.operations import answer, ask
from portal.aftercare.operations.asking import CALL_INSTEAD, ONE_ONLY, TOO_LATE
from portal.aftercare.policy import ANSWER, ASK, READ_QUESTIONS
from portal.aftercare.queries import questions as queries
from portal.aftercare.queries.calls import call_of
from portal.aftercare.rules.asking import (
    DAYS_TO_ANSWER,
    MOST_ANSWER_WORDS,
    MOST_QUESTION_WORDS,
    due_words,
    last_day_to_ask,
    may_ask,
)
from portal.core.clock import today
from portal.core.dates import weekday_words
from portal.core.paging import page_number
from portal.core.refusal import Refused
from portal.feedback.models import Feedback
from portal.feedback.views.applicant import own_feedback
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("feedback_questions", __name__)


@bp.page("/applications/<reference>/feedback/ask", methods=("GET", "POST"), needs=ASK, load=own_feedback)
def ask_about(feedback: Feedback) -> ResponseReturnValue:
    """Ask the one question."""
    session, application = current_session(), feedback.application
    form = AskForm()
    if request.method == "POST" and form.validate():
        asked = ask(session, feedback=feedback, text=form.question.data, actor=current_actor())
        flash(f"We have your question. We answer by {weekday_words(asked.due_on)}.", "success")
        return redirect(f"/applications/{application.reference}/feedback#your-question", code=303)
    if request.method == "GET" and queries.question_on(session, application.id):
        raise Refused(ONE_ONLY, title="You have asked already")
    if request.method == "GET" and call_of(session, application.id):
        raise Refused(CALL_INSTEAD, title="You have booked a call")
    if feedback.released_at is None or not may_ask(feedback.released_at, today()):
        raise Refused(TOO_LATE)
    return page(
        "aftercare/ask.html",
        application=application,
        form=form,
        errors=form.summary,
        most_words=MOST_QUESTION_WORDS,
        days=DAYS_TO_ANSWER,
        until=weekday_words(last_day_to_ask(feedback.released_at)),
    )


@bp.page("/manage/feedback-questions", needs=READ_QUESTIONS)
def questions() -> ResponseReturnValue:
    """Those that wait, due first; or those that were answered."""
    session, day = current_session(), today()
    waiting = request.args.get("show") != "answered"
    paging = page_number(request.args.get("page"), queries.count_questions(session, waiting=waiting))
    found = queries.questions(session, paging, waiting=waiting)
    rows = [(one, due_words(one.due_on, day), one.due_on < day) for one in found]
    return page("aftercare/questions.html", rows=rows, paging=paging, waiting=waiting)


@bp.page(
    "/manage/feedback-questions/<reference>",
    methods=("GET", "POST"),
    needs=ANSWER,
    load=queries.question_by_reference,
)
def question(found: FeedbackQuestion) -> ResponseReturnValue:
    """Answer one."""
    form = AnswerForm()
    if request.method == "POST" and form.validate():
        answer(current_session(), question=found, text=form.answer.data, actor=current_actor())
        flash("The group gets your answer by email, and reads it with its feedback.", "success")
        public = f"/{found.reference}/public" if request.form.get("action") == "public" else ""
        return redirect(f"/manage/feedback-questions{public}", code=303)
    return page(
        "aftercare/question.html",
        question=found,
        application=found.application,
        form=form,
        errors=form.summary,
        due=due_words(found.due_on, today()),
        most_words=MOST_ANSWER_WORDS,
    )
