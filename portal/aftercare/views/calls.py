"""Booking a call about one's feedback, and the officers' list of calls."""

from flask import Response, flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.aftercare.calendar import calendar_of
from portal.aftercare.forms import CallForm, PutUpForm
from portal.aftercare.operations import book, cancel, put_up, take_down_slot
from portal.aftercare.operations.calling import ASKED_INSTEAD, TOO_LATE
from portal.aftercare.policy import ASK, KEEP_CALLS
from portal.aftercare.queries.calls import call_of, free_slots, slots_of_round
from portal.aftercare.queries.questions import question_on
from portal.aftercare.rules.asking import may_ask
from portal.aftercare.rules.calls import MINUTES, MOST_AT_ONCE, may_change, put_up_problem, starts_of
from portal.core.clock import now, today
from portal.core.dates import deadline_words
from portal.core.refusal import Refused
from portal.core.text import plural
from portal.feedback.models import Feedback
from portal.feedback.views.applicant import own_feedback
from portal.funds.models import Round
from portal.funds.queries import round_by_slug
from portal.web.context import current_actor, current_portal, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("feedback_calls", __name__)


@bp.page("/applications/<reference>/feedback/call", methods=("GET", "POST"), needs=ASK, load=own_feedback)
def call(feedback: Feedback) -> ResponseReturnValue:
    """Book a call, choose another, or cancel it."""
    session, actor, application = current_session(), current_actor(), feedback.application
    booked = call_of(session, application.id)
    free = [one for one in free_slots(session, application, now()) if may_change(one.starts_at, today())]
    form = CallForm(free, phone=booked.phone if booked else "")
    home = f"/applications/{application.reference}/feedback#your-call"
    if request.method == "POST" and request.form.get("action") == "cancel":
        cancel(session, feedback=feedback, actor=actor)
        flash("Your call is cancelled.", "success")
        return redirect(home.partition("#")[0], code=303)
    if request.method == "POST" and form.validate():
        slot = book(session, feedback=feedback, reference=form.slot.data, phone=form.phone.data, actor=actor)
        flash(f"We call you at {deadline_words(slot.starts_at)}.", "success")
        return redirect(home, code=303)
    if question_on(session, application.id):
        raise Refused(ASKED_INSTEAD, title="You have asked already")
    if booked is None and not may_ask(feedback.released_at, today()):
        raise Refused(TOO_LATE)
    return page(
        "aftercare/call.html",
        application=application,
        booked=booked,
        changes=booked is None or may_change(booked.starts_at, today()),
        free=free,
        form=form,
        errors=form.summary,
        minutes=MINUTES,
    )


@bp.page("/applications/<reference>/feedback/call.ics", needs=ASK, load=own_feedback)
def calendar(feedback: Feedback) -> ResponseReturnValue:
    """The group's call for a calendar."""
    reference = feedback.application.reference
    slot = call_of(current_session(), feedback.application_id)
    if slot is None:
        raise Refused("Your group has no call booked.")
    base = current_portal().settings.base_url
    response = Response(calendar_of(slot, f"{base}/applications/{reference}/feedback"), mimetype="text/calendar")
    response.headers["Content-Disposition"] = f'attachment; filename="{reference}-call.ics"'
    return response


@bp.page("/manage/rounds/<slug>/calls", methods=("GET", "POST"), needs=KEEP_CALLS, load=round_by_slug)
def calls(round_: Round) -> ResponseReturnValue:
    """The calls of a round; put some up, take one down."""
    session, actor, form = current_session(), current_actor(), PutUpForm()
    slots, day_problem = slots_of_round(session, round_.id), ""
    here = f"/manage/rounds/{round_.slug}/calls"
    gone = request.form.get("take-down", "")
    if gone:
        slot = next((one for one in slots if one.reference == gone), None)
        if slot is not None:
            take_down_slot(session, slot=slot, actor=actor)
            flash("The call is taken down.", "success")
        return redirect(here, code=303)
    if request.method == "POST":
        day, valid = form.read_day(), form.validate()
        starts = starts_of(day, form.first(), form.number()) if valid and day else []
        day_problem = (put_up_problem(starts, now()) or "") if starts else ""
        day_problem = day_problem if day else "Enter the day of the calls, like 27 3 2027"
        if valid and not day_problem:
            count = put_up(session, round_=round_, starts=starts, actor=actor)
            flash(f"{plural(count, 'call')} put up." if count else "You have calls at these times already.", "success")
            return redirect(here, code=303)
    errors = [("day-day", day_problem)] if day_problem else []
    return page(
        "aftercare/calls.html",
        round=round_,
        slots=slots,
        form=form,
        errors=errors + form.summary,
        day_problem=day_problem,
        minutes=MINUTES,
        most=MOST_AT_ONCE,
        today=now(),
    )
