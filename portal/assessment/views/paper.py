"""Reading and scoring away from the portal: the panel pack, the scoring sheet, and the sheet that comes back."""

import logging

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.assessment.forms import fields_of, read_drafts
from portal.assessment.models import Assignment
from portal.assessment.operations import save_sheet
from portal.assessment.operations.scoring import drafts_of
from portal.assessment.packing import given_words, pack_pdf, read_sheet, score_sheet
from portal.assessment.policy import LIST
from portal.assessment.queries.reading import readings_of_all
from portal.assessment.rules import shown_name
from portal.assessment.rules.blind import shown_title
from portal.assessment.views.loading import my_assignments, write_down
from portal.core.reading_sheets import Unreadable, rows_of
from portal.core.refusal import Refused
from portal.core.text import plural
from portal.core.typesetting import TypesettingFailed
from portal.web.clash import read_revision
from portal.web.context import current_actor, current_session
from portal.web.downloads import PDF, XLSX, download
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("score_on_paper", __name__)
log = logging.getLogger("portal.assessment")


@bp.page("/assess/pack", needs=LIST)
def pack() -> ResponseReturnValue:
    """Everything that I can score now on one page, to read and to print."""
    mine = _open_ones()
    readings = readings_of_all(current_session(), [one.application for one in mine])
    write_down("pack", *mine)
    return page(
        "assessment/pack.html",
        mine=mine,
        readings=readings,
        drafts={one.id: drafts_of(one) for one in mine},
        name=shown_name,
        title_of=shown_title,
        given=given_words,
    )


@bp.page("/assess/pack.pdf", needs=LIST)
def pack_on_paper() -> ResponseReturnValue:
    """The same as a PDF with contents, page numbers and room for notes."""
    mine = _open_ones()
    if not mine:
        raise Refused("There is nothing that you can score now.")
    readings = readings_of_all(current_session(), [one.application for one in mine])
    try:
        data = pack_pdf(current_actor().name, mine, readings, {one.id: drafts_of(one) for one in mine})
    except TypesettingFailed as error:
        log.error("no panel pack was made: %s", error)
        raise Refused("We could not make the PDF just now. Try again later, or print the page.") from error
    write_down("pack", *mine)
    return download(data, "panel-pack.pdf", PDF)


@bp.page("/assess/sheet.xlsx", needs=LIST)
def sheet() -> ResponseReturnValue:
    """A sheet with a row for each principle of each application, to fill in and send back."""
    mine = _open_ones()
    return download(score_sheet(mine, {one.id: drafts_of(one) for one in mine}), "scores.xlsx", XLSX)


@bp.page("/assess/sheet", methods=("GET", "POST"), needs=LIST)
def sheet_back() -> ResponseReturnValue:
    """Send the sheet back: read what it would change, then save it. Nothing is saved before."""
    if request.method == "POST" and request.form.get("action") == "save":
        return _save()
    if request.method != "POST":
        return _page()
    sent = request.files.get("sheet")
    try:
        rows = rows_of(sent.read()) if sent else []
    except Unreadable as unreadable:
        return _page([("sheet", str(unreadable))])
    mine = {one.application.reference: one for one in _open_ones()}
    read = read_sheet(rows, {reference: one.application for reference, one in mine.items()})
    changes = [
        (mine[reference], number, drafts_of(mine[reference])[number], draft)
        for reference, drafts in sorted(read.drafts.items())
        for number, draft in sorted(drafts.items())
        if drafts_of(mine[reference])[number] != draft
    ]
    if read.faults or not changes:
        return _page([("sheet", words) for words in read.faults or ["The sheet changes nothing. Choose another file"]])
    return page(
        "assessment/sheet_preview.html",
        changes=changes,
        given=given_words,
        title_of=shown_title,
        fields_=[
            (f"{one.application.reference}-{name}", value)
            for one, number, _before, draft in changes
            for name, value in fields_of({number: draft}, None).items()
        ],
        revisions={one.application.reference: one.revision for one, *_rest in changes},
    )


def _save() -> ResponseReturnValue:
    sheet, revisions = {}, {}
    for one in _open_ones():
        reference, start = one.application.reference, f"{one.application.reference}-"
        sent = type(request.form)(
            [(name.removeprefix(start), value) for name, value in request.form.items() if name.startswith(start)]
        )
        numbers = [c.number for c in one.application.round.criteria if f"points-{c.number}" in sent]
        if numbers:
            sheet[reference] = read_drafts(sent, numbers)
            revisions[reference] = read_revision(sent)
    taken, left = save_sheet(current_session(), sheet=sheet, revisions=revisions, actor=current_actor())
    flash(f"{plural(taken, 'score')} taken over from your sheet. Nothing is sent yet.", "success")
    for words in left[:20]:
        flash(words, "warning")
    return redirect("/assess", code=303)


def _page(errors: list[tuple[str, str]] | None = None) -> ResponseReturnValue:
    return page("assessment/sheet.html", open=len(_open_ones()), errors=errors or [])


def _open_ones() -> list[Assignment]:
    """What I have declared for and have not sent, in my own order."""
    mine = my_assignments(current_session())
    return [*mine.part_scored, *mine.to_score]
