"""One member on one page: what they asked for, what they got, what was said and done."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.applications.states import APPLICATION
from portal.network.forms import LONGEST_NOTE, NoteForm
from portal.network.operations import add_note
from portal.network.policy import NOTE_MEMBER, READ_NETWORK
from portal.network.queries.history import (
    acts_about,
    applications_and_awards,
    messages_about,
    notes_about,
    readings_of,
    workshops_of,
)
from portal.organisations.models import Membership
from portal.organisations.queries import member_for_office
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page
from portal.workshops.states import ATTENDANCE_LABELS, BOOKING

bp = Guarded("member_history", __name__)


@bp.page("/manage/members/<reference>/history", needs=READ_NETWORK, load=member_for_office)
def history(found: Membership) -> ResponseReturnValue:
    """Everything the office knows of one organisation."""
    return _page(found, NoteForm())


@bp.page("/manage/members/<reference>/history", needs=NOTE_MEMBER, load=member_for_office, methods=("POST",))
def note(found: Membership) -> ResponseReturnValue:
    """Add a note."""
    form = NoteForm()
    if not form.validate():
        return _page(found, form)
    add_note(current_session(), organisation=found.organisation, words=form.words.data, actor=current_actor())
    flash("Your note is kept.", "success")
    return redirect(f"{request.path}#notes", code=303)


def _page(found: Membership, form: NoteForm) -> ResponseReturnValue:
    session, place = current_session(), found.organisation
    askings = applications_and_awards(session, place)
    return page(
        "network/history.html",
        membership=found,
        organisation=place,
        askings=askings,
        labels=APPLICATION.labels,
        workshops=workshops_of(session, place),
        booking_labels=BOOKING.labels,
        attendance=ATTENDANCE_LABELS,
        readings=readings_of(session, place),
        notes=notes_about(session, place),
        messages=messages_about(session, place, [one.application for one in askings]),
        acts=acts_about(session, place),
        form=form,
        longest=LONGEST_NOTE,
        errors=form.summary,
    )
