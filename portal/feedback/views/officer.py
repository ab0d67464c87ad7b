"""Writing feedback: a round's progress, the editor, the preview."""

from collections import Counter
from typing import Any

from flask import flash, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from portal.applications.models import Application
from portal.assessment.forms import read_tab
from portal.core.clash import Stale, clashes
from portal.core.clock import now
from portal.core.dates import time_words
from portal.core.text import normalise, plural
from portal.decisions.models import OUTCOME_LABELS
from portal.decisions.queries import application_to_decide
from portal.feedback import queries
from portal.feedback.models import Feedback
from portal.feedback.operations import approve_feedback, complete_feedback, draft_feedback, save_feedback
from portal.feedback.operations.releasing import lacks_of
from portal.feedback.operations.writing import fields_of, principles_of
from portal.feedback.policy import OVERSEE, WRITE
from portal.feedback.queries.beside import has_other_officer, stock
from portal.feedback.queries.concerned import tasks_of_round
from portal.feedback.queries.corrections import corrections_of_round
from portal.feedback.rules import labels, problems
from portal.feedback.rules.workbench import STAND_LABELS, Stand, stand_of
from portal.feedback.views.applicant import show
from portal.feedback.views.editor import DRAFTABLE, base_revision, editor_page, neighbours
from portal.feedback.views.letter import letter_of
from portal.funds.models import Round
from portal.funds.queries import round_by_slug
from portal.phrases.queries import newest_of, phrase_by_reference
from portal.web.clash import chosen, clash_page
from portal.web.context import current_actor, current_session, keep_changes
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("write_feedback", __name__)
MOST_USED = 60  # phrases that one saving may name


@bp.page("/manage/rounds/<slug>/feedback", methods=("GET", "POST"), needs=OVERSEE, load=round_by_slug)
def progress(round_: Round) -> ResponseReturnValue:
    """How far each feedback of a round is; draft all that are still to be drafted."""
    session, actor = current_session(), current_actor()
    found = queries.lines(session, round_)
    ours = [line for line in found if not actor.in_team(line.application.organisation_id)]
    undrafted = [line for line in ours if _to_draft(line)]
    if request.method == "POST":
        for line in undrafted:
            feedback = draft_feedback(session, application=line.application, actor=actor)
            complete_feedback(session, feedback=feedback, actor=actor)
        flash(f"Drafted feedback on {plural(len(undrafted), 'application')}.", "success")
        return redirect(f"/manage/rounds/{round_.slug}/feedback", code=303)
    stands = {line.application.id: _stand(line) for line in found}
    chosen_stand = request.args.get("show", "")
    shown = [line for line in found if chosen_stand not in STAND_LABELS or stands[line.application.id] == chosen_stand]
    return page(
        "feedback/progress.html",
        round=round_,
        lines=found,
        shown=shown,
        stands=stands,
        stand_labels=STAND_LABELS,
        counts=Counter(stands.values()),
        chosen=chosen_stand,
        undrafted=len(undrafted),
        ready=sum(1 for line in found if not lacks_of(line)),
        lacks=lacks_of,
        tasks=tasks_of_round(session, round_.id),
        corrections=corrections_of_round(session, round_.id),
        outcomes=OUTCOME_LABELS,
    )


def _to_draft(line: queries.Line) -> bool:
    """Whether there is a draft to make: of all of it, or of principles that were scored since."""
    if line.application.state not in DRAFTABLE:
        return False
    if line.feedback is None:
        return True
    known = {f"{row.criterion.number}. {row.criterion.short_name}" for row in line.feedback.principles}
    return bool(set(line.unsaid) - known)


@bp.page(
    "/manage/applications/<reference>/feedback",
    methods=("GET", "POST"),
    needs=WRITE,
    load=application_to_decide,
)
def edit(application: Application) -> ResponseReturnValue:
    """Reasons and scores on the left, the text on the right; save, approve."""
    session, actor = current_session(), current_actor()
    feedback = queries.feedback_on(session, application.reference)
    if request.method == "GET":
        return editor_page(application, feedback)
    if feedback is None:
        draft_feedback(session, application=application, actor=actor)
        return redirect(_address(application), code=303)
    fields = _fields(feedback)
    if request.form.get("action") == "approve" and fields == fields_of(feedback):
        return _approve(application, feedback)
    return _save(application, feedback, fields)


