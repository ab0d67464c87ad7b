"""The office moves dates: more time after a fault or for one group, a later decision; and drafts that are stuck."""

from datetime import datetime

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.applications import queries
from portal.applications.forms.dates import ClosingForm, DecisionDayForm, ExtensionForm, OutageForm
from portal.applications.operations import declare_outage, extend_for, put_off_decision
from portal.applications.stuck import stuck_drafts
from portal.core.clock import now
from portal.core.dates import deadline_words, weekday_words
from portal.core.references import canonical_reference
from portal.core.text import plural
from portal.funds.models import Round
from portal.funds.policy import MANAGE_ROUNDS
from portal.funds.queries import delays_of, outages_of, round_by_slug
from portal.funds.rules import closing_words
from portal.organisations.models import Organisation
from portal.organisations.queries import organisation_by_reference
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("round_dates", __name__)
NOT_FOUND = "Enter the reference of an organisation, or of one of its applications"


@bp.page("/manage/rounds/<slug>/dates", needs=MANAGE_ROUNDS, load=round_by_slug)
def dates(round_: Round) -> ResponseReturnValue:
    """The dates of a round, how they moved, and who was given more time."""
    session = current_session()
    return page(
        "applications/dates.html",
        round=round_,
        closes=closing_words(round_),
        outages=outages_of(session, round_),
        delays=delays_of(session, round_),
        extensions=queries.extensions_in(session, round_),
    )


@bp.page("/manage/rounds/<slug>/outage", methods=("GET", "POST"), needs=MANAGE_ROUNDS, load=round_by_slug)
def outage(round_: Round) -> ResponseReturnValue:
    """More time for everyone after a fault of ours; read once more before it counts."""
    form = OutageForm()
    closes_at = _sound(form)
    if closes_at and request.form.get("action") == "confirm":
        session = current_session()
        declare_outage(session, round_=round_, closes_at=closes_at, words=form.words.data, actor=current_actor())
        flash(f"{round_.name} now closes at {deadline_words(closes_at)}.", "success")
        return _back(round_)
    if closes_at and request.form.get("action") != "change":
        told = plural(len(queries.drafts_in(current_session(), round_)), "draft")
        words = f"{round_.name} will close at {deadline_words(closes_at)} for everyone. We tell the people of {told}."
        return _confirm(round_, form, words, "Give everyone more time")
    return _form_page("applications/outage.html", round_, form)


@bp.page("/manage/rounds/<slug>/extension", methods=("GET", "POST"), needs=MANAGE_ROUNDS, load=round_by_slug)
def extension(round_: Round) -> ResponseReturnValue:
    """More time for one organisation; read once more before it counts."""
    form = ExtensionForm()
    closes_at = _sound(form)
    organisation = _organisation(form.organisation.data) if closes_at else None
    if closes_at and organisation is None:
        form.organisation.errors = (NOT_FOUND,)
    if closes_at and organisation and request.form.get("action") == "confirm":
        extend_for(
            current_session(),
            round_=round_,
            organisation=organisation,
            closes_at=closes_at,
            reason=form.reason.data,
            actor=current_actor(),
        )
        flash(f"{organisation.name} has until {deadline_words(closes_at)}.", "success")
        return _back(round_)
    if closes_at and organisation and request.form.get("action") != "change":
        words = f"{organisation.name} can write and submit until {deadline_words(closes_at)}. Nobody else can."
        return _confirm(round_, form, words, "Give more time")
    return _form_page("applications/extension.html", round_, form)


@bp.page("/manage/rounds/<slug>/decision-day", methods=("GET", "POST"), needs=MANAGE_ROUNDS, load=round_by_slug)
def decision_day(round_: Round) -> ResponseReturnValue:
    """Another day for the decision, with an apology to everyone who waits; read once more before it counts."""
    form = DecisionDayForm()
    problem = form.problem() if request.method == "POST" else None
    day = form.read_day() if request.method == "POST" and form.validate() and not problem else None
    if day and request.form.get("action") == "confirm":
        session = current_session()
        put_off_decision(session, round_=round_, decision_on=day, reason=form.reason.data, actor=current_actor())
        flash(f"The decision is now due by {weekday_words(day)}.", "success")
        return _back(round_)
    if day and request.form.get("action") != "change":
        waiting = plural(len(queries.undecided_in(current_session(), round_)), "application")
        words = f"We will promise a decision by {weekday_words(day)}, and say sorry to the people of {waiting}."
        return _confirm(round_, form, words, "Tell everyone who waits")
    return _form_page("applications/decision_day.html", round_, form, problem)


@bp.page("/manage/rounds/<slug>/drafts", needs=MANAGE_ROUNDS, load=round_by_slug)
def drafts(round_: Round) -> ResponseReturnValue:
    """Drafts that look stuck, and why: how far they are, never what is in them."""
    found = queries.drafts_in(current_session(), round_)
    stuck = stuck_drafts(current_session(), found, now())
    return page("applications/drafts.html", round=round_, stuck=stuck, total=len(found), closes=closing_words(round_))


def _sound(form: ClosingForm) -> datetime | None:
    """The new closing time of a POST that is all right; None otherwise."""
    if request.method != "POST" or not form.validate() or form.problem():
        return None
    return form.closing()


def _organisation(typed: str) -> Organisation | None:
    session, reference = current_session(), canonical_reference(typed)
    application = queries.application_by_reference(session, reference)
    return application.organisation if application else organisation_by_reference(session, reference)


def _form_page(
    template: str, round_: Round, form: ClosingForm | DecisionDayForm, problem: str | None = None
) -> ResponseReturnValue:
    if request.method == "POST":
        problem = form.problem()
    errors = form.summary + ([(f"{form.day_field}-day", problem)] if problem else [])
    asked = request.form.get("action") == "change"
    return page(
        template, round=round_, form=form, problem=problem, errors=[] if asked else errors, closes=closing_words(round_)
    )


def _confirm(round_: Round, form: ClosingForm | DecisionDayForm, words: str, button: str) -> ResponseReturnValue:
    kept = [(name, value) for name, value in request.form.items() if name not in ("csrf_token", "action")]
    return page(
        "applications/confirm_date.html", round=round_, words=words, button=button, kept=kept, action=request.path
    )


def _back(round_: Round) -> ResponseReturnValue:
    return redirect(f"/manage/rounds/{round_.slug}/dates", code=303)
