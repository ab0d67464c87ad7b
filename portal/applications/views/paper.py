"""Writing an application away from the portal: take it along, upload it filled in, choose what to take from it."""

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage, MultiDict

from portal.applications.models import Application
from portal.applications.operations import take_paper
from portal.applications.policy import EDIT_APPLICATION, READ_APPLICATION
from portal.applications.queries import application_by_reference
from portal.applications.rules import closing_words
from portal.applications.states import ApplicationState
from portal.core.clock import now
from portal.core.dates import datetime_words
from portal.core.refusal import Refused
from portal.core.text import plural
from portal.documents.rules import LARGEST_BYTES, Limits, Unacceptable, kind_of
from portal.formkit.faults import Unreadable
from portal.formkit.operations import FROZEN
from portal.formkit.paper.comparing import TICKED, TO_TAKE, Finding, compare, unknown_keys
from portal.formkit.paper.contents import Origin, Paper
from portal.formkit.paper.filled import Filled
from portal.formkit.paper.plain import decoded, read_plain, write_plain
from portal.formkit.paper.word import MEDIA_TYPE, write_word
from portal.formkit.paper.word_reading import read_word
from portal.formkit.queries import answers_at, answers_in, form_of, sections_of
from portal.formkit.types import TYPES
from portal.web.context import current_actor, current_portal, current_session
from portal.web.downloads import PLAIN_TEXT, download
from portal.web.guard import Guarded
from portal.web.kept import posted
from portal.web.pages import page

bp = Guarded("paper", __name__)
CHOOSE = "Choose a file, or paste your text"
NOT_OURS = "We could not find any of our questions in it. Use the Word document or the text from this page"
NOT_TEXT = "The file must be the Word document (.docx) or the text (.txt) from this page"
NOTHING_TICKED = "Select at least one answer to take"
CHANGED_MEANWHILE = (
    "Somebody changed one of these answers while you were looking. Nothing is saved yet. "
    "Look at both texts again, then choose."
)


@bp.page(
    "/applications/<reference>/paper",
    methods=("GET", "POST"),
    needs=EDIT_APPLICATION,
    load=application_by_reference,
)
def paper(application: Application) -> ResponseReturnValue:
    """Take the form along; upload it; see what it would change; take what was ticked. Only the last saves anything."""
    if application.state != ApplicationState.DRAFT:
        raise Refused(FROZEN, title="This application has been sent")
    typed = posted()
    if typed is None:
        return _start(application)
    if typed.get("action") != "take":
        return _look(application, typed)
    if request.method == "POST" and typed.getlist("take"):
        return _take(application, typed)
    problem = NOTHING_TICKED if request.method == "POST" else None
    return _compared(application, _carried(application, typed), ticked=set(typed.getlist("take")), problem=problem)


@bp.page("/applications/<reference>/paper/answers.docx", needs=READ_APPLICATION, load=application_by_reference)
def word(application: Application) -> ResponseReturnValue:
    """The draft as a Word document to go on writing in."""
    return download(write_word(_paper(application)), f"{application.reference}-answers.docx", MEDIA_TYPE)


@bp.page("/applications/<reference>/paper/answers.txt", needs=READ_APPLICATION, load=application_by_reference)
def plain(application: Application) -> ResponseReturnValue:
    """The draft as plain text."""
    return download(write_plain(_paper(application)).encode(), f"{application.reference}-answers.txt", PLAIN_TEXT)


def _paper(application: Application) -> Paper:
    sections = sections_of(current_session(), application.response)
    form = form_of(application.response.form_version)
    revisions = {section.key: sections[section.key].revision for section in form.sections if section.key in sections}
    address = f"{current_portal().settings.base_url}/applications/{application.reference}/paper"
    notes = (
        f"Application {application.reference}, {application.organisation.name}, as it was on {datetime_words(now())}.",
        f"This is a copy to work on. Do not send it by email or post. Upload it at {address}",
        f"Closes at {closing_words(application)}.",
    )
    origin = Origin(form.key, application.reference, revisions)
    return Paper(form, application.title or application.round.name, notes, origin, answers_in(sections))


