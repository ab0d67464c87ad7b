"""Who is in the room, who chairs, and whether there are enough. Comings and goings in, verdicts out."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.moderation.states import Moved


class Place(StrEnum):
    """Where a member is: not here yet, in the room, called out for an item, or gone."""

    ABSENT = "absent"
    IN = "in"
    OUT = "out"
    GONE = "gone"


# What one sees of a member in the room who must not hear the item: that they are out. The rest is as it is.
PLACES = {
    Place.ABSENT: "Not here yet",
    Place.IN: "In the room",
    Place.OUT: "Out for this item",
    Place.GONE: "Left the meeting",
}
_LEADS_TO = {
    Moved.PRESENT: Place.IN,
    Moved.RETURNED: Place.IN,
    Moved.LEFT: Place.GONE,
    Moved.OUT: Place.OUT,
    Moved.BACK: Place.IN,
}
# What an officer or the chair may note of somebody who stands there.
MAY_NOTE = {
    Place.ABSENT: (Moved.PRESENT,),
    Place.IN: (Moved.LEFT,),
    Place.OUT: (Moved.LEFT,),
    Place.GONE: (Moved.RETURNED,),
}


@dataclass(frozen=True)
class Step:
    """One coming or going, in the order in which they happened."""

    account_id: int
    kind: str


def places(members: Iterable[int], steps: Iterable[Step]) -> dict[int, Place]:
    """Where each member is after all that happened."""
    found = dict.fromkeys(members, Place.ABSENT)
    for step in steps:
        if step.account_id in found:
            found[step.account_id] = _LEADS_TO[Moved(step.kind)]
    return found


def in_room(where: Mapping[int, Place], kept: Collection[int]) -> frozenset[int]:
    """Who hears an item: in the room, and not among those who must not."""
    return frozenset(who for who, place in where.items() if place == Place.IN and who not in kept)


def must_go_out(where: Mapping[int, Place], kept: Collection[int]) -> list[int]:
    """Who is in the room and must leave it, in the order of the members."""
    return [who for who, place in where.items() if place == Place.IN and who in kept]


def may_come_back(where: Mapping[int, Place], kept_next: Collection[int]) -> list[int]:
    """Who is out, and may hear what comes next. Whoever may not stays out."""
    return [who for who, place in where.items() if place == Place.OUT and who not in kept_next]


def acting_chair(order: Sequence[int], where: Mapping[int, Place], kept: Collection[int]) -> int | None:
    """Who chairs an item: the first who is in the room and may hear it. `order`: chair, deputy, the others by name."""
    heard = in_room(where, kept)
    return next((who for who in order if who in heard), None)


def has_quorum(where: Mapping[int, Place], kept: Collection[int], quorum: int) -> bool:
    """Whether an item can be decided."""
    return len(in_room(where, kept)) >= quorum