def _save(application: Application, feedback: Feedback, fields: dict[str, str]) -> ResponseReturnValue:
    session, actor, action = current_session(), current_actor(), request.form.get("action", "")
    put_in, used = _put_in(fields)
    by_itself = request.accept_mimetypes.best == "application/json"
    facts: dict[str, Any] = {"revision": base_revision(request.form), "tab": read_tab(request.form), "used": used}
    try:
        save_feedback(session, feedback=feedback, fields=fields, actor=actor, **facts)
    except Stale:
        return (jsonify(clash=True), 409) if by_itself else _clash(application, feedback, fields)
    if by_itself:
        return jsonify(saved_at=time_words(now()), revision=feedback.revision, problems={}, others=[])
    if action == "approve":
        return _approve(application, feedback)
    return redirect(f"{_address(application)}{put_in}" if put_in else _onwards(application, action), code=303)


@bp.page("/manage/applications/<reference>/feedback/preview", needs=WRITE, load=application_to_decide)
def preview(application: Application) -> ResponseReturnValue:
    """What they will read: the applicant's own page."""
    session = current_session()
    feedback = queries.feedback_on(session, application.reference)
    letter = letter_of(session, feedback) if feedback else None
    if letter is None:
        raise NotFound
    return show(letter, preview=True)


def _stand(line: queries.Line) -> Stand:
    one = line.feedback
    return stand_of(one.state, one.edited_by_id) if one else stand_of(None, None)


def _fields(feedback: Feedback) -> dict[str, str]:
    """What the page sent; a page of one principle has fields for that one alone, and the others are as they stand."""
    saved = fields_of(feedback)
    sent = chosen(request.form, saved)
    return {name: normalise(sent.get(name, saved.get(name, ""))) for name in labels(principles_of(feedback))}


def _put_in(fields: dict[str, str]) -> tuple[str, list[str]]:
    """Put the phrase of the button that was pressed at the end of its text, for a browser without script.

    Out: the end of the address that shows it (empty: no such button), and the references of all phrases put in.
    """
    used = request.form.getlist("used")[:MOST_USED]
    reference, _, name = request.form.get("insert", "").partition(":")
    phrase = phrase_by_reference(current_session(), reference) if name in fields else None
    if phrase is None:
        return "", used
    fields[name] = f"{fields[name]} {newest_of(current_session(), phrase).words}".strip()
    number = name.rpartition("-")[2]
    alone = f"?principle={number}" if request.form.get("alone") == number else ""
    return f"{alone}#{name}", [*used, phrase.reference]


def _onwards(application: Application, action: str) -> str:
    """Where saving leads: the next principle, the next application, or back here."""
    place, _, number = action.partition("-")
    if place == "alone" and number.isascii() and number.isdecimal() and len(number) < 4:
        return f"{_address(application)}?principle={int(number)}"
    flash("Saved. Somebody else must read and approve it before it can be released.", "success")
    following = neighbours(application).following if action == "save-next" else None
    return _address_of(following) if following else _address(application)


def _approve(application: Application, feedback: Feedback) -> ResponseReturnValue:
    session, actor = current_session(), current_actor()
    missing = problems(fields_of(feedback), principles_of(feedback), stock(session))
    if missing:
        keep_changes()
        return editor_page(application, feedback, errors=missing)
    if feedback.edited_by_id == actor.account_id and has_other_officer(session, actor.account_id):
        flash("Saved. You wrote this last, so ask a colleague to read it and approve it.", "important")
        return redirect(_address(application), code=303)
    approve_feedback(session, feedback=feedback, revision=feedback.revision, actor=actor)
    flash(f"Approved for {application.organisation.name}.", "success")
    following = neighbours(application).to_approve
    return redirect(_address_of(following) if following else _round(application), code=303)


def _round(application: Application) -> str:
    return f"/manage/rounds/{application.round.slug}/feedback"


def _clash(application: Application, feedback: Feedback, typed: dict[str, str]) -> ResponseReturnValue:
    current_session().refresh(feedback)
    who = feedback.edited_by.name if feedback.edited_by else "someone else"
    found = clashes(labels(principles_of(feedback)), fields_of(feedback), typed)
    address = _address(application)
    return clash_page(found, typed=typed, revision=feedback.revision, action=address, back=address, who=who)


def _address(application: Application) -> str:
    return _address_of(application.reference)


def _address_of(reference: str) -> str:
    return f"/manage/applications/{reference}/feedback"
