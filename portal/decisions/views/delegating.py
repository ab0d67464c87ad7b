"""The Commissioner's page for letting somebody sign for them in one round."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.core.clock import today
from portal.decisions.forms.signing import DelegationForm
from portal.decisions.operations import delegate_signing, withdraw_delegation
from portal.decisions.policy import DELEGATE
from portal.decisions.queries.delegations import delegation_in, delegations_of, possible_delegates
from portal.decisions.rules.delegation import MOST_WHY_WORDS, may_delegate, until_problem
from portal.decisions.views.commissioner import round_to_decide
from portal.funds.models import Round
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("delegating", __name__)


@bp.page("/decide/<slug>/delegate", methods=("GET", "POST"), needs=DELEGATE, load=round_to_decide, step_up=True)
def delegate(round_: Round) -> ResponseReturnValue:
    """Who may sign for the Commissioner in this round; name somebody, or take it back."""
    session = current_session()
    form, day_problem = DelegationForm(possible_delegates(session)), None
    if request.method == "POST" and request.form.get("action") == "withdraw":
        return _withdraw(round_)
    if request.method == "POST":
        day_problem = until_problem(form.read_day(), today())
        if form.validate() and not day_problem:
            return _name(round_, form)
    return page(
        "decisions/delegate.html",
        round=round_,
        standing=delegation_in(session, round_.id),
        earlier=delegations_of(session, round_.id),
        problem=may_delegate(round_.state),
        form=form,
        day_problem=day_problem,
        most_words=MOST_WHY_WORDS,
        errors=[*form.summary, *([("until", day_problem)] if day_problem else [])],
    )


def _name(round_: Round, form: DelegationForm) -> ResponseReturnValue:
    made = delegate_signing(
        current_session(),
        round_=round_,
        delegate=form.delegate.data,
        reason=form.reason.data,
        until_on=form.read_day(),
        actor=current_actor(),
    )
    flash(f"{made.delegate.name} may sign in this round for you. We told them by email.", "success")
    return redirect(f"/decide/{round_.slug}", code=303)


def _withdraw(round_: Round) -> ResponseReturnValue:
    typed = request.form.get("delegation", "")
    number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0
    withdraw_delegation(current_session(), round_=round_, delegation_id=number, actor=current_actor())
    flash("You took it back. We told them by email.", "success")
    return redirect(f"/decide/{round_.slug}", code=303)
