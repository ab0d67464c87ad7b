"""The minutes of a meeting for one reader."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.assessment.rules import shown_name
from portal.assessment.rules.blind import shown_title
from portal.core.dates import datetime_words
from portal.moderation.models import Item, Signature
from portal.moderation.queries import scores_of, words_of
from portal.moderation.queries.seats import Seat
from portal.moderation.rules.minutes import Came, ItemMinutes, Settled, absent, items_in, movements, part_of
from portal.moderation.rules.scores import points_words


@dataclass(frozen=True)
class Minutes:
    """What one reader may read: facts of the meeting, their items, and the signatures under any of these."""

    attendance: list[str]
    absent: str
    items: list[ItemMinutes]
    signatures: list[Signature]


def minutes_for(session: Session, seat: Seat, account_id: int | None) -> Minutes:
    """The minutes without the items that this person must not hear of, and without who signed only those."""
    heard = [item for item in seat.heard_by(account_id) if item.started_at]
    signed = {one.account_id: items_in(one.minutes) for one in seat.signatures}
    fixed = {reference: one for items in signed.values() for reference, one in items.items()}
    live = {one.reference: one for one in _written(session, seat, [i for i in heard if not _is_in(i, fixed)])}
    items = [fixed.get(item.application.reference) or live[item.application.reference] for item in heard]
    shown = {one.reference for one in items}
    signatures = [
        one
        for one in seat.signatures
        if one.account_id in (seat.meeting.chair_id, account_id) or shown & signed[one.account_id].keys()
    ]
    return Minutes(*_attendance(seat), items, signatures)


def part_to_sign(session: Session, seat: Seat, account_id: int | None) -> tuple[str, str]:
    """(text, SHA-256) of what somebody signs: what they chaired and may hear of, and for the chair who was there."""
    chaired = [item for item in seat.meeting.items if item.started_at and seat.chair_of(item) == account_id]
    meeting: dict[str, object] = {
        "reference": seat.meeting.reference,
        "starts": datetime_words(seat.meeting.starts_at),
        "place": seat.meeting.place,
        "quorum": seat.meeting.quorum,
    }
    if account_id == seat.meeting.chair_id:
        present, missing = _attendance(seat)
        meeting |= {"present": present, "absent": missing}
    return part_of(_written(session, seat, chaired), meeting)


def _is_in(item: Item, fixed: dict[str, ItemMinutes]) -> bool:
    return item.application.reference in fixed


def _attendance(seat: Seat) -> tuple[list[str], str]:
    came = _came(seat)
    return movements(came, None), absent([member.account.name for member in seat.meeting.members], came)


def _came(seat: Seat) -> list[Came]:
    names = {member.account_id: member.account.name for member in seat.meeting.members}
    return [
        Came(names[one.account_id], one.kind, one.at, one.item_id) for one in seat.movements if one.account_id in names
    ]


def _written(session: Session, seat: Seat, items: list[Item]) -> list[ItemMinutes]:
    ids = [item.id for item in items]
    scores, words, came = scores_of(session, ids), words_of(session, ids), _came(seat)
    names = {member.account_id: member.account.name for member in seat.meeting.members}
    found = []
    for item in items:
        chair = seat.chair_of(item)
        counted = {one.criterion.number: one for one in scores.get(item.id, [])}
        versions = words.get(item.id, [])
        found.append(
            ItemMinutes(
                reference=item.application.reference,
                group=shown_name(item.application),
                title=shown_title(item.application),
                chaired_by=names.get(chair, "") if chair else "",
                out=movements(came, item.id),
                in_room=item.decided_with,
                settled=[
                    Settled(f"{number}. {one.criterion.short_name}", points_words(one.halves), one.reason)
                    for number, one in sorted(counted.items())
                ],
                words=versions[-1].words if versions else "",
            )
        )
    return found
