"""What pages of meetings show, made from a seat for one reader."""

from typing import Any

from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.assessment.queries import counted_scores
from portal.assessment.queries.conflicts import kept_from
from portal.assessment.rules import shown_name
from portal.assessment.rules.blind import shown_title
from portal.moderation.models import Item
from portal.moderation.queries import application_scored, scored_applications
from portal.moderation.queries.seats import Seat
from portal.moderation.rules.room import PLACES, Place, has_quorum, in_room
from portal.moderation.rules.scores import cells, plain
from portal.web.context import current_actor


def visible_applications(session: Session, round_id: int) -> list[Application]:
    """The scored applications of a round that I may hear of."""
    kept = kept_from(session, round_id)
    mine = current_actor().account_id
    return [one for one in scored_applications(session, round_id) if mine not in kept.get(one.id, ())]


def application_heard(session: Session, slug: str, reference: str) -> Application | None:
    """One of them, by its reference, in the round that the address names."""
    found = application_scored(session, reference)
    if found is None or found.round.slug != slug:
        return None
    kept = kept_from(session, found.round_id).get(found.id, ())
    return None if current_actor().account_id in kept else found


def room_of(session: Session, seat: Seat) -> dict[str, Any]:
    """What I see of a meeting now. Whoever must not hear the present item sees that, and nothing else."""
    mine = current_actor().account_id
    if mine in seat.kept:
        return {"out": True}
    heard = seat.heard_by(mine)
    waiting = [one for one in heard if not one.started_at]
    where = seat.where
    return {
        "out": False,
        "meeting": seat.meeting,
        "item": seat.item,
        "scores": panel_on(session, seat.item) if seat.item else [],
        "following": waiting[0] if waiting else None,
        "agenda": heard,
        "people": _people(seat, where),
        "in_room": len(in_room(where, seat.kept)),
        "enough": has_quorum(where, seat.kept, seat.meeting.quorum),
        "shown_name": shown_name,
        "shown_title": shown_title,
    }


def panel_on(session: Session, item: Item) -> list[dict[str, Any]]:
    """The panel's scores on an item, principle by principle, with the reasons and without names."""
    given = counted_scores(session, [item.application_id]).get(item.application_id, [])
    found, order = cells(given), sorted({one.assignment_id for one in given})
    rows = []
    for criterion in item.meeting.round.criteria:
        reasons = [
            (f"Assessor {order.index(one.assignment_id) + 1}", one.points, one.reason)
            for one in given
            if one.criterion_id == criterion.id
        ]
        cell = found.get(criterion.id)
        rows.append(
            {
                "criterion": criterion,
                "cell": cell,
                "median": plain(cell.median) if cell else "–",
                "reasons": reasons,
                "outliers": [f"Assessor {order.index(who) + 1}" for who in cell.outliers] if cell else [],
            }
        )
    return rows


def _people(seat: Seat, where: dict[int, Place]) -> list[dict[str, Any]]:
    names = {member.account_id: member.account for member in seat.meeting.members}
    chair = seat.chair_of(seat.item) if seat.item else seat.meeting.chair_id
    shown = []
    for who in seat.order:
        place = Place.OUT if where[who] == Place.IN and who in seat.kept else where[who]
        shown.append(
            {
                "name": names[who].name,
                "email": names[who].email,
                "place": place,
                "words": PLACES[place],
                "chairs": who == chair,
            }
        )
    return shown
