"""The officer's page that proposes money for one of the reserve list."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.applications.models import Application
from portal.core.clash import Stale, clashes
from portal.decisions import queries
from portal.decisions.forms import PromotionForm, promotion_texts
from portal.decisions.models import OUTCOME_LABELS
from portal.decisions.operations import propose_promotion, take_back
from portal.decisions.policy import RECOMMEND
from portal.decisions.queries.promotions import application_in_reserve, places_of, proposal_on, reserve_list
from portal.decisions.queries.results import result_on
from portal.decisions.rules.promotion import MOST_REASON_WORDS, ahead_of, may_promote
from portal.web.clash import CHOOSE, SAVED, clash_page, read_revision
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.kept import posted
from portal.web.pages import page

bp = Guarded("promoting", __name__)
LABELS = {
    "amount": "Amount in pounds",
    "reason": "Why it can be funded now",
    "order_reason": "Why those before it wait",
    "conditions": "Conditions of the money",
}


@bp.page(
    "/manage/applications/<reference>/promote", methods=("GET", "POST"), needs=RECOMMEND, load=application_in_reserve
)
def propose(application: Application) -> ResponseReturnValue:
    """Amount, reason and conditions for one of the reserve list; or take the proposal back."""
    session = current_session()
    present = proposal_on(session, application.id)
    if request.method == "POST" and request.form.get("action") == "take-back":
        take_back(session, application=application, revision=read_revision(request.form), actor=current_actor())
        return _onwards(application, f"The proposal for {application.title} is taken back.")
    ahead = ahead_of(application.reference, places_of(reserve_list(session, application.round)))
    form = _form(application, ahead)
    if request.method == "POST" and form.validate():
        revision = read_revision(request.form)
        try:
            propose_promotion(
                session, application=application, offer=form.offer, revision=revision, actor=current_actor()
            )
        except Stale:
            return _clash(application, form)
        return _onwards(application, f"Your proposal for {application.title} is with the Commissioner.")
    typed = posted()
    before = present.revision if present else 0
    return page(
        "decisions/promote.html",
        application=application,
        present=present,
        result=result_on(session, application.id),
        ahead=ahead,
        form=form,
        revision=before if typed is None else read_revision(typed),
        problem=may_promote(application.round.state, application.state),
        budget=queries.budget_of(session, application.round),
        outcomes=OUTCOME_LABELS,
        most_words=MOST_REASON_WORDS,
        errors=form.summary,
    )


def _form(application: Application, ahead: list[str]) -> PromotionForm:
    present = proposal_on(current_session(), application.id)
    form = PromotionForm(present, asked_pence=application.requested_pence or 0, ahead=ahead)
    saved = promotion_texts(present)
    for name in LABELS:
        if request.form.get(CHOOSE + name) == SAVED:
            form[name].data = saved[name]
    return form


def _clash(application: Application, form: PromotionForm) -> ResponseReturnValue:
    present = proposal_on(current_session(), application.id)
    assert present is not None  # it is stale only when there is a newer one
    address = f"/manage/applications/{application.reference}/promote"
    found = clashes(LABELS, promotion_texts(present), form.texts)
    return clash_page(
        found,
        typed=form.texts,
        revision=present.revision,
        action=address,
        back=address,
        who=present.proposed_by.name,
    )


def _onwards(application: Application, said: str) -> ResponseReturnValue:
    flash(said, "success")
    return redirect(f"/manage/rounds/{application.round.slug}/reserve", code=303)
