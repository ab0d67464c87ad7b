"""Asking for more information: the office opens some questions again, the group answers just those."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.applications import queries
from portal.applications.forms.dates import RequestForm
from portal.applications.models import Application, InformationRequest
from portal.applications.operations import (
    ask_for_information,
    note_reply_read,
    note_reply_saved,
    reply_problems,
    send_reply,
    take_request_back,
)
from portal.applications.policy import (
    CHECK_APPLICATION,
    EDIT_APPLICATION,
    READ_APPLICATION,
    SUBMIT_APPLICATION,
)
from portal.applications.queries import application_by_reference
from portal.applications.rules import may_ask
from portal.applications.views.loading import file_links, wizard_of
from portal.core.clock import today
from portal.core.dates import date_words
from portal.formkit.conditions import visible_answers
from portal.formkit.definition import Section, Step
from portal.formkit.queries import answers_of, form_of
from portal.formkit.reducing import only
from portal.formkit.types import TYPES
from portal.formkit.wizard import Wizard, show_step, take_step
from portal.organisations.rules import working_days_after
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("information_requests", __name__)
DAYS_TO_REPLY = 5


@dataclass(frozen=True)
class RequestPage:
    """A request for information, with its application; the step of its form, where the address names one."""

    application: Application
    asked: InformationRequest
    section: Section | None = None
    step: Step | None = None


def open_request_of(
    session: Session, reference: str, section: str | None = None, step: str | None = None
) -> RequestPage | None:
    """What the office asks about that application now."""
    application = application_by_reference(session, reference)
    found = queries.open_request(session, application.id) if application else None
    if application is None or found is None:
        return None
    if section is None or step is None:
        return RequestPage(application, found)
    place = only(form_of(found.response.form_version), found.questions).step(section, step)
    return RequestPage(application, found, *place) if place else None


def request_by_number(session: Session, reference: str, number: int) -> RequestPage | None:
    """One of the requests that were made about that application."""
    application = application_by_reference(session, reference)
    all_of_them = queries.requests_about(session, application.id) if application else []
    found = next((one for one in all_of_them if one.number == number), None)
    return RequestPage(application, found) if application and found else None


@bp.page("/applications/<reference>/request", needs=READ_APPLICATION, load=open_request_of)
def what_is_asked(found: RequestPage) -> ResponseReturnValue:
    """What the office asks, by when, and how far the reply is."""
    session = current_session()
    wizard = _wizard(found)
    problems = reply_problems(session, request=found.asked)
    return page(
        "applications/request.html",
        application=found.application,
        asked=found.asked,
        late=found.asked.due_on < today(),
        steps=[
            (step, wizard.step_url(section.key, step.key), _status(found.asked, step, wizard.answers, problems))
            for section in wizard.form.sections
            for step in section.steps
        ],
        left=[message for messages in problems.values() for message in messages],
    )


def _status(asked: InformationRequest, step: Step, answers: Mapping[str, Any], problems: Mapping[str, Any]) -> str:
    if any(question.key in problems for question in step.questions):
        return "There is a problem"
    changed = any(
        not TYPES[question.type].same(asked.before.get(question.key), answers.get(question.key))
        for question in step.questions
    )
    return "Changed" if changed else "Not changed yet"


@bp.page(
    "/applications/<reference>/request/tasks/<section>/<step>",
    methods=("GET", "POST"),
    needs=EDIT_APPLICATION,
    load=open_request_of,
)
def step(found: RequestPage) -> ResponseReturnValue:
    """One of the questions that are open again."""
    wizard = _wizard(found, to_save=request.method == "POST")
    assert found.section is not None and found.step is not None
    if request.method == "POST":
        return take_step(
            wizard,
            found.section,
            found.step,
            lambda saved, _answers: note_reply_saved(
                current_session(), request=found.asked, saved=saved, actor=current_actor()
            ),
        )
    return show_step(wizard, found.section, found.step)


@bp.page(
    "/applications/<reference>/request/send", methods=("POST",), needs=SUBMIT_APPLICATION, load=application_by_reference
)
def send(application: Application) -> ResponseReturnValue:
    """Send the reply. Pressing twice leads to the same receipt."""
    session = current_session()
    asked = queries.open_request(session, application.id)
    if asked:
        send_reply(session, request=asked, actor=current_actor())
        flash("We have your reply.", "success")
    return redirect(f"/applications/{application.reference}/submitted", code=303)


@bp.page(
    "/manage/applications/<reference>/ask",
    methods=("GET", "POST"),
    needs=CHECK_APPLICATION,
    load=application_by_reference,
)
def ask(application: Application) -> ResponseReturnValue:
    """Choose questions, say what is needed and by when."""
    session = current_session()
    form = RequestForm()
    problem = form.problem() if request.method == "POST" else None
    if request.method == "POST" and form.validate() and not problem:
        day = form.read_day()
        assert day is not None
        ask_for_information(
            session,
            application=application,
            questions=form.questions.data,
            words=form.words.data,
            due_on=day,
            actor=current_actor(),
        )
        flash(f"We asked {application.organisation.name} for a reply by {date_words(day)}.", "success")
        return redirect(f"/manage/applications/{application.reference}", code=303)
    definition = form_of(application.response.form_version)
    asked_for = visible_answers(definition, answers_of(session, application.response))
    return page(
        "applications/ask.html",
        application=application,
        form=form,
        sections=[
            (section, [q for q in section.questions if q.key in asked_for and q.parent is None])
            for section in definition.sections
        ],
        may=may_ask(application),
        problem=problem,
        day=form.typed_day(working_days_after(today(), DAYS_TO_REPLY)),
        errors=form.summary + ([("due-day", problem)] if problem else []),
    )


@bp.page(
    "/manage/applications/<reference>/requests/<int:number>",
    methods=("GET", "POST"),
    needs=CHECK_APPLICATION,
    load=request_by_number,
)
def one_request(found: RequestPage) -> ResponseReturnValue:
    """What was asked, and each answer before and after; taking it back, or noting that the reply was read."""
    if request.method == "POST":
        act = take_request_back if found.asked.answered_at is None else note_reply_read
        act(current_session(), request=found.asked, actor=current_actor())
        return redirect(f"/manage/applications/{found.application.reference}", code=303)
    return page(
        "applications/request_read.html",
        application=found.application,
        asked=found.asked,
        compared=_compared(found.asked),
        file_url=file_links(found.application, "/manage/applications"),
    )


def _compared(asked: InformationRequest) -> list[dict[str, Any]]:
    """Each question with its answer before and after, and whether they differ."""
    form = form_of(asked.response.form_version)
    questions = [form.by_key[key] for key in asked.before]
    return [
        {
            "label": question.label,
            "before": TYPES[question.type].show(question, asked.before.get(question.key)),
            "after": TYPES[question.type].show(question, asked.after.get(question.key)),
            "changed": not TYPES[question.type].same(asked.before.get(question.key), asked.after.get(question.key)),
        }
        for question in questions
    ]


def _wizard(found: RequestPage, *, to_save: bool = False) -> Wizard:
    base = f"/applications/{found.application.reference}/request"
    form = only(form_of(found.asked.response.form_version), found.asked.questions)
    return wizard_of(
        found.application,
        to_save=to_save,
        response=found.asked.response,
        form=form,
        home_url=base,
        check_url=base,
        step_url=lambda section, step: f"{base}/tasks/{section}/{step}",
        standing=f"We asked about this. Please reply by {date_words(found.asked.due_on)}.",
        known=answers_of(current_session(), found.application.response),
    )
