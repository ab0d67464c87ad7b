"""Where a panel meeting can stand."""

from enum import StrEnum

from portal.core.workflow import Label, Transition, Workflow


class MeetingState(StrEnum):
    """Set up, held, over. Signing the minutes is a row for each part, and no state."""

    PLANNED = "planned"
    RUNNING = "running"
    CLOSED = "closed"


S = MeetingState

MEETING = Workflow(
    subject="meeting",
    transitions=(
        Transition("start", frozenset({S.PLANNED}), S.RUNNING),
        Transition("close", frozenset({S.RUNNING}), S.CLOSED),
    ),
    labels={
        S.PLANNED: Label("Planned", "", ""),
        S.RUNNING: Label("Going on now", "", ""),
        S.CLOSED: Label("Over", "", ""),
    },
)


class Moved(StrEnum):
    """How somebody came or went. `out` and `back` belong to an item that they must not hear."""

    PRESENT = "present"
    LEFT = "left"
    RETURNED = "returned"
    OUT = "out"
    BACK = "back"
