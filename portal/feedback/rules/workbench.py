"""Where each application stands on the way to approval, and which comes next. No session."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.feedback.states import FeedbackState


class Stand(StrEnum):
    """The filter of the progress page."""

    TO_DRAFT = "to-draft"
    DRAFT = "draft"
    SECOND = "second-reader"
    APPROVED = "approved"


STAND_LABELS: Mapping[str, str] = {
    Stand.TO_DRAFT: "To draft",
    Stand.DRAFT: "Draft",
    Stand.SECOND: "For a second reader",
    Stand.APPROVED: "Approved",
}


def stand_of(state: str | None, edited_by_id: int | None) -> Stand:
    """Where a feedback stands: a draft that somebody has worked on waits for a second reader. None: not drafted."""
    if state is None:
        return Stand.TO_DRAFT
    if state != FeedbackState.DRAFT:
        return Stand.APPROVED
    return Stand.DRAFT if edited_by_id is None else Stand.SECOND


@dataclass(frozen=True)
class Neighbours:
    """References before and after one in the list of its round, and the next that this officer could approve."""

    previous: str | None
    following: str | None
    to_approve: str | None


def neighbours_of(reference: str, ordered: Sequence[str], approvable: set[str]) -> Neighbours:
    """The neighbours of an application; the next to approve is looked for after it, and then from the start."""
    at = ordered.index(reference)
    after = [*ordered[at + 1 :], *ordered[:at]]
    return Neighbours(
        previous=ordered[at - 1] if at else None,
        following=ordered[at + 1] if at + 1 < len(ordered) else None,
        to_approve=next((one for one in after if one in approvable), None),
    )
