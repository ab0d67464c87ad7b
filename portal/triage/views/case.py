"""What the office keeps beside one application: owner, flags, notes, hints, timeline."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.applications.models import Application
from portal.applications.queries import application_by_reference, open_request, requests_about
from portal.applications.rules import may_ask
from portal.applications.states import APPLICATION, ApplicationState
from portal.core.clash import Stale
from portal.core.clock import today
from portal.core.dates import date_words
from portal.core.paging import page_number
from portal.triage import operations, queries, rules
from portal.triage.forms import CloseFlagForm, FlagForm, NoteForm, OwnerForm, WhyForm
from portal.triage.models import Case
from portal.triage.policy import TRIAGE
from portal.triage.queries import FlagPage, HintPage, NotePage
from portal.triage.rules import hints, timeline
from portal.triage.states import FLAG
from portal.web.clash import read_revision
from portal.web.context import current_actor, current_session, from_slot
from portal.web.forms import BaseForm
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("triage_case", __name__)
HOME = "/manage/applications/<reference>/triage"


def _back(application: Application, words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(f"/manage/applications/{application.reference}/triage", code=303)


def _act(
    application: Application, title: str, form: BaseForm, path: str, button: str, lead: str
) -> ResponseReturnValue:
    """A page with one short form: `lead` is what it is about."""
    return page(
        "triage/act.html",
        application=application,
        heading=title,
        form=form,
        path=path,
        button=button,
        lead=lead,
        errors=form.summary,
    )


@bp.page(HOME, methods=("GET", "POST"), needs=TRIAGE, load=application_by_reference)
def triage(found: Application) -> ResponseReturnValue:
    """Everything on one page; a POST writes a note."""
    session, form = current_session(), NoteForm()
    if request.method == "POST" and form.validate():
        operations.write_note(session, application=found, words=form.words.data, actor=current_actor())
        return _back(found, "Your note is kept. Only grants officers can read it.")
    kind = request.args.get("kind", "") if request.args.get("kind") in timeline.KINDS else ""
    case = queries.case_of(session, found)
    flags, notes = queries.flags_of(session, found.id), queries.notes_of(session, found.id)
    moments = queries.timeline_of(session, found, flags, notes, kind)
    paging = page_number(request.args.get("page"), len(moments), rules.PAGE_SIZE)
    return page(
        "triage/one.html",
        application=found,
        case=case,
        looked_after_by=rules.owner_of(case, from_slot("round:kept-from", session, found.round_id)),
        label=APPLICATION.labels[ApplicationState(found.state)].staff,
        flags=flags,
        flag_labels=FLAG.labels,
        notes=notes,
        requests=requests_about(session, found.id),
        may_ask=may_ask(found) and open_request(session, found.id) is None,
        hints=queries.hints_about(session, found),
        hint_kinds=hints.KINDS,
        aside=queries.set_aside_of(session, found.id),
        moments=moments[paging.offset : paging.offset + paging.size],
        paging=paging,
        kind=kind,
        kinds=timeline.KINDS,
        rules=rules,
        day=today(),
        form=form,
        errors=form.summary,
    )


@bp.page(f"{HOME}/owner", methods=("GET", "POST"), needs=TRIAGE, load=application_by_reference)
def owner(found: Application) -> ResponseReturnValue:
    """Say who looks after it, and by which day."""
    session, case = current_session(), queries.case_of(current_session(), found)
    people = {one.reference: one for one in queries.officers(session)}
    stands = rules.owner_of(case, from_slot("round:kept-from", session, found.round_id))
    form = OwnerForm({key: one.name for key, one in people.items()}, owner=stands.reference if stands else "")
    if request.method != "POST":
        return _owner_page(found, form, case)
    if problem := form.problem():
        return _owner_page(found, form, case, revision=read_revision(request.form), problem=problem)
    try:
        operations.look_after(
            session,
            application=found,
            owner=people.get(form.owner.data or ""),
            due_on=form.read_day(),
            revision=read_revision(request.form),
            actor=current_actor(),
            kept=from_slot("round:kept-from", session, found.round_id),
        )
    except Stale:
        now = queries.case_of(session, found)
        day = date_words(now.due_on) if now and now.due_on else "none"
        who = rules.owner_of(now, from_slot("round:kept-from", session, found.round_id))
        words = f"Someone changed this after you opened the page. Owner: {who.name if who else 'nobody'}. Due: {day}."
        return _owner_page(found, form, now, clash=f"{words} Save again to put yours in place")
    return _back(found, "Owner and due date are saved.")


def _owner_page(
    found: Application,
    form: OwnerForm,
    case: Case | None,
    *,
    revision: int | None = None,
    problem: str | None = None,
    clash: str | None = None,
) -> ResponseReturnValue:
    """The form; `problem` is wrong with the day, `clash` says what somebody else saved meanwhile."""
    return page(
        "triage/owner.html",
        409 if clash else 200,
        application=found,
        form=form,
        due=form.typed_day(case.due_on if case else None),
        revision=revision if revision is not None else case.revision if case else 0,
        problem=problem,
        clash=clash,
        errors=[("due", problem)] if problem else [("owner", clash)] if clash else [],
    )


@bp.page(f"{HOME}/flags/new", methods=("GET", "POST"), needs=TRIAGE, load=application_by_reference)
def flag(found: Application) -> ResponseReturnValue:
    """Raise a flag."""
    form = FlagForm()
    if request.method == "POST" and form.validate():
        facts = {"kind": form.kind.data, "team": form.team.data, "reason": form.reason.data}
        operations.raise_flag(current_session(), application=found, **facts, actor=current_actor())
        return _back(found, "The flag is raised.")
    return _act(found, "Raise a flag", form, "flags/new", "Raise the flag", "Only grants officers see flags.")


@bp.page(f"{HOME}/flags/<int:number>", methods=("GET", "POST"), needs=TRIAGE, load=queries.flag_page)
def flag_end(found: FlagPage) -> ResponseReturnValue:
    """Resolve or stop a flag."""
    form, one = CloseFlagForm(), found.flag
    if request.method == "POST" and form.validate():
        facts = {"how": form.outcome.data, "outcome": form.reason.data}
        operations.close_flag(current_session(), flag=one, **facts, actor=current_actor())
        return _back(found.application, "The flag is closed.")
    path = f"flags/{one.number}"
    return _act(found.application, f"Close flag {one.number}", form, path, "Close the flag", one.reason)


@bp.page(f"{HOME}/notes/<int:number>", methods=("GET", "POST"), needs=TRIAGE, load=queries.note_page)
def note(found: NotePage) -> ResponseReturnValue:
    """Strike a note out."""
    form, one = WhyForm(), found.note
    if request.method == "POST" and form.validate():
        operations.strike_note(current_session(), note=one, why=form.reason.data, actor=current_actor())
        return _back(found.application, "The note is struck out.")
    return _act(
        found.application, f"Strike out note {one.number}", form, f"notes/{one.number}", "Strike out", one.words
    )


@bp.page(f"{HOME}/hints/<kind>/<other>", methods=("GET", "POST"), needs=TRIAGE, load=queries.hint_page)
def hint(found: HintPage) -> ResponseReturnValue:
    """Set a hint aside."""
    form, one = WhyForm(), found.hint
    if request.method == "POST" and form.validate():
        facts = {"hint": one, "reason": form.reason.data}
        operations.put_hint_aside(current_session(), application=found.application, **facts, actor=current_actor())
        return _back(found.application, "The hint is set aside.")
    path = f"hints/{one.kind}/{one.other.reference}"
    lead = f"{hints.KINDS[one.kind]}: {one.other.reference}, {one.why}"
    return _act(found.application, "Set a hint aside", form, path, "Set aside", lead)