def _start(
    application: Application, pasted: str = "", problems: Mapping[str, str] | None = None
) -> ResponseReturnValue:
    return page(
        "applications/paper.html",
        application=application,
        pasted=pasted,
        beside=problems or {},
        errors=list((problems or {}).items()),
        closes=closing_words(application),
    )


def _look(application: Application, typed: MultiDict[str, str]) -> ResponseReturnValue:
    """Read what was sent; nothing is kept of it but the page."""
    upload, pasted = request.files.get("paper"), typed.get("pasted", "")
    field = "paper" if upload and upload.filename else "pasted"
    if field == "pasted" and not pasted.strip():
        return _start(application, problems={"paper": CHOOSE} if request.method == "POST" else None)
    try:
        filled = _read(application, upload) if upload and upload.filename else read_plain(pasted)
        if not filled.texts and not filled.broken:
            raise Unreadable(NOT_OURS)
    except (Unreadable, Unacceptable) as error:
        return _start(application, pasted, {field: str(error)})
    return _compared(application, filled)


def _read(application: Application, upload: FileStorage) -> Filled:
    data = upload.stream.read(LARGEST_BYTES + 1)
    if not data or len(data) > LARGEST_BYTES or data[:2] == b"PK":
        upload.stream.seek(0, 2)
        kind_of(upload.stream, upload.stream.tell(), Limits(frozenset({"docx"})))
        return read_word(data, form_of(application.response.form_version))
    try:
        return read_plain(decoded(data))
    except ValueError as error:
        raise Unreadable(NOT_TEXT) from error


def _compared(
    application: Application,
    filled: Filled,
    *,
    ticked: set[str] | None = None,
    problem: str | None = None,
    status: int = 200,
    notice: str = "",
) -> ResponseReturnValue:
    """Each answer beside the one that is there, with a box to tick."""
    session, form = current_session(), form_of(application.response.form_version)
    sections = sections_of(session, application.response)
    origin = filled.origin
    ours = origin is not None and origin.reference == application.reference
    before = answers_at(session, application.response, origin.revisions) if origin and ours else None
    found = compare(form, answers_in(sections), filled, before)
    return page(
        "applications/paper_compare.html",
        status,
        application=application,
        found=[one for one in found if one.finding in TO_TAKE],
        unread=[one for one in found if one.finding == Finding.UNREADABLE],
        same=sum(one.finding == Finding.SAME for one in found),
        blank=sum(one.finding == Finding.BLANK for one in found),
        unknown=unknown_keys(form, filled),
        ticked=ticked if ticked is not None else {one.question.key for one in found if one.finding in TICKED},
        bases={
            section.key: sections[section.key].revision if section.key in sections else 0 for section in form.sections
        },
        elsewhere=origin.reference if origin and origin.reference and not ours else "",
        notice=notice,
        problem=problem,
        errors=[("take", problem)] if problem else [],
    )


def _carried(application: Application, typed: MultiDict[str, str]) -> Filled:
    """The texts that the page of the comparison carries."""
    keys = form_of(application.response.form_version).by_key
    return Filled(None, {key: typed[f"text-{key}"] for key in keys if f"text-{key}" in typed})


def _take(application: Application, typed: MultiDict[str, str]) -> ResponseReturnValue:
    form = form_of(application.response.form_version)
    filled, ticked = _carried(application, typed), set(typed.getlist("take"))
    values: dict[str, Any] = {}
    for key in ticked & set(filled.texts):
        kind = TYPES[form.by_key[key].type]
        try:
            if kind.on_paper:
                values[key] = kind.from_text(form.by_key[key], filled.texts[key])
        except Unreadable:  # the page did not offer it
            return _compared(application, filled, ticked=ticked - {key}, problem=NOTHING_TICKED)
    bases = {section.key: _number(typed.get(f"base-{section.key}", "")) for section in form.sections}
    clashes = take_paper(current_session(), application=application, values=values, bases=bases, actor=current_actor())
    if clashes:
        current_session().rollback()
        left = ticked - {clash.key for clash in clashes}
        return _compared(application, filled, ticked=left, status=409, notice=CHANGED_MEANWHILE)
    flash(f"{plural(len(values), 'answer')} from your file {'is' if len(values) == 1 else 'are'} saved.", "success")
    return redirect(f"/applications/{application.reference}", code=303)


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
