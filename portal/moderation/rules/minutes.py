"""The minutes as the portal writes them: from what was recorded, for one reader, with no trace of what is not theirs.

Numbers count the reader's own items, and times of items are left out, so that nothing shows a gap.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256

from portal.core.dates import time_words
from portal.core.text import in_words
from portal.moderation.states import Moved

_SAID = {
    Moved.PRESENT: "present from",
    Moved.LEFT: "left",
    Moved.RETURNED: "returned",
    Moved.OUT: "left the room",
    Moved.BACK: "came back",
}


@dataclass(frozen=True)
class Came:
    """One coming or going: whose, which, when (UTC), and for which item (None for the meeting as a whole)."""

    name: str
    kind: str
    at: datetime
    item_id: int | None = None


@dataclass(frozen=True)
class Settled:
    """What was agreed on one principle."""

    principle: str
    points: str
    reason: str


@dataclass(frozen=True)
class ItemMinutes:
    """What the minutes say of one item. `words` are the chair's."""

    reference: str
    group: str
    title: str
    chaired_by: str
    out: list[str]
    in_room: int | None
    settled: list[Settled]
    words: str


def movements(came: Iterable[Came], item_id: int | None) -> list[str]:
    """`Cara Dunn left 2:32pm, returned 2:51pm`: one line for each person, for an item or for the meeting as a whole."""
    by_name: dict[str, list[str]] = {}
    for one in came:
        if one.item_id == item_id:
            by_name.setdefault(one.name, []).append(f"{_SAID[Moved(one.kind)]} {time_words(one.at)}")
    return [f"{name} {', '.join(steps)}" for name, steps in by_name.items()]


def absent(members: Iterable[str], came: Iterable[Came]) -> str:
    """Who never came, in words; empty when everyone did."""
    seen = {one.name for one in came if one.item_id is None}
    return in_words([name for name in members if name not in seen])


def part_of(items: Sequence[ItemMinutes], meeting: Mapping[str, object]) -> tuple[str, str]:
    """(the text that is signed, its SHA-256): items and facts of the meeting as canonical JSON."""
    part = {"meeting": dict(meeting), "items": [asdict(item) for item in items]}
    text = json.dumps(part, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text, sha256(text.encode()).hexdigest()


def items_in(text: str) -> dict[str, ItemMinutes]:
    """The items of a signed text, by application reference."""
    found = [
        ItemMinutes(**(one | {"settled": [Settled(**row) for row in one["settled"]]}))
        for one in json.loads(text)["items"]
    ]
    return {one.reference: one for one in found}
