"""All of last time's feedback on one page of the draft."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from portal.applications.models import Application
from portal.applications.policy import READ_APPLICATION
from portal.applications.queries import application_by_reference
from portal.applications.states import ApplicationState
from portal.core.clock import today
from portal.feedback.wording import BANDS
from portal.formkit.conditions import is_visible
from portal.formkit.queries import answers_of, form_of
from portal.reapplying.operations import share_change, tick
from portal.reapplying.queries import last_time
from portal.reapplying.rules import LastTime, Note, weakest_first
from portal.reapplying.views.slots import DONE, SHOWN
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page
from portal.workshops.queries.workshops import Suggestion, suggest_for

bp = Guarded("last_time", __name__)


@bp.page(
    "/applications/<reference>/last-time",
    methods=("GET", "POST"),
    needs=READ_APPLICATION,
    load=application_by_reference,
)
def read(application: Application) -> ResponseReturnValue:
    """What we said last time by principle, with ticks; and whether people who score may see what changed."""
    session, actor = current_session(), current_actor()
    found = last_time(session, application)
    if found is None:
        raise NotFound
    if request.method == "POST":
        shown, done = request.form.getlist(SHOWN), request.form.getlist(DONE)
        tick(session, application=application, shown=shown, done=done, actor=actor)
        answer = request.form.get("shares")
        if answer in ("yes", "no"):
            share_change(session, application=application, agreed=answer == "yes", actor=actor)
        flash("Saved.", "success")
        return redirect(f"/applications/{application.reference}/last-time", code=303)
    answers = answers_of(session, application.response)
    return page(
        "reapplying/last_time.html",
        application=application,
        last=found,
        draft=application.state == ApplicationState.DRAFT,
        bands=BANDS,
        steps={note.principle: _steps(application, answers, note) for note in found.notes},
        workshops=_workshops(session, application, found),
    )


def _steps(application: Application, answers: Mapping[str, Any], note: Note) -> list[tuple[str, str]]:
    """(question, address) of what this draft asks that counts towards a principle."""
    form = form_of(application.response.form_version)
    base = f"/applications/{application.reference}/tasks"
    return [
        (question.label, f"{base}/{section.key}/{step.key}")
        for section in form.sections
        for step in section.steps
        for question in step.questions
        if question.key in note.looks_at and question.parent is None and is_visible(form, question, answers)
    ]


def _workshops(session: Session, application: Application, found: LastTime) -> list[Suggestion]:
    keys = weakest_first(found.notes)[:2]
    return suggest_for(session, keys, today(), kind=application.organisation.kind) if keys else []
