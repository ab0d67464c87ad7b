"""The meeting itself: what each member sees now, and the buttons of whoever leads."""

from hashlib import sha256
from typing import Any

from flask import Response, flash, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue

from portal.moderation.calendar import calendar_of
from portal.moderation.operations.leading import close_meeting, next_item, note_movement, start_meeting
from portal.moderation.policy import ATTEND, LEAD
from portal.moderation.queries.seats import Seat, seat_of
from portal.moderation.rules.room import MAY_NOTE
from portal.moderation.states import MEETING, MeetingState
from portal.moderation.views.loading import room_of
from portal.web.clash import read_revision
from portal.web.context import current_actor, current_portal, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("panel_meeting", __name__)


@bp.page("/panel/<reference>", needs=ATTEND, load=seat_of, tells_itself=True)
def meeting(seat: Seat) -> ResponseReturnValue:
    """The present item large, the next one, who is there; or that one is not in this item."""
    room = room_of(current_session(), seat)
    shown, agenda = _shown(room)
    return page(
        "moderation/meeting.html",
        meeting=seat.meeting,
        seat=seat,
        room=room,
        shown=shown,
        agenda=agenda,
        view=_digest(shown + agenda),
        running=seat.meeting.state == MeetingState.RUNNING,
        label=MEETING.labels[MeetingState(seat.meeting.state)].staff,
        may_note=MAY_NOTE,
    )


@bp.page("/panel/<reference>/now", needs=ATTEND, load=seat_of, tells_itself=True)
def now_shown(seat: Seat) -> ResponseReturnValue:
    """Whether what I see has changed: a digest of it, of the same length for everyone, and nothing else."""
    return jsonify(view=_digest("".join(_shown(room_of(current_session(), seat)))))


@bp.page("/panel/<reference>/start", methods=("POST",), needs=LEAD, load=seat_of, tells_itself=True)
def start(seat: Seat) -> ResponseReturnValue:
    """Begin the meeting."""
    start_meeting(current_session(), meeting=seat.meeting, actor=current_actor())
    return _back(seat)


@bp.page("/panel/<reference>/next", methods=("POST",), needs=LEAD, load=seat_of, tells_itself=True)
def following(seat: Seat) -> ResponseReturnValue:
    """Go on to the next item, unless somebody has just done so."""
    revision = read_revision(request.form)
    if not next_item(current_session(), meeting=seat.meeting, revision=revision, actor=current_actor()):
        flash("Someone else went on to the next item just before you.", "important")
    return _back(seat)


@bp.page("/panel/<reference>/close", methods=("POST",), needs=LEAD, load=seat_of, tells_itself=True)
def close(seat: Seat) -> ResponseReturnValue:
    """End the meeting."""
    close_meeting(current_session(), meeting=seat.meeting, actor=current_actor())
    return redirect(f"/panel/{seat.meeting.reference}/minutes", code=303)


@bp.page("/panel/<reference>/people", methods=("POST",), needs=LEAD, load=seat_of, tells_itself=True)
def people(seat: Seat) -> ResponseReturnValue:
    """Note that somebody came, left or returned."""
    email, kind = request.form.get("member", ""), request.form.get("moved", "")
    note_movement(current_session(), meeting=seat.meeting, email=email, kind=kind, actor=current_actor())
    return _back(seat)


@bp.page("/panel/<reference>/calendar.ics", needs=ATTEND, load=seat_of, tells_itself=True)
def calendar(seat: Seat) -> ResponseReturnValue:
    """The meeting for a calendar."""
    text = calendar_of(seat.meeting, current_portal().settings.base_url)
    response = Response(text, mimetype="text/calendar")
    response.headers["Content-Disposition"] = f"attachment; filename={seat.meeting.reference}.ics"
    return response


def _shown(room: dict[str, Any]) -> tuple[str, str]:
    return render_template("moderation/_room.html", **room), render_template("moderation/_agenda.html", **room)


def _digest(shown: str) -> str:
    return sha256(shown.encode()).hexdigest()


def _back(seat: Seat) -> ResponseReturnValue:
    return redirect(f"/panel/{seat.meeting.reference}", code=303)
