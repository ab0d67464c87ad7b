"""The officers' side: questions to answer, how eligibility checks ended, and what a round shows to those who score."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.core.clock import now
from portal.core.paging import page_number
from portal.funds import queries
from portal.funds.counts import counted
from portal.funds.eligibility import questions_of
from portal.funds.forms import ANSWER, LONGEST_ANSWER_WORDS, LONGEST_QUESTION_WORDS, AnswerForm
from portal.funds.models import Round, RoundQuestion
from portal.funds.operations import answer, decline, show_by_and_for
from portal.funds.policy import ANSWER_QUESTIONS, MANAGE_ROUNDS, READ_CHECKS
from portal.funds.queries import question_by_reference, round_by_slug
from portal.funds.states import QUESTION, QuestionState
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("answering", __name__)


@bp.page("/manage/questions", needs=ANSWER_QUESTIONS)
def questions() -> ResponseReturnValue:
    """Questions that wait, the longest first; or those that were answered."""
    session = current_session()
    waiting = request.args.get("show") != "answered"
    paging = page_number(request.args.get("page"), queries.count_questions(session, waiting=waiting))
    found = queries.questions(session, paging, waiting=waiting)
    return page("funds/manage_questions.html", questions=found, paging=paging, waiting=waiting, labels=QUESTION.labels)


@bp.page("/manage/questions/<reference>", methods=("GET", "POST"), needs=ANSWER_QUESTIONS, load=question_by_reference)
def question(found: RoundQuestion) -> ResponseReturnValue:
    """Answer one, for everyone or for its asker."""
    form = AnswerForm(data={"shown": found.text})
    if request.method == "POST" and form.validate():
        session, actor = current_session(), current_actor()
        if form.how.data == ANSWER:
            answer(session, question=found, shown=form.shown.data, text=form.answer.data, actor=actor)
            flash(
                "Your answer is on the fund’s page. The person who asked and the followers get it by email.", "success"
            )
        else:
            decline(session, question=found, text=form.answer.data, actor=actor)
            flash("The person who asked gets your answer by email. Nobody else sees it.", "success")
        return redirect("/manage/questions", code=303)
    return page(
        "funds/manage_question.html",
        question=found,
        form=form,
        open=found.state == QuestionState.ASKED,
        label=QUESTION.labels[QuestionState(found.state)].staff,
        most_words=(LONGEST_QUESTION_WORDS, LONGEST_ANSWER_WORDS),
        errors=form.summary,
    )


@bp.page("/manage/rounds/<slug>/checks", needs=READ_CHECKS, load=round_by_slug)
def checks(found: Round) -> ResponseReturnValue:
    """How eligibility checks ended, by day and by question; nobody is named, because nobody is known."""
    labels = {question["key"]: question["label"] for question in questions_of(found.content)}
    return page(
        "funds/checks.html", round=found, counts=counted(queries.check_counts(current_session(), found.id), labels)
    )


@bp.page("/manage/rounds/<slug>/by-and-for", methods=("GET", "POST"), needs=MANAGE_ROUNDS, load=round_by_slug)
def by_and_for(found: Round) -> ResponseReturnValue:
    """Whether people who score see that a group calls itself by-and-for: decided before the round opens."""
    if request.method == "POST":
        shows = request.form.get("shows") == "yes"
        show_by_and_for(current_session(), round_=found, shows=shows, actor=current_actor())
        flash("The page of the fund says so now.", "success")
        return redirect(f"/manage/rounds/{found.slug}/by-and-for", code=303)
    return page("funds/by_and_for.html", round=found, fixed=found.opens_at <= now())
