"""Late money: the budget of a round, and who stands next on its reserve list."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.applications.states import ApplicationState
from portal.core.money import format_pounds
from portal.decisions import queries
from portal.decisions.forms import RaiseForm
from portal.decisions.models import OUTCOME_LABELS
from portal.decisions.operations import raise_budget
from portal.decisions.policy import RAISE
from portal.decisions.queries.promotions import reserve_list
from portal.decisions.rules.promotion import may_promote
from portal.decisions.rules.reserve import MOST_RAISE_WORDS, may_raise
from portal.funds.models import Round
from portal.funds.queries import round_by_slug
from portal.web.clash import read_revision
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.kept import posted
from portal.web.pages import page

bp = Guarded("reserve", __name__)


@bp.page("/manage/rounds/<slug>/reserve", methods=("GET", "POST"), needs=RAISE, load=round_by_slug, step_up=True)
def reserve(round_: Round) -> ResponseReturnValue:
    """The reserve list in its order, how the money stands, and raising the budget."""
    session, typed = current_session(), posted()
    before = round_.budget_pence if typed is None else read_revision(typed)
    form = RaiseForm(before)
    if request.method == "POST" and form.validate():
        raise_budget(
            session,
            round_=round_,
            after_pence=form.pence or 0,
            reason=form.reason.data,
            before_pence=before,
            actor=current_actor(),
        )
        flash(f"The budget is {format_pounds(round_.budget_pence)} now.", "success")
        return redirect(f"/manage/rounds/{round_.slug}/reserve", code=303)
    return page(
        "decisions/reserve.html",
        round=round_,
        reserved=reserve_list(session, round_),
        promoting=may_promote(round_.state, ApplicationState.RESERVE),
        outcomes=OUTCOME_LABELS,
        budget=queries.budget_of(session, round_),
        problem=may_raise(round_.state),
        before=before,
        most_words=MOST_RAISE_WORDS,
        form=form,
        errors=form.summary,
    )
