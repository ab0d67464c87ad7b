"""The office runs a workshop: the register, who came, and what there is to read afterwards."""

from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue

from portal.core.clock import now
from portal.core.sheets import as_csv
from portal.core.text import plural
from portal.documents.rules import Unacceptable
from portal.organisations.views.organisation import go
from portal.web.context import current_actor, current_portal, current_session
from portal.web.downloads import CSV, download
from portal.web.guard import Guarded
from portal.web.pages import page
from portal.workshops.forms import MaterialForm
from portal.workshops.models import Material, Workshop
from portal.workshops.operations import add_file, add_link, mark_attendance, remove_material
from portal.workshops.policy import MANAGE_WORKSHOPS
from portal.workshops.queries.bookings import register_of
from portal.workshops.queries.workshops import material_of, workshop_by_reference
from portal.workshops.states import ATTENDANCE_LABELS, Attendance
from portal.workshops.views.public import WORDS

bp = Guarded("running_workshops", __name__)
COLUMNS = ("Booking", "Name", "Organisation", "Email", "Access needs", "Attendance")


@bp.page("/manage/workshops/<reference>/register", needs=MANAGE_WORKSHOPS, load=workshop_by_reference)
def register(found: Workshop) -> ResponseReturnValue:
    """The list at the door, to print."""
    rows = register_of(current_session(), found.id)
    return page("workshops/register.html", workshop=found, rows=rows, **WORDS)


@bp.page("/manage/workshops/<reference>/register.csv", needs=MANAGE_WORKSHOPS, load=workshop_by_reference)
def register_csv(found: Workshop) -> ResponseReturnValue:
    """The same for a spreadsheet."""
    rows = [
        (one.reference, one.name, one.organisation.name, one.email, one.access_needs,
         ATTENDANCE_LABELS.get(Attendance(one.attendance), ""))
        for one in register_of(current_session(), found.id)
    ]  # fmt: skip
    return download(as_csv(COLUMNS, rows), f"register-{found.reference}.csv", CSV)


@bp.page(
    "/manage/workshops/<reference>/attendance",
    methods=("GET", "POST"),
    needs=MANAGE_WORKSHOPS,
    load=workshop_by_reference,
)
def attendance(found: Workshop) -> ResponseReturnValue:
    """Who came."""
    session = current_session()
    if request.method == "POST":
        changed = mark_attendance(session, workshop=found, marks=_marks(), actor=current_actor())
        flash(f"Saved. {plural(changed, 'entry', 'entries')} changed.", "success")
        return go(f"/manage/workshops/{found.reference}")
    return page(
        "workshops/attendance.html",
        workshop=found,
        rows=register_of(session, found.id),
        labels=ATTENDANCE_LABELS,
        begun=now() >= found.starts_at,
        **WORDS,
    )


def _marks() -> dict[str, Attendance]:
    """What was chosen for each booking; anything else that is typed is left out."""
    known = {str(mark): mark for mark in Attendance if mark}
    named = {name.removeprefix("came-"): value for name, value in request.form.items() if name.startswith("came-")}
    return {reference: known[value] for reference, value in named.items() if value in known}


@bp.page(
    "/manage/workshops/<reference>/materials",
    methods=("GET", "POST"),
    needs=MANAGE_WORKSHOPS,
    load=workshop_by_reference,
)
def materials(found: Workshop) -> ResponseReturnValue:
    """What there is to read or watch: add a link or a file, take one away."""
    form = MaterialForm()
    problems: list[tuple[str, str]] = []
    if request.method == "POST" and form.validate():
        problem = _add(found, form)
        if problem is None:
            flash("It is added.", "success")
            return go(f"/manage/workshops/{found.reference}/materials")
        problems = [problem]
        getattr(form, problem[0]).errors = [problem[1]]
    return page(
        "workshops/materials.html",
        workshop=found,
        form=form,
        errors=form.summary or problems,
        materials=[one for one in found.materials if one.removed_at is None],
    )


def _add(found: Workshop, form: MaterialForm) -> tuple[str, str] | None:
    """Keep the link or the file; the field and what is wrong when there is neither, or both, or we cannot take it."""
    upload = request.files.get("file")
    has_file = bool(upload and upload.filename)
    if has_file == bool(form.url.data):
        return ("url", "Give a link or a file, not both" if has_file else "Enter a link, or choose a file")
    facts: dict[str, Any] = {"workshop": found, "title": form.title.data, "for_everyone": form.who.data == "everyone"}
    if not has_file:
        add_link(current_session(), url=form.url.data, actor=current_actor(), **facts)
        return None
    assert upload is not None
    try:
        add_file(
            current_session(),
            upload=upload.stream,
            filename=upload.filename or "",
            folder=current_portal().settings.uploads,
            actor=current_actor(),
            **facts,
        )
    except Unacceptable as error:
        return ("file", str(error))
    return None


@bp.page(
    "/manage/workshops/<reference>/materials/<int:number>/remove",
    methods=("POST",),
    needs=MANAGE_WORKSHOPS,
    load=material_of,
)
def remove(found: Material) -> ResponseReturnValue:
    """Take one away."""
    folder = current_portal().settings.uploads
    remove_material(current_session(), material=found, folder=folder, actor=current_actor())
    flash("It is taken away.", "success")
    return go(f"/manage/workshops/{found.workshop.reference}/materials")
