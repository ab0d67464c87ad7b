"""The office's directory of consultees."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.consultation import queries
from portal.consultation.forms import ConsulteeForm
from portal.consultation.models import Consultee
from portal.consultation.operations import add_consultee, bring_back, edit_consultee, retire
from portal.consultation.operations.directory import entry_of
from portal.consultation.policy import KEEP_CONSULTEES
from portal.consultation.rules import DISTRICT, KINDS, THEME, empty_seats, seats
from portal.core.clash import Stale
from portal.organisations.rules import named
from portal.web.clash import read_revision
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("consultees", __name__)


@bp.page("/manage/consultees", needs=KEEP_CONSULTEES)
def listing() -> ResponseReturnValue:
    """Everybody who may be asked, who is missing by the pack's lists, and those who are asked nothing more."""
    session = current_session()
    found = queries.consultees(session)
    return page(
        "consultation/consultees.html",
        consultees=found,
        retired=queries.consultees(session, retired=True),
        missing=empty_seats(found),
        kinds=KINDS,
        districts=named("districts"),
        themes=named("themes"),
    )


@bp.page("/manage/consultees/new", methods=("GET", "POST"), needs=KEEP_CONSULTEES)
def new() -> ResponseReturnValue:
    """Add somebody; `?seat=` fills in what the pack knows of who is missing."""
    seat = next((one for one in seats() if one.key == request.args.get("seat")), None)
    known = {"kind": seat.kind, "body": seat.body, "districts": seat.districts, "themes": seat.themes} if seat else {}
    form = ConsulteeForm(data=known)
    if request.method == "POST" and form.validate() and _is_free(form, None):
        made = add_consultee(current_session(), entry=form.entry(), actor=current_actor())
        flash(f"{made.body} is in the directory.", "success")
        return redirect("/manage/consultees", code=303)
    return page("consultation/consultee.html", form=form, consultee=None, errors=form.summary)


@bp.page(
    "/manage/consultees/<reference>",
    methods=("GET", "POST"),
    needs=KEEP_CONSULTEES,
    load=queries.consultee_by_reference,
)
def edit(found: Consultee) -> ResponseReturnValue:
    """Change an entry."""
    form = ConsulteeForm(
        data={
            "kind": found.kind,
            "body": found.body,
            "person": found.person,
            "email": found.email,
            "districts": found.values(DISTRICT),
            "themes": found.values(THEME),
        }
    )
    if request.method == "POST" and form.validate() and _is_free(form, found):
        return _changed(found, form)
    return page("consultation/consultee.html", form=form, consultee=found, errors=form.summary)


def _changed(found: Consultee, form: ConsulteeForm) -> ResponseReturnValue:
    """Save it; where somebody saved meanwhile, show what they saved above what was typed, to be saved again."""
    session, revision = current_session(), read_revision(request.form)
    try:
        edit_consultee(session, consultee=found, entry=form.entry(), revision=revision, actor=current_actor())
    except Stale:
        session.refresh(found)
        saved = f"{found.body}, {found.person}, {found.email}"
        problem = f"Someone saved this while you were writing: {saved}. Save again to put yours in its place"
        return page("consultation/consultee.html", 409, form=form, consultee=found, errors=[("body", problem)])
    flash("Saved.", "success")
    return redirect("/manage/consultees", code=303)


@bp.page(
    "/manage/consultees/<reference>/retire",
    methods=("POST",),
    needs=KEEP_CONSULTEES,
    load=queries.consultee_by_reference,
)
def retiring(found: Consultee) -> ResponseReturnValue:
    """Ask them nothing more."""
    retire(current_session(), consultee=found, actor=current_actor())
    flash(f"{found.body} is asked nothing more. What they said stays.", "success")
    return redirect("/manage/consultees", code=303)


@bp.page(
    "/manage/consultees/<reference>/bring-back",
    methods=("POST",),
    needs=KEEP_CONSULTEES,
    load=queries.consultee_by_reference,
)
def returning(found: Consultee) -> ResponseReturnValue:
    """Ask them again."""
    bring_back(current_session(), consultee=found, actor=current_actor())
    flash(f"{found.body} can be asked again.", "success")
    return redirect("/manage/consultees", code=303)


def _is_free(form: ConsulteeForm, found: Consultee | None) -> bool:
    """Whether the address is nobody else's; says so beside the field. The same entry once more is a second press."""
    known = queries.consultee_by_email(current_session(), form.email.data)
    if known is None or known is found or (found is None and entry_of(known) == form.entry()):
        return True
    form.email.errors = (f"{known.body} has this email address in the directory already",)
    return False
