"""Leading a meeting: starting it, moving from item to item, noting who comes and goes, closing it.

Each operation locks the meeting and reads everything again, so that of two who press at once the second sees the first.
"""

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import Permission, require
from portal.audit.operations import record
from portal.core.clock import now
from portal.core.refusal import Refused
from portal.moderation.models import Item, Meeting, Movement
from portal.moderation.policy import LEAD
from portal.moderation.queries.seats import NOBODY, Seat, item_seat, seat_of
from portal.moderation.rules.room import MAY_NOTE, Place, may_come_back, must_go_out, places
from portal.moderation.rules.room import Step as Went
from portal.moderation.states import MEETING, MeetingState, Moved

NOT_RUNNING = "The meeting is not going on now."


def locked_seat(
    session: Session, meeting: Meeting, permission: Permission, actor: Actor, item: Item | None = None
) -> Seat:
    """The meeting locked and read again (looking at `item`, or at the present one), once the actor may do it."""
    reference = meeting.reference
    session.refresh(meeting, ["state", "revision"], with_for_update=True)
    seat = item_seat(session, reference, item.application.reference) if item else seat_of(session, reference)
    assert seat is not None
    require(actor, permission, seat)
    return seat


def start_meeting(session: Session, *, meeting: Meeting, actor: Actor) -> None:
    """Begin; whoever begins and sits in it is present. Effects: state, a movement, audit."""
    seat = locked_seat(session, meeting, LEAD, actor)
    MEETING.advance(session, meeting, "start", actor_id=actor.account_id)
    meeting.started_at = now()
    if actor.account_id in seat.member_ids:
        _went(session, meeting, actor.account_id, Moved.PRESENT, actor)
    _record(session, "panel:started", meeting, actor)


def next_item(session: Session, *, meeting: Meeting, revision: int, actor: Actor) -> bool:
    """End the present item and begin the next. Whether it moved: not when somebody did since `revision` was read.

    Whoever must not hear the next item goes out or stays out; everyone else who was out comes back. Nobody is left in
    the chair who must not hear it. Effects: items, revision, movements, audit.
    """
    seat = locked_seat(session, meeting, LEAD, actor)
    if meeting.state != MeetingState.RUNNING:
        raise Refused(NOT_RUNNING)
    if meeting.revision != revision:
        return False
    following = next((one for one in meeting.items if one.started_at is None), None)
    _end_item(session, seat, following, actor)
    meeting.revision += 1
    if following is not None:
        following.started_at = now()
        session.flush()
        clear_room(session, meeting, actor)
    _record(session, "panel:next-item", meeting, actor)
    return True


def close_meeting(session: Session, *, meeting: Meeting, actor: Actor) -> None:
    """End the meeting; closed twice is closed once. Effects: the present item, state, movements, audit."""
    seat = locked_seat(session, meeting, LEAD, actor)
    if meeting.state == MeetingState.CLOSED:
        return
    MEETING.advance(session, meeting, "close", actor_id=actor.account_id)
    _end_item(session, seat, None, actor)
    meeting.closed_at = now()
    meeting.revision += 1
    _record(session, "panel:closed", meeting, actor)


def note_movement(session: Session, *, meeting: Meeting, email: str, kind: str, actor: Actor) -> None:
    """Note by the clock that a member came, left or returned; what is so already is not noted again.

    Whoever comes in and must not hear the present item goes out at once. Effects: movements, audit.
    """
    seat = locked_seat(session, meeting, LEAD, actor)
    if meeting.state != MeetingState.RUNNING:
        raise Refused(NOT_RUNNING)
    who = next((one.account_id for one in meeting.members if one.account.email == email), None)
    if who is None or kind not in (Moved.PRESENT, Moved.LEFT, Moved.RETURNED):
        raise Refused("Choose a member of this panel, and whether they came, left or returned.")
    stands = seat.where[who]
    if kind not in MAY_NOTE[stands]:
        if places([who], [Went(who, kind)])[who] == stands or (stands == Place.OUT and kind != Moved.LEFT):
            return
        raise Refused("Someone has noted that already, or it cannot be so now. Look at the list again.")
    _went(session, meeting, who, Moved(kind), actor)
    clear_room(session, meeting, actor)
    _record(session, f"panel:{kind}", meeting, actor, member=who)


def clear_room(session: Session, meeting: Meeting, actor: Actor) -> None:
    """Send out whoever is in the room and must not hear the present item, and say who chairs it."""
    session.flush()
    seat = seat_of(session, meeting.reference)
    assert seat is not None
    if seat.item is None:
        return
    for who in must_go_out(seat.where, seat.kept):
        _went(session, meeting, who, Moved.OUT, actor, seat.item)
    seat.item.chair_id = seat.chair_of(seat.item)
    session.flush()


def _end_item(session: Session, seat: Seat, following: Item | None, actor: Actor) -> None:
    kept = seat.kept_from(following) if following else NOBODY
    if seat.item is not None:
        seat.item.ended_at = now()
    where = seat.where
    back = may_come_back(where, kept)
    for who in back:
        _went(session, seat.meeting, who, Moved.BACK, actor, seat.item)
    for who, place in where.items():
        if place == Place.OUT and who not in back:
            _went(session, seat.meeting, who, Moved.OUT, actor, following)
    session.flush()


def _went(
    session: Session, meeting: Meeting, who: int | None, kind: Moved, actor: Actor, item: Item | None = None
) -> None:
    session.add(
        Movement(
            meeting_id=meeting.id,
            account_id=who,
            kind=kind,
            item_id=item.id if item else None,
            at=now(),
            by_id=actor.account_id,
        )
    )


def _record(session: Session, action: str, meeting: Meeting, actor: Actor, **detail: int) -> None:
    record(session, action, subject_type="meeting", subject=meeting.reference, actor=actor, **detail)
