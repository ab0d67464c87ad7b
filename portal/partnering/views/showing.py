"""What pages show of entries and conversations: each group as the reader may see it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.organisations.models import ReachKind
from portal.partnering.models import Conversation, Entry
from portal.partnering.queries import registration_answers
from portal.partnering.rules import SKILL, Face, choices, face_of, has_written, other_side
from portal.web.context import current_session

EVERYWHERE, ALL_THEMES = "All areas", "All themes"


@dataclass(frozen=True)
class Card:
    """One entry in words, with what may be seen of its organisation."""

    entry: Entry
    face: Face
    skills: str
    areas: str
    themes: str


def cards(entries: Sequence[Entry]) -> list[Card]:
    """Entries as cards, in their order; one query for all of their groups."""
    answers = registration_answers(current_session(), {one.organisation_id for one in entries})
    return [
        Card(
            one,
            face_of(one.organisation, answers.get(one.organisation_id, {})),
            _labels(one, SKILL, ""),
            _labels(one, ReachKind.DISTRICT, EVERYWHERE),
            _labels(one, ReachKind.THEME, ALL_THEMES),
        )
        for one in entries
    ]


def _labels(entry: Entry, kind: str, otherwise: str) -> str:
    labels = choices()[kind]
    return "; ".join(labels[value] for value in entry.values(kind) if value in labels) or otherwise


def faces(conversations: Iterable[Conversation], mine: Iterable[int]) -> dict[int, Face]:
    """Conversation id -> the other side as one of `mine` may see it; one query for all."""
    mine = set(mine)
    others = {one.id: other_side(one, one.asker_id if one.asker_id in mine else one.owner_id) for one in conversations}
    answers = registration_answers(current_session(), {other.id for other in others.values()})
    return {
        one.id: face_of(
            others[one.id],
            answers.get(others[one.id].id, {}),
            has_written=has_written(one, others[one.id].id),
        )
        for one in conversations
    }
