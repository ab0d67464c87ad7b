"""Recording what the panel agreed, the chair's words in the minutes, and signing them."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.assessment.queries import counted_scores
from portal.audit.operations import record
from portal.core.clash import Stale
from portal.core.clock import now
from portal.core.refusal import Refused
from portal.core.text import count_words
from portal.moderation.models import Item, Meeting, MinuteWords, ModeratedScore, Signature
from portal.moderation.operations.leading import clear_room, locked_seat
from portal.moderation.policy import CORRECT, RECORD, SIGN
from portal.moderation.queries import scores_of, words_of
from portal.moderation.queries.minutes import part_to_sign
from portal.moderation.queries.seats import Seat, seat_of
from portal.moderation.rules.room import has_quorum
from portal.moderation.rules.scores import MOST_MINUTE_WORDS, Agreed, cells, problems
from portal.moderation.states import MeetingState

SIGNED = "The minutes of this item are signed, so nothing in them can change."


def record_scores(session: Session, *, item: Item, agreed: Mapping[int, Agreed], revision: int, actor: Actor) -> None:
    """Record what the panel agreed, by number of principle, in half points. What was given before stays as it is.

    `revision` is the newest score's id that was read; raises Stale when there is a newer one. Only with enough people
    in the room; what was recorded then can be mended until the minutes are signed. Effects: scores, the item, audit.
    """
    seat = locked_seat(session, item.meeting, RECORD, actor, item)
    _refuse_undecidable(seat, item)
    earlier = scores_of(session, [item.id]).get(item.id, [])
    if revision != (earlier[-1].id if earlier else 0):
        raise Stale
    counted = {one.criterion.number: one for one in earlier}
    criteria = {one.number: one for one in item.meeting.round.criteria}
    agreed = {number: one for number, one in agreed.items() if number in criteria}
    found = problems(agreed, {n: one.short_name for n, one in criteria.items()}, frozenset(counted))
    if found:
        raise Refused(f"{found[0][1]}.")
    scored = cells(counted_scores(session, [item.application_id]).get(item.application_id, []))
    if any(one.halves is not None and criteria[number].id not in scored for number, one in agreed.items()):
        raise Refused("Nobody scored that principle, so there is no score to moderate.")
    for number, one in agreed.items():
        before = counted.get(number)
        if one.halves is None:
            continue
        if before and (before.halves, before.reason) == (one.halves, one.reason):
            continue
        session.add(
            ModeratedScore(
                item_id=item.id,
                criterion_id=criteria[number].id,
                halves=one.halves,
                reason=one.reason,
                at=now(),
                by_id=actor.account_id,
                by_name=actor.name[:200],
            )
        )
    if item is seat.meeting.current:
        item.decided_at, item.decided_with = now(), _heard(seat)
        clear_room(session, item.meeting, actor)
    session.flush()
    _record(session, "panel:moderated", item, actor)


def write_minutes(session: Session, *, item: Item, words: str, revision: int, actor: Actor) -> None:
    """Say in the chair's words what the panel advised on an item. Every version is kept.

    `revision` is the id of the version that was read; raises Stale when there is a newer one.
    Effects: the words, audit.
    """
    seat = locked_seat(session, item.meeting, CORRECT, actor, item)
    if not item.started_at:
        raise Refused("The panel has not come to this item yet.")
    if seat.is_signed(item):
        raise Refused(SIGNED)
    if count_words(words) > MOST_MINUTE_WORDS or len(words) > MOST_MINUTE_WORDS * 20:
        raise Refused(f"Your words must be {MOST_MINUTE_WORDS} words or fewer.")
    earlier = words_of(session, [item.id]).get(item.id, [])
    if revision != (earlier[-1].id if earlier else 0):
        raise Stale
    if words == (earlier[-1].words if earlier else ""):
        return
    session.add(MinuteWords(item_id=item.id, words=words, at=now(), by_id=actor.account_id, by_name=actor.name[:200]))
    session.flush()
    _record(session, "panel:minutes-written", item, actor)


def sign_minutes(session: Session, *, meeting: Meeting, actor: Actor) -> None:
    """Sign the minutes of what one chaired; from then on they are fixed, and their SHA-256 proves it. Twice is once.

    Effects: the signature, audit.
    """
    session.refresh(meeting, ["state"], with_for_update=True)
    seat = seat_of(session, meeting.reference)
    assert seat is not None
    if any(one.account_id == actor.account_id for one in seat.signatures):
        return
    if meeting.state != MeetingState.CLOSED:
        raise Refused("Close the meeting first.")
    require(actor, SIGN, seat)
    text, digest = part_to_sign(session, seat, actor.account_id)
    session.add(
        Signature(
            meeting_id=meeting.id,
            account_id=actor.account_id,
            name=actor.name[:200],
            minutes=text,
            sha256=digest,
            at=now(),
        )
    )
    session.flush()
    record(session, "panel:minutes-signed", subject_type="meeting", subject=meeting.reference, actor=actor)


def _refuse_undecidable(seat: Seat, item: Item) -> None:
    if not item.started_at:
        raise Refused("The panel has not come to this item yet.")
    if seat.is_signed(item):
        raise Refused(SIGNED)
    if item is seat.meeting.current:
        if not has_quorum(seat.where, seat.kept, seat.meeting.quorum):
            raise Refused(
                f"There are {_heard(seat)} in the room, and the quorum is {seat.meeting.quorum}. "
                "Wait until enough people are there, or go on to the next item."
            )
    elif item.decided_at is None:
        raise Refused("The panel did not decide on this item while it talked about it.")


def _heard(seat: Seat) -> int:
    return len([who for who, place in seat.where.items() if place == "in" and who not in seat.kept])


def _record(session: Session, action: str, item: Item, actor: Actor) -> None:
    record(session, action, subject_type="application", subject=item.application.reference, actor=actor)
