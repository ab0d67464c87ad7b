"""Where the feedback on one application can stand."""

from enum import StrEnum

from portal.core.workflow import Label, Transition, Workflow


class FeedbackState(StrEnum):
    """Nobody outside the office sees anything before it is released."""

    DRAFT = "draft"
    APPROVED = "approved"
    RELEASED = "released"


S = FeedbackState

FEEDBACK = Workflow(
    subject="feedback",
    transitions=(
        Transition("approve", frozenset({S.DRAFT}), S.APPROVED),
        Transition("edit_again", frozenset({S.APPROVED}), S.DRAFT),
        Transition("release", frozenset({S.APPROVED}), S.RELEASED),
    ),
    labels={
        S.DRAFT: Label("Draft", "", ""),
        S.APPROVED: Label("Approved", "", ""),
        S.RELEASED: Label("Released", "Decision made", "Decision made"),
    },
)
