"""Where a round, and a question about one, can stand.

A round's being open, closing soon and closed are read off the clock, never stored.
"""

from enum import StrEnum

from portal.core.workflow import Label, Transition, Workflow


class RoundState(StrEnum):
    """The office's acts on a round."""

    DRAFTING = "drafting"
    PUBLISHED = "published"
    ASSESSING = "assessing"
    DECIDED = "decided"
    ANNOUNCED = "announced"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"


S = RoundState

ROUND = Workflow(
    subject="round",
    transitions=(
        Transition("publish", frozenset({S.DRAFTING}), S.PUBLISHED),
        Transition("start_assessing", frozenset({S.PUBLISHED}), S.ASSESSING),
        Transition("decide", frozenset({S.ASSESSING}), S.DECIDED),
        Transition("announce", frozenset({S.DECIDED}), S.ANNOUNCED),
        Transition("archive", frozenset({S.ANNOUNCED}), S.ARCHIVED),
        Transition("cancel", frozenset({S.DRAFTING, S.PUBLISHED}), S.CANCELLED),
    ),
    labels={
        S.DRAFTING: Label("Being set up", "Not open", "Not open"),
        S.PUBLISHED: Label("Published", "Published", "Published"),
        S.ASSESSING: Label("Being assessed", "Being scored", "Being scored"),
        S.DECIDED: Label("Decided, not announced", "Being scored", "Being scored"),
        S.ANNOUNCED: Label("Announced", "Decision made", "Decision made"),
        S.ARCHIVED: Label("Archived", "Decision made", "Decision made"),
        S.CANCELLED: Label("Cancelled", "Cancelled", "Cancelled"),
    },
)


class QuestionState(StrEnum):
    """A question is answered once for everyone, or declined with an answer for its asker alone."""

    ASKED = "asked"
    ANSWERED = "answered"
    DECLINED = "declined"


Q = QuestionState

QUESTION = Workflow(
    subject="question",
    transitions=(
        Transition("answer", frozenset({Q.ASKED}), Q.ANSWERED),
        Transition("decline", frozenset({Q.ASKED}), Q.DECLINED),
    ),
    labels={
        Q.ASKED: Label("To answer", "Waiting for an answer", "Waiting for an answer"),
        Q.ANSWERED: Label("Answered for everyone", "Answered", "Answered"),
        Q.DECLINED: Label("Answered in private", "Answered", "Not shown"),
    },
)
