"""How a round is scored: what each principle counts, the last day, names hidden or not; and kind reminders."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.assessment.forms.settings import percent_words, read_last_day, read_weights, weight_errors
from portal.assessment.operations import remind_now, set_blind, set_last_day, set_practice, set_weights
from portal.assessment.policy import OVERSEE
from portal.assessment.queries.people import scores_sent
from portal.core.text import plural
from portal.funds.models import Round
from portal.funds.queries import round_by_slug
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.kept import posted
from portal.web.pages import page

bp = Guarded("scoring_settings", __name__)


@bp.page("/manage/rounds/<slug>/scoring", methods=("GET", "POST"), needs=OVERSEE, load=round_by_slug)
def settings(round_: Round) -> ResponseReturnValue:
    """Weights, last day, names: three small forms on one page."""
    if request.method == "GET":
        return _page(round_)
    action = request.form.get("action", "")
    return {"weights": _weights, "day": _day, "names": _names, "remind": _remind, "practice": _practice}.get(
        action, _page
    )(round_)


def _weights(round_: Round) -> ResponseReturnValue:
    weights = read_weights(request.form, [criterion.number for criterion in round_.criteria])
    errors = weight_errors(weights)
    if errors:
        return _page(round_, errors)
    settled = {number: weight or 0 for number, weight in weights.items()}
    set_weights(current_session(), round_=round_, weights=settled, actor=current_actor())
    return _done(round_, "What each principle counts is saved.")


def _day(round_: Round) -> ResponseReturnValue:
    day, wrong = read_last_day(request.form)
    if wrong:
        return _page(round_, [("day", wrong)])
    set_last_day(current_session(), round_=round_, day=day, actor=current_actor())
    return _done(round_, "The last day for scores is saved.")


def _names(round_: Round) -> ResponseReturnValue:
    if request.form.get("blind") not in ("yes", "no"):
        return _page(round_, [("blind", "Choose whether assessors see names")])
    set_blind(current_session(), round_=round_, blind=request.form["blind"] == "yes", actor=current_actor())
    return _done(round_, "Saved.")


def _practice(round_: Round) -> ResponseReturnValue:
    if request.form.get("practice") not in ("yes", "no"):
        return _page(round_, [("practice", "Choose whether everyone practises first")])
    set_practice(current_session(), round_=round_, first=request.form["practice"] == "yes", actor=current_actor())
    return _done(round_, "Saved.")


def _remind(round_: Round) -> ResponseReturnValue:
    told = remind_now(current_session(), round_=round_, actor=current_actor())
    words = f"{plural(told, 'assessor')} reminded." if told else "Nobody has scores to send."
    return _done(round_, words)


def _done(round_: Round, words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(f"/manage/rounds/{round_.slug}/scoring", code=303)


def _page(round_: Round, errors: list[tuple[str, str]] | None = None) -> ResponseReturnValue:
    typed, whole = posted(), sum(criterion.weight for criterion in round_.criteria)
    saved = {criterion.number: percent_words(criterion.weight, whole) for criterion in round_.criteria}
    weights = {number: typed.get(f"weight-{number}", words) if typed else words for number, words in saved.items()}
    return page(
        "assessment/settings.html",
        round=round_,
        weights=weights,
        fixed=scores_sent(current_session(), round_.id) > 0,
        typed=typed or {},
        wrong=dict(errors or []),
        errors=errors or [],
    )
