"""Telling a whole round at once: now, or at an hour that is set; and what came of the mails."""

from dataclasses import dataclass

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.core.clock import today
from portal.core.dates import deadline_words
from portal.core.hiding import hidden_in
from portal.core.text import plural
from portal.decisions.models import OUTCOME_LABELS
from portal.feedback import queries
from portal.feedback.forms import HourForm
from portal.feedback.operations import cancel_release, plan_release, release_round
from portal.feedback.operations.releasing import NOT_BY_YOU, lacks_of
from portal.feedback.policy import RELEASE
from portal.feedback.promise import due
from portal.feedback.queries import Line
from portal.feedback.queries.plans import last_plan, mails_of, who_announced
from portal.funds.models import Round
from portal.funds.queries import round_by_slug
from portal.funds.rules import is_announced
from portal.outbox.models import Message
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("release", __name__)


@dataclass(frozen=True)
class Sums:
    """The totals at the foot of the list; money in pence."""

    asked: int
    total: int
    awards: int


@bp.page("/manage/rounds/<slug>/release", methods=("GET", "POST"), needs=RELEASE, load=round_by_slug, step_up=True)
def release(round_: Round) -> ResponseReturnValue:
    """Every name, outcome and amount with the totals; what still stands in the way; then the one button."""
    session = current_session()
    if request.method == "POST":
        count = release_round(session, round_=round_, actor=current_actor())
        flash(f"Released: {plural(count, 'application')}. The messages are on their way.", "success")
        return _back(round_)
    found, announced = queries.lines(session, round_), is_announced(round_)
    mails = mails_of(session, round_.id) if announced else {}
    return page(
        "feedback/release.html",
        round=round_,
        lines=found,
        waiting=[(line, lacks_of(line)) for line in found if lacks_of(line)],
        announced=announced,
        not_by_you=NOT_BY_YOU if round_.id in hidden_in(session).rounds else "",
        released_by=who_announced(session, round_.id) if announced else "",
        mails=mails,
        undelivered=_undelivered(found, mails),
        plan=last_plan(session, round_.id),
        promise=None if announced else due(round_.decision_on, today()),
        sums=_sums(found),
        outcomes=OUTCOME_LABELS,
    )


@bp.page("/manage/rounds/<slug>/release/hour", methods=("GET", "POST"), needs=RELEASE, load=round_by_slug, step_up=True)
def hour(round_: Round) -> ResponseReturnValue:
    """Set the hour at which the worker releases the round."""
    form = HourForm()
    sent = request.method == "POST"
    valid = sent and form.validate()
    problem = form.hour_problem(round_) if sent else None
    at = form.closing() if valid and not problem else None
    if at:
        plan_release(current_session(), round_=round_, at=at, actor=current_actor())
        flash(f"Set: the round is released at {deadline_words(at)}. You can cancel that until then.", "success")
        return _back(round_)
    errors = ([("hour-day", problem)] if problem else []) + form.summary
    found = queries.lines(current_session(), round_)
    return page("feedback/hour.html", round=round_, form=form, problem=problem, errors=errors, sums=_sums(found))


@bp.page("/manage/rounds/<slug>/release/cancel", methods=("POST",), needs=RELEASE, load=round_by_slug)
def cancel(round_: Round) -> ResponseReturnValue:
    """Take the hour back."""
    cancel_release(current_session(), round_=round_, actor=current_actor())
    flash("Cancelled: the round is not released by itself. Nobody was told anything.", "success")
    return _back(round_)


def _sums(found: list[Line]) -> Sums:
    signed = [line.result for line in found if line.result]
    return Sums(
        sum(line.application.requested_pence or 0 for line in found),
        sum(result.amount_pence for result in signed),
        sum(1 for result in signed if result.amount_pence),
    )


def _undelivered(found: list[Line], mails: dict[str, list[Message]]) -> list[tuple[Line, list[Message]]]:
    """The applications of which nobody has a message that arrived or may still: by mail they were not told."""
    return [
        (line, sent)
        for line in found
        if (sent := mails.get(line.application.reference, [])) and all(one.delivery == "failed" for one in sent)
    ]


def _back(round_: Round) -> ResponseReturnValue:
    return redirect(f"/manage/rounds/{round_.slug}/release", code=303)
