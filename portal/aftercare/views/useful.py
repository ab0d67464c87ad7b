"""Whether the feedback was useful: the reader says it, officers read it by round."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.aftercare.forms import UsefulForm
from portal.aftercare.operations import say_useful
from portal.aftercare.policy import READ_USEFUL, SAY_USEFUL
from portal.aftercare.queries import useful as queries
from portal.aftercare.views.slots import useful_form
from portal.core.paging import page_number
from portal.feedback.models import Feedback
from portal.feedback.views.applicant import own_feedback
from portal.funds.models import Round
from portal.funds.queries import round_by_slug
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("useful", __name__)


@bp.page("/applications/<reference>/feedback/useful", methods=("GET", "POST"), needs=SAY_USEFUL, load=own_feedback)
def say(feedback: Feedback) -> ResponseReturnValue:
    """Say it, or say something else; the form stands at the foot of the feedback too."""
    session, actor = current_session(), current_actor()
    form: UsefulForm = useful_form(session, feedback, actor)
    if request.method == "POST" and form.validate():
        useful = form.useful.data == "yes"
        say_useful(session, feedback=feedback, useful=useful, line=form.line.data, actor=actor)
        flash("Thank you. You can change your answer at any time.", "success")
        return redirect(f"/applications/{feedback.application.reference}/feedback", code=303)
    return page("aftercare/useful.html", application=feedback.application, form=form, errors=form.summary)


@bp.page("/manage/rounds/<slug>/useful", needs=READ_USEFUL, load=round_by_slug)
def of_round(round_: Round) -> ResponseReturnValue:
    """How many found it useful, and the lines, without who said it."""
    session = current_session()
    paging = page_number(request.args.get("page"), queries.count_lines(session, round_.id))
    released, answered = queries.released(session, round_.id)
    return page(
        "aftercare/useful_round.html",
        round=round_,
        counts=queries.counts(session, round_.id),
        released=released,
        answered=answered,
        lines=queries.lines(session, round_.id, paging),
        paging=paging,
    )
