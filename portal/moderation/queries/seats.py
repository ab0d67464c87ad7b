"""A meeting as the rules look at it: who is kept from what, who is where, who leads and who signs.

Asked again on every request, so that a conflict which is declared during a meeting counts from the next one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.assessment.queries.conflicts import kept_from
from portal.moderation.models import Item, Meeting, Movement, Signature
from portal.moderation.queries import meeting_to_arrange, signatures_of
from portal.moderation.rules.room import Place, Step, acting_chair, places
from portal.moderation.states import MeetingState

NOBODY: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Seat:
    """A meeting, and the item that is looked at: the one that the address names, else the one talked about now."""

    meeting: Meeting
    item: Item | None
    kept_map: Mapping[int, frozenset[int]]
    movements: Sequence[Movement]
    signatures: Sequence[Signature]

    @property
    def member_ids(self) -> frozenset[int]:
        """The accounts that sit in the meeting."""
        return frozenset(member.account_id for member in self.meeting.members)

    @property
    def order(self) -> list[int]:
        """Who chairs when others may not: the chair, the deputy, then the others by name."""
        first = [self.meeting.chair_id, self.meeting.deputy_id]
        others = sorted(self.meeting.members, key=lambda member: (member.account.name, member.account_id))
        return first + [member.account_id for member in others if member.account_id not in first]

    @property
    def where(self) -> dict[int, Place]:
        """Where each member is now, in that order."""
        return places(self.order, [Step(one.account_id, one.kind) for one in self.movements])

    def kept_from(self, item: Item) -> frozenset[int]:
        """Who must not hear of an item."""
        return self.kept_map.get(item.application_id, NOBODY)

    @property
    def kept(self) -> frozenset[int]:
        """Who must not hear of the item that is looked at."""
        return self.kept_from(self.item) if self.item else NOBODY

    def heard_by(self, account_id: int | None) -> list[Item]:
        """The items that somebody may hear of, in the order of the meeting."""
        return [item for item in self.meeting.items if account_id not in self.kept_from(item)]

    def chair_of(self, item: Item) -> int | None:
        """Who chairs an item: now, by who is in the room; afterwards, who did, or the next who may hear of it."""
        kept = self.kept_from(item)
        if item is self.meeting.current:
            return acting_chair(self.order, self.where, kept)
        if item.chair_id is not None and item.chair_id not in kept:
            return item.chair_id
        return next((who for who in self.order if who not in kept), None)

    @property
    def leaders(self) -> frozenset[int]:
        """Who leads: the chair of the item; between items the chair and the deputy."""
        if self.item is None:
            return frozenset({self.meeting.chair_id, self.meeting.deputy_id})
        chair = self.chair_of(self.item)
        return frozenset() if chair is None else frozenset({chair})

    @property
    def signers(self) -> frozenset[int]:
        """Who has yet to sign the minutes of a meeting that is over: the chair, and whoever chaired an item."""
        if self.meeting.state != MeetingState.CLOSED:
            return NOBODY
        chaired = {self.chair_of(item) for item in self.meeting.items if item.started_at}
        due = {who for who in chaired if who is not None} | {self.meeting.chair_id}
        return frozenset(due - {one.account_id for one in self.signatures})

    def is_signed(self, item: Item) -> bool:
        """Whether the minutes of an item are signed and can no longer change."""
        return self.chair_of(item) in {one.account_id for one in self.signatures}


def seat_of(session: Session, reference: str) -> Seat | None:
    """A meeting with whom it keeps from what, in a constant number of queries."""
    meeting = meeting_to_arrange(session, reference)
    return None if meeting is None else _seat(session, meeting, meeting.current)


def item_seat(session: Session, reference: str, application: str) -> Seat | None:
    """The same, looking at the item about an application (by its reference)."""
    meeting = meeting_to_arrange(session, reference)
    if meeting is None:
        return None
    item = next((one for one in meeting.items if one.application.reference == application), None)
    return None if item is None else _seat(session, meeting, item)


def _seat(session: Session, meeting: Meeting, item: Item | None) -> Seat:
    moves = session.scalars(select(Movement).where(Movement.meeting_id == meeting.id).order_by(Movement.id)).all()
    return Seat(meeting, item, kept_from(session, meeting.round_id), moves, signatures_of(session, meeting.id))
