"""Correcting a released feedback: written, read by a colleague, approved; and what it said before."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from portal.applications.models import Application
from portal.core.clash import Stale, clashes
from portal.core.refusal import Refused
from portal.core.text import normalise
from portal.decisions.queries import application_to_decide
from portal.feedback import queries
from portal.feedback.models import Feedback, FeedbackCorrection
from portal.feedback.operations import approve_correction, drop_correction, save_correction
from portal.feedback.operations.writing import fields_of, principles_of
from portal.feedback.policy import WRITE
from portal.feedback.queries.beside import has_other_officer, stock
from portal.feedback.queries.corrections import open_correction, versions_of
from portal.feedback.rules import FIELD_LABELS, FIELDS, MOST_CHANGES, labels, problems, warnings
from portal.feedback.rules.corrections import MOST_WRONG_WORDS, differences, texts_by_step, wrong_problem
from portal.feedback.rules.specific import unspecific
from portal.feedback.states import FeedbackState
from portal.feedback.views.editor import base_revision, doubts_of
from portal.feedback.wording import BANDS
from portal.web.clash import chosen, clash_page
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.kept import posted
from portal.web.pages import page

bp = Guarded("correct_feedback", __name__)
Errors = list[tuple[str, str]]
MEANWHILE = "A colleague has changed, approved or given up this correction meanwhile. Open it again and read it now."


@bp.page(
    "/manage/applications/<reference>/feedback/correct",
    methods=("GET", "POST"),
    needs=WRITE,
    load=application_to_decide,
)
def correct(application: Application) -> ResponseReturnValue:
    """What was wrong, and the text as it should be; saved for a colleague, approved by them, or given up."""
    feedback = _released(application)
    correction = open_correction(current_session(), application.id)
    if request.method == "GET":
        return _page(feedback, correction, posted())
    action = request.form.get("action", "")
    if action == "drop":
        return _drop(feedback)
    sent = _sent(feedback, correction)
    if action == "approve" and correction is not None and sent == _saved(feedback, correction):
        return _approve(feedback, correction)
    return _save(feedback, correction, sent)


@bp.page("/manage/applications/<reference>/feedback/history", needs=WRITE, load=application_to_decide)
def history(application: Application) -> ResponseReturnValue:
    """Every correction with what it changed, the newest first."""
    feedback = _released(application)
    versions = versions_of(current_session(), application.id)
    named = labels(principles_of(feedback))
    steps = texts_by_step([one.fields for one in versions], fields_of(feedback))
    found = [(one, differences(*step, named)) for one, step in zip(versions, steps, strict=True)]
    return page(
        "feedback/history.html",
        application=application,
        feedback=feedback,
        corrections=found[::-1],
        waits=open_correction(current_session(), application.id),
    )


def _released(application: Application) -> Feedback:
    feedback = queries.feedback_on(current_session(), application.reference)
    if feedback is None or feedback.state != FeedbackState.RELEASED:
        raise NotFound
    return feedback


def _saved(feedback: Feedback, correction: FeedbackCorrection | None) -> dict[str, str]:
    """The fields of the page as they are kept; `tell` is `y` or empty."""
    if correction is None:
        return fields_of(feedback) | {"wrong": "", "tell": ""}
    return {**correction.fields, "wrong": correction.wrong, "tell": "y" if correction.tell else ""}


def _sent(feedback: Feedback, correction: FeedbackCorrection | None) -> dict[str, str]:
    saved = _saved(feedback, correction)
    sent = chosen(request.form, saved)
    found = {name: normalise(sent.get(name, saved[name])) for name in saved}
    return found | {"tell": "y" if sent.get("tell") else ""}


def _save(feedback: Feedback, correction: FeedbackCorrection | None, sent: dict[str, str]) -> ResponseReturnValue:
    errors = _wrong(sent["wrong"])
    if errors:
        return _page(feedback, correction, sent, errors)
    fields = {name: text for name, text in sent.items() if name not in ("wrong", "tell")}
    facts: dict[str, Any] = {
        "wrong": sent["wrong"],
        "tell": bool(sent["tell"]),
        "revision": base_revision(request.form),
    }
    try:
        save_correction(current_session(), feedback=feedback, fields=fields, actor=current_actor(), **facts)
    except Stale:
        return _clash(feedback, sent)
    flash("Saved. The group reads what was released until a colleague approves the correction.", "success")
    return redirect(_address(feedback), code=303)


def _approve(feedback: Feedback, correction: FeedbackCorrection) -> ResponseReturnValue:
    session, reference = current_session(), feedback.application.reference
    missing = problems(correction.fields, principles_of(feedback), stock(session))
    if missing:
        return _page(feedback, correction, None, missing)
    told = correction.tell
    try:
        approve_correction(session, feedback=feedback, revision=base_revision(request.form), actor=current_actor())
    except Stale as stale:
        raise Refused(MEANWHILE, title=stale.title) from stale
    mail = "They get one email about it." if told else "Nobody got an email."
    flash(f"Approved. The group reads the corrected text from now on. {mail}", "success")
    return redirect(f"/manage/applications/{reference}/feedback/history", code=303)


def _drop(feedback: Feedback) -> ResponseReturnValue:
    try:
        drop_correction(
            current_session(), feedback=feedback, revision=base_revision(request.form), actor=current_actor()
        )
    except Stale as stale:
        raise Refused(MEANWHILE, title=stale.title) from stale
    flash("The correction is given up. The feedback stays as it was released.", "success")
    return redirect(f"/manage/applications/{feedback.application.reference}/feedback", code=303)


def _clash(feedback: Feedback, typed: dict[str, str]) -> ResponseReturnValue:
    correction = open_correction(current_session(), feedback.application_id)
    who = correction.edited_by.name if correction else "a colleague"
    named = {"wrong": "What was wrong"} | labels(principles_of(feedback))
    found = clashes(named, _saved(feedback, correction), typed)
    address = _address(feedback)
    return clash_page(found, typed=typed, revision=feedback.revision, action=address, back=address, who=who)


def _wrong(text: str) -> Errors:
    problem = wrong_problem(text)
    return [("wrong", problem)] if problem else []


def _page(
    feedback: Feedback,
    correction: FeedbackCorrection | None,
    typed: Mapping[str, str] | None,
    errors: Errors | None = None,
) -> ResponseReturnValue:
    session, application, names = current_session(), feedback.application, principles_of(feedback)
    released, saved, actor = fields_of(feedback), _saved(feedback, correction), current_actor()
    values = {name: typed.get(name, text) for name, text in saved.items()} if typed else saved
    return page(
        "feedback/correct.html",
        application=application,
        feedback=feedback,
        correction=correction,
        changed=differences(released, saved, labels(names)),
        values=values,
        revision=_revision(feedback, typed),
        names=names,
        bands=BANDS,
        fields_of_principle=[(field, FIELD_LABELS[field]) for field in FIELDS],
        changes=range(1, MOST_CHANGES + 1),
        most_words=MOST_WRONG_WORDS,
        doubts=warnings(saved, names, queries.names_of_assessors(session, application.id)) if correction else [],
        beside=doubts_of(application, saved) if correction else {},
        to_do={} if errors else dict(unspecific(saved, labels(names), stock(session))),
        phrases={},
        wrong=dict(errors or []),
        errors=errors or [],
        wrote_last=correction is not None
        and correction.edited_by_id == actor.account_id
        and has_other_officer(session, actor.account_id),
    )


def _revision(feedback: Feedback, typed: Mapping[str, str] | None) -> int:
    """A page with faults, or with what was typed before signing in again, goes on from the revision that was read."""
    if request.method == "POST":
        return base_revision(request.form)
    return base_revision(typed) if typed else feedback.revision


def _address(feedback: Feedback) -> str:
    return f"/manage/applications/{feedback.application.reference}/feedback/correct"
