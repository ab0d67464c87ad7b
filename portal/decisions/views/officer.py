"""Rounds, what to do next in each, the ranking, and recommending."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.applications.models import Application
from portal.applications.states import APPLICATION, ApplicationState
from portal.assessment.queries import counted_scores
from portal.consultation.queries import advice_to_read
from portal.core.clash import Stale, clashes
from portal.core.clock import now
from portal.decisions import queries
from portal.decisions.forms import RecommendForm, texts_of
from portal.decisions.models import OUTCOME_LABELS
from portal.decisions.operations import recommend
from portal.decisions.policy import RECOMMEND, ROUNDS
from portal.decisions.queries.results import result_on
from portal.decisions.rules import MOST_REASON_WORDS, may_recommend
from portal.decisions.views.next_steps import next_steps
from portal.decisions.wording import main_reason_text
from portal.funds.models import Round
from portal.funds.operations import start_assessing
from portal.funds.queries import round_by_slug
from portal.funds.rules import Phase, closing_words, phase
from portal.funds.states import ROUND, RoundState
from portal.web.clash import CHOOSE, SAVED, clash_page, read_revision
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.kept import posted
from portal.web.pages import page

bp = Guarded("rounds", __name__)
LABELS = {
    "outcome": "What you recommend",
    "amount": "Amount in pounds",
    "main_reason": "Main reason",
    "reason": "Why",
    "conditions": "Conditions of the money",
}


@bp.page("/manage/rounds", needs=ROUNDS)
def rounds() -> ResponseReturnValue:
    """Every round, with how many applications stand where."""
    session = current_session()
    return page(
        "decisions/rounds.html",
        rounds=queries.rounds_to_prepare(session),
        counts=queries.counts_by_round(session),
        labels=ROUND.labels,
        phase=lambda round_: phase(round_, now()),
    )


@bp.page("/manage/rounds/<slug>", methods=("GET", "POST"), needs=ROUNDS, load=round_by_slug)
def one_round(round_: Round) -> ResponseReturnValue:
    """Where a round stands and what to do next; starting to assess is the one thing done right here."""
    session = current_session()
    if request.method == "POST":
        start_assessing(session, round_=round_, actor=current_actor())
        flash("You can now give applications to assessors.", "success")
        return redirect(f"/manage/rounds/{round_.slug}", code=303)
    counts = queries.counts_by_round(session).get(round_.id, {})
    return page(
        "decisions/round.html",
        round=round_,
        label=ROUND.labels[RoundState(round_.state)].staff,
        closed=phase(round_, now()) == Phase.CLOSED,
        closes=closing_words(round_),
        counts=[
            (state, APPLICATION.labels[state].staff, counts[state]) for state in ApplicationState if state in counts
        ],
        steps=next_steps(round_, counts, closed=phase(round_, now()) == Phase.CLOSED),
        budget=queries.budget_of(session, round_),
    )


@bp.page("/manage/rounds/<slug>/ranking", needs=ROUNDS, load=round_by_slug)
def ranking(round_: Round) -> ResponseReturnValue:
    """Applications by their totals, with mean and spread for each principle, against the budget."""
    session = current_session()
    rows = queries.ranking(session, round_)
    return page(
        "decisions/ranking.html",
        round=round_,
        rows=rows,
        asked=sum(row.application.requested_pence or 0 for row in rows),
        budget=queries.budget_of(session, round_),
        labels=APPLICATION.labels,
        outcomes=OUTCOME_LABELS,
    )


@bp.page(
    "/manage/applications/<reference>/recommend",
    methods=("GET", "POST"),
    needs=RECOMMEND,
    load=queries.application_to_decide,
)
def recommendation(application: Application) -> ResponseReturnValue:
    """Fund, fund in part, reserve or not this time, with the reason."""
    session = current_session()
    present = queries.recommendation_on(session, application.id)
    form = _form(application)
    if request.method == "POST" and form.validate():
        try:
            recommend(
                session,
                application=application,
                proposal=form.proposal,
                revision=read_revision(request.form),
                actor=current_actor(),
            )
        except Stale:
            return _clash(application, form)
        return _onwards(application)
    typed = posted()
    before = present.revision if present else 0
    return page(
        "decisions/recommend.html",
        application=application,
        present=present,
        decision=result_on(session, application.id),
        form=form,
        revision=before if typed is None else read_revision(typed),
        problem=may_recommend(application.state),
        panel=queries.panel_of(session, application),
        advice=advice_to_read(session, application),
        hide=str,
        given=counted_scores(session, [application.id]).get(application.id, []),
        budget=queries.budget_of(session, application.round),
        most_words=MOST_REASON_WORDS,
        outcomes=OUTCOME_LABELS,
        main_reason=main_reason_text,
        errors=form.summary,
    )


def _form(application: Application) -> RecommendForm:
    session = current_session()
    present = queries.recommendation_on(session, application.id)
    form = RecommendForm(
        present,
        asked_pence=application.requested_pence or 0,
        eligible=not queries.was_found_ineligible(session, application),
        draft=application.check_reason,
    )
    saved = texts_of(present)
    for name in LABELS:
        if request.form.get(CHOOSE + name) == SAVED:
            form[name].data = saved[name]
    return form


def _clash(application: Application, form: RecommendForm) -> ResponseReturnValue:
    present = queries.recommendation_on(current_session(), application.id)
    assert present is not None  # it is stale only when there is a newer one
    address = f"/manage/applications/{application.reference}/recommend"
    who = present.recommended_by.name if present.recommended_by else "someone else"
    return clash_page(
        clashes(LABELS, texts_of(present), form.texts),
        typed=form.texts,
        revision=present.revision,
        action=address,
        back=address,
        who=who,
    )


def _onwards(application: Application) -> ResponseReturnValue:
    flash(f"Your recommendation on {application.title} is with the Commissioner.", "success")
    return redirect(f"/manage/rounds/{application.round.slug}/ranking", code=303)
