"""Making an answer public, and taking it down."""

from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.aftercare.forms import PublicForm
from portal.aftercare.models import FeedbackQuestion
from portal.aftercare.operations import make_public, take_down
from portal.aftercare.policy import ANSWER
from portal.aftercare.queries import public as queries
from portal.aftercare.queries.questions import question_by_reference
from portal.aftercare.rules.asking import MOST_ANSWER_WORDS, MOST_QUESTION_WORDS
from portal.core.refusal import Refused
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("public_answers", __name__)
LOOK = "Change the words, or tick that you have looked at each point"


@bp.page(
    "/manage/feedback-questions/<reference>/public",
    methods=("GET", "POST"),
    needs=ANSWER,
    load=question_by_reference,
)
def publish(found: FeedbackQuestion) -> ResponseReturnValue:
    """Our own words for everyone; what could tell of the group is shown before, and must be looked at."""
    session, actor = current_session(), current_actor()
    if found.answered_at is None:
        raise Refused("Answer the group first. Then you can make the answer public.")
    if request.form.get("action") == "take-down":
        take_down(session, question=found, actor=actor)
        flash("It is taken down. Nobody outside the office reads it any more.", "success")
        return redirect(_address(found), code=303)
    public = queries.public_answer_of(session, found.id)
    form = PublicForm(data={"shown": public.shown, "answer": public.answer} if public else _theirs(found))
    if request.method == "GET":
        return _page(found, public, form)
    if not form.validate():
        return _page(found, public, form, form.summary)
    if not form.looked.data and queries.doubts(session, found, shown=form.shown.data, answer=form.answer.data):
        return _page(found, public, form, [("looked", LOOK)])
    make_public(session, question=found, shown=form.shown.data, text=form.answer.data, actor=actor)
    flash("Everyone can read it on the pages of the fund.", "success")
    return redirect(_address(found), code=303)


def _theirs(found: FeedbackQuestion) -> dict[str, str]:
    return {"shown": found.text, "answer": found.answer}


def _page(found: FeedbackQuestion, public: Any, form: PublicForm, errors: Any = ()) -> ResponseReturnValue:
    session, shown, answer = current_session(), form.shown.data or "", form.answer.data or ""
    live = public is not None and public.taken_down_at is None
    return page(
        "aftercare/public.html",
        question=found,
        application=found.application,
        public=public,
        live=live,
        form=form,
        doubts=[] if live else queries.doubts(session, found, shown=shown, answer=answer),
        errors=list(errors),
        most_words=(MOST_QUESTION_WORDS, MOST_ANSWER_WORDS),
    )


def _address(found: FeedbackQuestion) -> str:
    return f"/manage/feedback-questions/{found.reference}/public"
