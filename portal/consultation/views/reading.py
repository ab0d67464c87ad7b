"""The office reads the advice on one application, and writes what its applicant reads of it."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.applications.models import Application
from portal.applications.queries import application_by_reference
from portal.consultation import queries
from portal.consultation.forms import SummaryForm
from portal.consultation.models import FactualSummary
from portal.consultation.operations import read_reply, save_summary, send_summary
from portal.consultation.policy import READ_ADVICE
from portal.consultation.rules import (
    COLOURS,
    KINDS,
    MOST_SUMMARY_WORDS,
    choices,
    first_words,
    names_in,
    standing,
    tally,
)
from portal.consultation.states import SummaryState
from portal.core.clash import Stale, clashes
from portal.core.clock import now
from portal.core.text import in_words, normalise
from portal.web.clash import chosen, clash_page, read_revision
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("reading_advice", __name__)


@bp.page(
    "/manage/applications/<reference>/advice",
    methods=("GET", "POST"),
    needs=READ_ADVICE,
    load=application_by_reference,
)
def advice(found: Application) -> ResponseReturnValue:
    """What everybody said, with what is for officers alone; a POST notes that the reply was read."""
    session = current_session()
    if request.method == "POST":
        read_reply(session, application=found, actor=current_actor())
        return redirect(f"/manage/applications/{found.reference}/advice", code=303)
    at = now()
    said = [(one, standing(one, one.consultation, at)) for one in queries.advice_on(session, found.id)]
    return page(
        "consultation/advice.html",
        application=found,
        said=said,
        totals=tally(where for _one, where in said),
        summary=queries.summary_of(session, found.id),
        kinds=KINDS,
        colours=COLOURS,
        needs=choices("need"),
        duplicates=choices("duplicate"),
    )


@bp.page(
    "/manage/applications/<reference>/advice/summary",
    methods=("GET", "POST"),
    needs=READ_ADVICE,
    load=application_by_reference,
)
def summary(found: Application) -> ResponseReturnValue:
    """Write the summary, begun from what may be shared; save it, or send it."""
    kept = queries.summary_of(current_session(), found.id)
    if kept is not None and kept.state != SummaryState.DRAFT:
        return redirect(f"/manage/applications/{found.reference}/advice", code=303)
    words = kept.words if kept and kept.words else _first_words(found)
    form = SummaryForm(data={"words": words})
    if request.method == "POST":
        return _take(found, kept, form)
    return _summary(found, kept, form, [])


def _take(found: Application, kept: FactualSummary | None, form: SummaryForm) -> ResponseReturnValue:
    session, actor = current_session(), current_actor()
    sent = chosen(request.form, {"words": kept.words if kept else ""})
    form.words.data, sending = normalise(sent.get("words", "")), sent.get("action") == "send"
    form.validate()
    problems = form.summary
    named = names_in(form.words.data, [one.consultation.consultee for one in queries.advice_on(session, found.id)])
    if sending and named:
        problems.append(("words", f"Take out {in_words(named)}. The applicant must not read who said what"))
    if sending and form.problem():
        problems.append(("due", form.problem() or ""))
    if problems:
        return _summary(found, kept, form, problems, read_revision(sent))
    try:
        revision = read_revision(sent)
        save_summary(session, application=found, words=form.words.data, revision=revision, actor=actor)
    except Stale:
        return _clash(found, form.words.data)
    day = form.read_day()
    if sending and day:
        send_summary(session, application=found, due_on=day, actor=actor)
        flash("Sent. We tell you on your desk when they reply.", "success")
        return redirect(f"/manage/applications/{found.reference}/advice", code=303)
    flash("Saved. Nobody else sees it until you send it.", "success")
    return redirect(f"/manage/applications/{found.reference}/advice/summary", code=303)


def _clash(found: Application, typed: str) -> ResponseReturnValue:
    saved = queries.summary_of(current_session(), found.id)
    assert saved is not None
    address = f"/manage/applications/{found.reference}/advice/summary"
    return clash_page(
        clashes({"words": "The summary"}, {"words": saved.words}, {"words": typed}),
        typed={"words": typed},
        revision=saved.revision,
        action=address,
        back=address,
        who="someone else",
    )


def _summary(
    found: Application,
    kept: FactualSummary | None,
    form: SummaryForm,
    problems: list[tuple[str, str]],
    revision: int | None = None,
) -> ResponseReturnValue:
    people = [one.consultation.consultee for one in queries.advice_on(current_session(), found.id)]
    present = kept.revision if kept else 0
    return page(
        "consultation/summary.html",
        application=found,
        form=form,
        day=form.usual_day(),
        revision=present if revision is None else revision,
        named=names_in(form.words.data or "", people),
        most=MOST_SUMMARY_WORDS,
        wrong=dict(problems),
        errors=problems,
    )


def _first_words(found: Application) -> str:
    said = queries.advice_on(current_session(), found.id)
    return first_words([(one.consultation.consultee.kind, one) for one in said])
