"""Telling a whole round at once."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.core.hiding import hidden_in
from portal.core.text import plural
from portal.decisions.models import OUTCOME_LABELS
from portal.feedback import queries
from portal.feedback.operations import release_round
from portal.feedback.operations.releasing import NOT_BY_YOU, lacks_of
from portal.feedback.policy import RELEASE
from portal.funds.models import Round
from portal.funds.queries import round_by_slug
from portal.funds.rules import is_announced
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("release", __name__)


@bp.page("/manage/rounds/<slug>/release", methods=("GET", "POST"), needs=RELEASE, load=round_by_slug, step_up=True)
def release(round_: Round) -> ResponseReturnValue:
    """Every name, outcome and amount with the totals; what still stands in the way; then the one button."""
    session = current_session()
    if request.method == "POST":
        count = release_round(session, round_=round_, actor=current_actor())
        flash(f"Released: {plural(count, 'application')}. The messages are on their way.", "success")
        return redirect(f"/manage/rounds/{round_.slug}/release", code=303)
    found = queries.lines(session, round_)
    signed = [line.decision for line in found if line.decision]
    return page(
        "feedback/release.html",
        round=round_,
        lines=found,
        waiting=[(line, lacks_of(line)) for line in found if lacks_of(line)],
        announced=is_announced(round_),
        not_by_you=NOT_BY_YOU if round_.id in hidden_in(session).rounds else "",
        asked=sum(line.application.requested_pence or 0 for line in found),
        total=sum(decision.amount_pence for decision in signed),
        awards=sum(1 for decision in signed if decision.amount_pence),
        outcomes=OUTCOME_LABELS,
    )
