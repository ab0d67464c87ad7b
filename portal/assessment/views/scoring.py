"""Reading an application and scoring it: all principles on a desk, or `?principle=3` alone on a phone."""

import secrets
from typing import Any

from flask import flash, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from portal.assessment import queries
from portal.assessment.forms import fields_of, labels_of, read_drafts, read_note, read_tab, score_items
from portal.assessment.models import Assignment
from portal.assessment.operations import save_scores, submit_scores
from portal.assessment.operations.scoring import drafts_of
from portal.assessment.policy import OPEN
from portal.assessment.queries.reading import reading_of
from portal.assessment.rules import (
    CANNOT,
    MOST_NOTE_WORDS,
    MOST_REASON_WORDS,
    may_change,
    may_reopen,
    missing,
    shares,
    shown_name,
)
from portal.assessment.rules.blind import shown_title
from portal.assessment.states import AssignmentState
from portal.assessment.views.loading import (
    address_to_declare,
    must_practise,
    my_assignments,
    own_assignment,
    write_down,
)
from portal.core.clash import Stale, clashes
from portal.core.clock import now
from portal.core.dates import time_words
from portal.formkit.operations import Tab
from portal.web.clash import chosen, clash_page, read_revision
from portal.web.context import current_actor, current_session, from_slot, keep_changes
from portal.web.guard import Guarded
from portal.web.kept import posted
from portal.web.pages import page

bp = Guarded("score", __name__)


@bp.page("/assess/<reference>", methods=("GET", "POST"), needs=OPEN, load=own_assignment)
def score(assignment: Assignment) -> ResponseReturnValue:
    """Answers on the left, principle, guidance and score on the right; one form, saved as often as one likes."""
    if assignment.state == AssignmentState.ASSIGNED:
        return redirect(address_to_declare(assignment), code=303)
    if must_practise(assignment):
        return redirect(f"/assess/practice/{assignment.application.round.slug}", code=303)
    if request.method == "POST":
        return _take(assignment)
    write_down("score", assignment)
    typed = posted()
    if typed is not None and assignment.state == AssignmentState.DECLARED:
        values = fields_of(read_drafts(typed, _on_page(assignment, typed)), read_note(typed))
        return _page(assignment, values=values, revision=_base(typed), tab=read_tab(typed))
    return _page(assignment)


def _take(assignment: Assignment) -> ResponseReturnValue:
    sent = chosen(request.form, fields_of(drafts_of(assignment), assignment.note))
    drafts, note = read_drafts(sent, _on_page(assignment, sent)), read_note(sent)
    by_itself = request.accept_mimetypes.best == "application/json"
    facts: dict[str, Any] = {"drafts": drafts, "note": note, "revision": _base(sent), "tab": read_tab(sent)}
    try:
        save_scores(current_session(), assignment=assignment, actor=current_actor(), **facts)
    except Stale:
        return (jsonify(clash=True), 409) if by_itself else _clash(assignment, fields_of(drafts, note))
    if by_itself:
        return jsonify(saved_at=time_words(now()), revision=assignment.revision, problems={}, others=[])
    if request.form.get("action") == "submit":
        return _send(assignment)
    return _onwards(assignment, request.form.get("action", ""))


def _clash(assignment: Assignment, typed: dict[str, str]) -> ResponseReturnValue:
    session = current_session()
    session.refresh(assignment)
    saved = fields_of(drafts_of(assignment), assignment.note)
    address = f"/assess/{assignment.application.reference}"
    return clash_page(
        clashes(labels_of(_names(assignment)), saved, saved | typed),
        typed=saved | typed,
        revision=assignment.revision,
        action=address,
        back=address,
        who="you, on another page",
    )


def _send(assignment: Assignment) -> ResponseReturnValue:
    problems = missing(list(_names(assignment).items()), drafts_of(assignment), assignment.note)
    if problems:
        keep_changes()
        return _page(assignment, errors=problems)
    submit_scores(current_session(), assignment=assignment, actor=current_actor())
    flash("Your scores are sent.", "success")
    return redirect(f"/assess/{assignment.application.reference}/compare", code=303)


def _onwards(assignment: Assignment, action: str) -> ResponseReturnValue:
    """Where saving leads: the next principle, the next application, or back here."""
    address = f"/assess/{assignment.application.reference}"
    if action == "next":
        following = my_assignments(current_session()).after(assignment)
        return redirect(f"/assess/{following.application.reference}" if following else "/assess", code=303)
    place, _, number = action.partition("-")
    if (
        place in ("principle", "alone")
        and number.isascii()
        and number.isdecimal()
        and int(number) in _names(assignment)
    ):
        end = f"#principle-{int(number)}" if place == "principle" else f"?principle={int(number)}"
        return redirect(f"{address}{end}", code=303)
    flash("Saved. Nobody else sees your scores until you send them.", "success")
    return redirect(address, code=303)


def _page(
    assignment: Assignment,
    *,
    errors: list[tuple[str, str]] | None = None,
    values: dict[str, str] | None = None,
    revision: int | None = None,
    tab: Tab | None = None,
) -> ResponseReturnValue:
    session, application = current_session(), assignment.application
    sent = assignment.state == AssignmentState.SUBMITTED
    shown: dict[str, Any] = {
        "assignment": assignment,
        "application": application,
        "alone": None if errors else _alone(assignment),
        "reading": reading_of(session, application),
        "changed": from_slot("application:changed-since", session, application),
        "values": fields_of(drafts_of(assignment), assignment.note) | (values or {}),
        "revision": assignment.revision if revision is None else revision,
        "tab": tab or Tab(secrets.token_urlsafe(9)),
        "wrong": dict(errors or []),
        "mine": my_assignments(session),
        "sent": sent,
        "shares": shares({criterion.number: criterion.weight for criterion in application.round.criteria}),
        "cannot": CANNOT,
        "score_items": score_items,
        "shown_name": shown_name,
        "shown_title": shown_title,
        "reopen_problem": may_reopen(application.state, _others(application.id)) if sent else None,
        "change_problem": may_change(application.state) if sent else None,
        "most_reason": MOST_REASON_WORDS,
        "most_note": MOST_NOTE_WORDS,
    }
    return page("assessment/score.html", errors=errors or [], **shown)


def _alone(assignment: Assignment) -> int | None:
    """The one principle that the address asks for; None for all of them."""
    number = request.args.get("principle", "")
    return int(number) if number.isascii() and number.isdecimal() and int(number) in _names(assignment) else None


def _others(application_id: int) -> int:
    return queries.count_in_states(current_session(), application_id, [AssignmentState.SUBMITTED]) - 1


def _names(assignment: Assignment) -> dict[int, str]:
    return {criterion.number: criterion.short_name for criterion in assignment.application.round.criteria}


def _on_page(assignment: Assignment, sent: MultiDict[str, str]) -> list[int]:
    """The principles that the page had fields for."""
    return [number for number in _names(assignment) if f"reason-{number}" in sent or f"points-{number}" in sent]


def _base(sent: MultiDict[str, str]) -> int:
    """The revision that the page showed: from the form, or from the page on which they chose between two texts."""
    return read_revision({"revision": sent.get("base-revision") or sent.get("revision", "")})
