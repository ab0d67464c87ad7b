"""Where a flag can stand."""

from enum import StrEnum

from portal.core.workflow import Label, Transition, Workflow


class FlagState(StrEnum):
    """Raised, then closed in one of two ways; a closed flag is never opened again: raise another."""

    OPEN = "open"
    RESOLVED = "resolved"
    STOPPED = "stopped"


FLAG = Workflow(
    subject="flag",
    transitions=(
        Transition("resolve", frozenset({FlagState.OPEN}), FlagState.RESOLVED),
        Transition("stop", frozenset({FlagState.OPEN}), FlagState.STOPPED),
    ),
    labels={
        FlagState.OPEN: Label("Open", "", ""),
        FlagState.RESOLVED: Label("Resolved", "", ""),
        FlagState.STOPPED: Label("Stopped", "", ""),
    },
)
