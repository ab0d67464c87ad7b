"""Where the feedback on one application can stand."""

from enum import StrEnum

from portal.core.workflow import Label, Transition, Workflow


class PlanState(StrEnum):
    """A release that is set for an hour waits for it, and ends in one of three ways."""

    WAITING = "waiting"
    RELEASED = "released"
    REFUSED = "refused"
    CANCELLED = "cancelled"


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

P = PlanState

PLAN = Workflow(
    subject="planned release",
    transitions=(
        Transition("release", frozenset({P.WAITING}), P.RELEASED),
        Transition("refuse", frozenset({P.WAITING}), P.REFUSED),
        Transition("cancel", frozenset({P.WAITING}), P.CANCELLED),
    ),
    labels={
        P.WAITING: Label("Set for an hour", "", ""),
        P.RELEASED: Label("Released", "", ""),
        P.REFUSED: Label("Not released", "", ""),
        P.CANCELLED: Label("Cancelled", "", ""),
    },
)
