"""Where one assessor's work on one application can stand."""

from enum import StrEnum

from portal.core.workflow import Label, Transition, Workflow


class AssignmentState(StrEnum):
    """Declare first, then score; a conflict hides the application until an officer finds that there was none."""

    ASSIGNED = "assigned"
    DECLARED = "declared"
    CONFLICTED = "conflicted"
    SUBMITTED = "submitted"
    REMOVED = "removed"
    DECLINED = "declined"


S = AssignmentState

ASSIGNMENT = Workflow(
    subject="assignment",
    transitions=(
        Transition("declare_none", frozenset({S.ASSIGNED}), S.DECLARED),
        Transition("declare_conflict", frozenset({S.ASSIGNED, S.DECLARED, S.SUBMITTED}), S.CONFLICTED),
        Transition("submit", frozenset({S.DECLARED}), S.SUBMITTED),
        Transition("reopen", frozenset({S.SUBMITTED}), S.DECLARED),
        Transition("remove", frozenset({S.ASSIGNED, S.DECLARED}), S.REMOVED),
        Transition("decline", frozenset({S.ASSIGNED, S.DECLARED}), S.DECLINED),
        Transition("lift", frozenset({S.CONFLICTED}), S.REMOVED),
        Transition("assign_again", frozenset({S.REMOVED, S.DECLINED}), S.ASSIGNED),
    ),
    labels={
        S.ASSIGNED: Label("To declare", "", ""),
        S.DECLARED: Label("To score", "", ""),
        S.CONFLICTED: Label("Conflict of interest", "", ""),
        S.SUBMITTED: Label("Scored", "", ""),
        S.REMOVED: Label("Taken off", "", ""),
        S.DECLINED: Label("Given back", "", ""),
    },
)
