"""The optional questions after sending, and the office's totals."""

from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.applications.queries import application_by_reference
from portal.core.clock import now
from portal.equality.operations import count_answers, skip_questions
from portal.equality.policy import ANSWER_EQUALITY, READ_EQUALITY
from portal.equality.queries import counts_of, was_asked
from portal.equality.rules import equality_form, totals
from portal.formkit.checking import save_problems
from portal.formkit.types import TYPES
from portal.formkit.types.base import Source
from portal.formkit.wizard import FieldView
from portal.funds.models import Round
from portal.funds.queries import round_by_slug
from portal.funds.rules import Phase, closing_words, phase
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.kept import posted
from portal.web.pages import page

bp = Guarded("equality", __name__)


def address_if_not_asked(session: Session, application: Application) -> str | None:
    """Where a group that has sent its application can answer the questions; None once it has, or has skipped them."""
    if application.submitted_at is None or was_asked(session, application):
        return None
    return f"/applications/{application.reference}/equality"


@bp.page(
    "/applications/<reference>/equality",
    methods=("GET", "POST"),
    needs=ANSWER_EQUALITY,
    load=application_by_reference,
)
def questions(application: Application) -> ResponseReturnValue:
    """All questions on one page, every one optional; or none of them, by one press."""
    session, receipt = current_session(), f"/applications/{application.reference}/submitted"
    if request.method == "GET" and was_asked(session, application):
        return redirect(receipt)
    form = equality_form()
    typed = posted()
    source = Source(typed) if typed else None
    answers: dict[str, Any] = (
        {q.key: TYPES[q.type].read(q, source, q.key) for q in form.by_key.values()} if source else {}
    )
    if request.method == "POST" and request.form.get("action") == "skip":
        skip_questions(session, application=application, actor=current_actor())
        return redirect(receipt, code=303)
    problems = [one for q in form.by_key.values() for one in save_problems(q, answers.get(q.key))]
    if request.method == "POST" and not problems:
        count_answers(session, application=application, answers=answers, actor=current_actor())
        flash("Thank you. We counted your answers, and kept nothing else.", "success")
        return redirect(receipt, code=303)
    errors = {one.field: one.message for one in problems}
    return page(
        "equality/questions.html",
        application=application,
        form=form,
        fields_on_page=[FieldView(q, TYPES[q.type], q.key, answers.get(q.key), errors) for q in form.by_key.values()],
        errors=list(errors.items()),
    )


@bp.page("/manage/rounds/<slug>/equality", needs=READ_EQUALITY, load=round_by_slug)
def report(round_: Round) -> ResponseReturnValue:
    """The totals of a round, once it has closed: while it is open, one more answer could be seen by comparing."""
    closed = phase(round_, now()) == Phase.CLOSED
    counts = counts_of(current_session(), round_) if closed else {}
    return page(
        "equality/report.html",
        round=round_,
        closed=closed,
        closes=closing_words(round_),
        totals=totals(equality_form(), counts) if counts else [],
    )
