"""The Commissioner's pages for the reserve list: what is proposed, one proposal, and the signature."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.assessment.queries import counted_scores
from portal.core.references import canonical_reference
from portal.core.text import plural
from portal.decisions import queries
from portal.decisions.forms import MOST_BACK_WORDS, SendBackForm
from portal.decisions.forms.signing import GroundsForm
from portal.decisions.models import OUTCOME_LABELS, PromotionProposal
from portal.decisions.operations import ListChanged, promote, promotion_line, send_back_promotion
from portal.decisions.policy import DECIDE, SIGN
from portal.decisions.queries.notices import notices_of
from portal.decisions.queries.promotions import (
    Reserved,
    application_in_reserve,
    places_of,
    proposal_on,
    reserve_list,
)
from portal.decisions.rules.promotion import ahead_of, may_promote, out_of_order
from portal.decisions.rules.signing import list_text
from portal.decisions.views.commissioner import current_delegation, round_to_decide
from portal.decisions.wording import powers
from portal.funds.models import Round
from portal.web.clash import read_revision
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("promotions", __name__)


@dataclass(frozen=True)
class OnList:
    """A proposal in the round that the address names. Permissions ask about its application."""

    application: Application
    proposal: PromotionProposal

    @property
    def organisation_id(self) -> int:
        """Whose application it is."""
        return self.application.organisation_id

    @property
    def round_id(self) -> int:
        """The round that it was sent to."""
        return self.application.round_id


def proposal_to_sign(session: Session, slug: str, reference: str) -> OnList | None:
    """A proposal of this round, signed already or not."""
    application = application_in_reserve(session, canonical_reference(reference))
    if application is None or application.round.slug != slug:
        return None
    found = proposal_on(session, application.id)
    return OnList(application, found) if found else None


@bp.page("/decide/<slug>/promotions", methods=("GET", "POST"), needs=DECIDE, load=round_to_decide, step_up=True)
def listed(round_: Round) -> ResponseReturnValue:
    """The reserve list, everything that is proposed on it, and the signature under all of that."""
    session = current_session()
    reserved = [one for one in reserve_list(session, round_) if not _mine(one)]
    to_sign = [one for one in reserved if one.proposed and not _own(one)]
    proposals = [one.proposal for one in to_sign if one.proposal]
    fresh = list_text(promotion_line(proposal) for proposal in proposals)
    form = GroundsForm(funded=bool(proposals), typed=request.args)
    if request.method == "POST" and (form.validate() or request.form.get("shown") != fresh):
        return _signed(round_, form)
    return page(
        "decisions/promotions.html",
        round=round_,
        to_sign=to_sign,
        others=[one for one in reserved if one not in to_sign],
        shown=fresh,
        form=form,
        powers=powers().values(),
        errors=form.summary,
        delegation=current_delegation(round_),
        asked=sum(one.application.requested_pence or 0 for one in to_sign),
        total=sum(proposal.amount_pence for proposal in proposals),
        budget=queries.budget_of(session, round_),
        problem=may_promote(round_.state, ApplicationState.RESERVE) or _order_problem(reserved, to_sign),
        own=[one.application.reference for one in reserved if _own(one)],
        outcomes=OUTCOME_LABELS,
    )


def _signed(round_: Round, form: GroundsForm) -> ResponseReturnValue:
    """Sign, or say what changed on the list; then the way back to it carries what was typed."""
    session, here = current_session(), f"/decide/{round_.slug}/promotions"
    chosen, shown = request.form.getlist("application"), request.form.get("shown", "")
    try:
        made = promote(session, round_=round_, chosen=chosen, shown=shown, grounds=form.grounds, actor=current_actor())
    except ListChanged as changed:
        again = f"{here}?{urlencode(form.texts)}" if any(form.texts.values()) else here
        return page("decisions/changed.html", 409, round=round_, refusal=changed, again=again)
    notice = notices_of(session, round_.id)[-1].reference
    flash(f"You signed {plural(len(made), 'promotion')} from the reserve list. The notice is {notice}.", "success")
    return redirect(here, code=303)


@bp.page("/decide/<slug>/promotions/<reference>", methods=("GET", "POST"), needs=SIGN, load=proposal_to_sign)
def one_proposal(found: OnList) -> ResponseReturnValue:
    """One proposal with its reasons and the scores; send it back."""
    session, application = current_session(), found.application
    form = SendBackForm()
    if request.method == "POST" and form.validate():
        revision, reason = read_revision(request.form), form.back_reason.data
        send_back_promotion(session, application=application, reason=reason, revision=revision, actor=current_actor())
        flash(f"{application.title} is back with the officer.", "success")
        return redirect(f"/decide/{application.round.slug}/promotions", code=303)
    return page(
        "decisions/promotion.html",
        application=application,
        proposal=found.proposal,
        waits=found.proposal.open and application.state == ApplicationState.RESERVE,
        panel=queries.panel_of(session, application),
        given=counted_scores(session, [application.id]).get(application.id, []),
        form=form,
        most_words=MOST_BACK_WORDS,
        errors=form.summary,
    )


def _mine(one: Reserved) -> bool:
    return current_actor().in_team(one.application.organisation_id)


def _own(one: Reserved) -> bool:
    return one.proposal is not None and one.proposal.proposed_by_id == current_actor().account_id


def _order_problem(reserved: list[Reserved], to_sign: list[Reserved]) -> str | None:
    places = places_of(reserved, [one.application.reference for one in to_sign])
    for one in to_sign:
        ahead, why = ahead_of(one.application.reference, places), one.proposal.order_reason if one.proposal else ""
        problem = out_of_order(one.application.title, ahead, why)
        if problem:
            return problem
    return None
