"""Where one request for advice, and one summary for an applicant, can stand."""

from enum import StrEnum

from portal.core.workflow import Label, Transition, Workflow


class AdviceState(StrEnum):
    """What a consultee said about one application; until the deadline they may say something else."""

    ASKED = "asked"
    ANSWERED = "answered"
    NO_VIEW = "no_view"
    NOT_MY_AREA = "not_my_area"
    CONFLICT = "conflict"


class SummaryState(StrEnum):
    """A summary is written, sent once, and answered once."""

    DRAFT = "draft"
    SENT = "sent"
    REPLIED = "replied"


SUMMARY = Workflow(
    subject="summary",
    transitions=(
        Transition("send", frozenset({SummaryState.DRAFT}), SummaryState.SENT),
        Transition("reply", frozenset({SummaryState.SENT}), SummaryState.REPLIED),
    ),
    labels={
        SummaryState.DRAFT: Label("Not sent yet", "", ""),
        SummaryState.SENT: Label("Sent to the applicant", "You can reply", ""),
        SummaryState.REPLIED: Label("The applicant replied", "You replied", ""),
    },
)
