"""The office's directory of consultees."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.consultation import queries
from portal.consultation.forms import ConsulteeForm
from portal.consultation.models import Consultee
from portal.consultation.operations import add_consultee, bring_back, edit_consultee, retire
from portal.consultation.policy import KEEP_CONSULTEES
from portal.consultation.rules import DISTRICT, KINDS, THEME, empty_seats, seats
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
    if request.method == "POST" and form.validate():
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
    if request.method == "POST" and form.validate():
        revision = read_revision(request.form)
        edit_consultee(current_session(), consultee=found, entry=form.entry(), revision=revision, actor=current_actor())
        flash("Saved.", "success")
        return redirect("/manage/consultees", code=303)
    return page("consultation/consultee.html", form=form, consultee=found, errors=form.summary)


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
