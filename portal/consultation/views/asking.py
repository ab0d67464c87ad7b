"""Asking for advice in a round, and seeing who has answered."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.applications.models import Application
from portal.consultation import queries
from portal.consultation.forms import AskForm
from portal.consultation.models import Advice, Consultation, FactualSummary
from portal.consultation.operations import ask, remind_round, renew_link
from portal.consultation.policy import CONSULT, no_part_in_it
from portal.consultation.rules import (
    COLOURS,
    GONE,
    KINDS,
    Plan,
    Standing,
    is_over,
    may_consult,
    plans,
    standing,
    tally,
    usual_deadline,
)
from portal.core.clock import now
from portal.core.text import plural
from portal.funds.models import Round
from portal.funds.queries import round_by_slug
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("consultation", __name__)


@dataclass(frozen=True)
class Asked:
    """One request on the tracker, with where it stands."""

    consultation: Consultation
    advice: Advice
    standing: Standing


@bp.page("/manage/rounds/<slug>/consultation", methods=("GET", "POST"), needs=CONSULT, load=round_by_slug)
def tracker(round_: Round) -> ResponseReturnValue:
    """Who has answered, by consultee and by application; one press reminds everybody who has not."""
    session = current_session()
    if request.method == "POST":
        told = remind_round(session, round_=round_, actor=current_actor())
        flash(f"{plural(told, 'reminder')} sent." if told else "Nobody had to be reminded today.", "success")
        return redirect(f"/manage/rounds/{round_.slug}/consultation", code=303)
    found = queries.consultations_in(session, round_.id)
    rows = [row for one in found for row in _asked(one)]
    summaries = queries.summaries_in(session, round_.id)
    return page(
        "consultation/tracker.html",
        round=round_,
        may_ask=may_consult(round_),
        people=[(one, tally(row.standing for row in rows if row.consultation is one)) for one in found],
        projects=_by_project(rows, summaries),
        totals=tally(row.standing for row in rows),
        standings=list(Standing),
        kinds=KINDS,
        over=lambda one: is_over(one, now()),
    )


@bp.page("/manage/rounds/<slug>/consultation/ask", methods=("GET", "POST"), needs=CONSULT, load=round_by_slug)
def asking(round_: Round) -> ResponseReturnValue:
    """Who may be asked about what, ticked as the pack's routing says; one press sends one mail to each."""
    form = AskForm()
    problems = form.problems() if request.method == "POST" else []
    day = form.read_day()
    if request.method == "POST" and day and not problems:
        new = ask(current_session(), round_=round_, pairs=form.pairs(), ends_on=day, actor=current_actor())
        flash(
            f"{plural(new, 'request')} sent, in one email for each person." if new else "Nothing new was asked.",
            "success",
        )
        return redirect(f"/manage/rounds/{round_.slug}/consultation", code=303)
    found = _plans(round_)
    return page(
        "consultation/ask.html",
        round=round_,
        may_ask=may_consult(round_),
        plans=found,
        suggested=sum(one.suggested for one in found),
        day=form.typed_day(usual_deadline(now())),
        ticked=set(form.ask.data or []) if request.method == "POST" else None,
        kinds=KINDS,
        errors=problems,
    )


@bp.page("/manage/consultations/<reference>", needs=CONSULT, load=queries.consultation_by_reference)
def one(found: Consultation) -> ResponseReturnValue:
    """What one consultee was asked in a round, and where each stands."""
    return page(
        "consultation/one.html",
        consultation=found,
        rows=_asked(found),
        kinds=KINDS,
        colours=COLOURS,
        over=is_over(found, now()),
    )


@bp.page(
    "/manage/consultations/<reference>/link", methods=("POST",), needs=CONSULT, load=queries.consultation_by_reference
)
def renewing(found: Consultation) -> ResponseReturnValue:
    """Send a new link; the old ones stop working."""
    renew_link(current_session(), consultation=found, actor=current_actor())
    flash(f"A new link is on its way to {found.consultee.email}. Earlier links do not work any more.", "success")
    return redirect(f"/manage/consultations/{found.reference}", code=303)


def _asked(consultation: Consultation) -> list[Asked]:
    """The requests that this officer may know of: not those of their own organisations, nor what was withdrawn."""
    actor, at = current_actor(), now()
    return [
        Asked(consultation, one, standing(one, consultation, at))
        for one in consultation.advice
        if one.application.state not in GONE and no_part_in_it(actor, one.application)
    ]


def _by_project(
    rows: Iterable[Asked], summaries: dict[int, FactualSummary]
) -> list[tuple[Application, dict[Standing, int], FactualSummary | None]]:
    grouped: dict[int, list[Asked]] = {}
    for row in rows:
        grouped.setdefault(row.advice.application_id, []).append(row)
    found = [
        (mine[0].advice.application, tally(one.standing for one in mine), summaries.get(number))
        for number, mine in grouped.items()
    ]
    return sorted(found, key=lambda one: one[0].reference)


def _plans(round_: Round) -> list[Plan]:
    session, actor = current_session(), current_actor()
    if not may_consult(round_):
        return []
    applications = [
        one for one in queries.applications_to_advise_on(session, round_.id) if no_part_in_it(actor, one[0])
    ]
    return plans(queries.consultees(session), applications, queries.pairs_asked(session, round_.id))
