"""One item of a meeting: the panel's scores and reasons, and what the panel agreed."""

from collections.abc import Mapping

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.assessment.operations import note_readings
from portal.assessment.rules import shown_name
from portal.assessment.rules.blind import mask_of, shown_title
from portal.core.clash import Stale, clashes
from portal.moderation.forms import POINTS, fields_of, read_agreed
from portal.moderation.models import Item, ModeratedScore
from portal.moderation.operations.agreeing import record_scores
from portal.moderation.policy import HEAR, RECORD
from portal.moderation.queries import scores_of
from portal.moderation.queries.seats import Seat, item_seat
from portal.moderation.rules.room import has_quorum
from portal.moderation.rules.scores import MOST_REASON_WORDS, Agreed, points_words, problems
from portal.moderation.views.loading import panel_on
from portal.web.clash import chosen, clash_page, read_revision
from portal.web.context import current_actor, current_portal, current_session, from_slot
from portal.web.guard import Guarded
from portal.web.kept import posted
from portal.web.pages import page

bp = Guarded("panel_item", __name__)


@bp.page("/panel/<reference>/items/<application>", needs=HEAR, load=item_seat, tells_itself=True)
def item(seat: Seat) -> ResponseReturnValue:
    """The scores and reasons of the panel, and for whoever leads the form of what was agreed."""
    with current_portal().database.session() as writer:  # a transaction of its own, because a GET cannot write
        ids = [_item(seat).application_id]
        note_readings(writer, application_ids=ids, page="meeting", actor=current_actor())
    typed = posted()
    return _page(seat, values=dict(typed.items()) if typed is not None else None)


@bp.page("/panel/<reference>/items/<application>", methods=("POST",), needs=RECORD, load=item_seat, tells_itself=True)
def record(seat: Seat) -> ResponseReturnValue:
    """Record what the panel agreed."""
    session, looked_at = current_session(), _item(seat)
    earlier = scores_of(session, [looked_at.id]).get(looked_at.id, [])
    names = {one.number: one.short_name for one in seat.meeting.round.criteria}
    sent = chosen(request.form, fields_of(_counted(earlier, names)))
    agreed = read_agreed(sent, list(names))
    found = problems(agreed, names, frozenset(one.criterion.number for one in earlier))
    if found:
        return _page(seat, values=fields_of(agreed), errors=found)
    revision = read_revision(sent)
    try:
        record_scores(session, item=looked_at, agreed=agreed, revision=revision, actor=current_actor())
    except Stale:
        return _clash(seat, fields_of(agreed))
    flash("What the panel agreed is recorded.", "success")
    return redirect(f"/panel/{seat.meeting.reference}/items/{looked_at.application.reference}", code=303)


def _page(
    seat: Seat, *, values: Mapping[str, str] | None = None, errors: list[tuple[str, str]] | None = None
) -> ResponseReturnValue:
    session, looked_at = current_session(), _item(seat)
    earlier = scores_of(session, [looked_at.id]).get(looked_at.id, [])
    numbers = {one.number: one.short_name for one in seat.meeting.round.criteria}
    now_talked_about = looked_at is seat.meeting.current
    return page(
        "moderation/item.html",
        seat=seat,
        meeting=seat.meeting,
        application=looked_at.application,
        item=looked_at,
        scores=panel_on(session, looked_at),
        advice=from_slot("application:advice", session, looked_at.application),
        hide=mask_of(looked_at.application).text,
        history=earlier,
        values=fields_of(_counted(earlier, numbers)) if values is None else values,
        revision=read_revision(values) if values and "revision" in values else earlier[-1].id if earlier else 0,
        may_record=not seat.is_signed(looked_at) and (now_talked_about or looked_at.decided_at is not None),
        enough=not now_talked_about or has_quorum(seat.where, seat.kept, seat.meeting.quorum),
        points=POINTS,
        points_words=points_words,
        shown_name=shown_name,
        shown_title=shown_title,
        most_words=MOST_REASON_WORDS,
        errors=errors or [],
    )


def _clash(seat: Seat, typed: dict[str, str]) -> ResponseReturnValue:
    session, looked_at = current_session(), _item(seat)
    earlier = scores_of(session, [looked_at.id])[looked_at.id]
    criteria = {one.number: one.short_name for one in seat.meeting.round.criteria}
    saved = fields_of(_counted(earlier, criteria))
    labels: dict[str, str] = {}
    for number, name in criteria.items():
        labels |= {f"points-{number}": f"Score on {name}, in half points", f"reason-{number}": f"Reason on {name}"}
    address = f"/panel/{seat.meeting.reference}/items/{looked_at.application.reference}"
    return clash_page(
        clashes(labels, saved, typed),
        typed=typed,
        revision=earlier[-1].id,
        action=address,
        back=address,
        who=earlier[-1].by_name,
    )


def _counted(earlier: list[ModeratedScore], numbers: Mapping[int, str]) -> dict[int, Agreed]:
    found = dict.fromkeys(numbers, Agreed(None, ""))
    return found | {one.criterion.number: Agreed(one.halves, one.reason) for one in earlier}


def _item(seat: Seat) -> Item:
    assert seat.item is not None  # the permission sees to it
    return seat.item
