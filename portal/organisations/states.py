"""Where a membership of the Funding Network can stand, and its renewal; what a check can come to."""

from enum import StrEnum

from portal.core.workflow import Label, Transition, Workflow


class MembershipState(StrEnum):
    """Draft is the form being filled in; the rest is the office's answer to it. Merged is the end of a double."""

    DRAFT = "draft"
    APPLIED = "applied"
    MORE_INFORMATION = "more_information"
    APPROVED = "approved"
    DECLINED = "declined"
    LAPSED = "lapsed"
    SUSPENDED = "suspended"
    MERGED = "merged"


S = MembershipState

MEMBERSHIP = Workflow(
    subject="membership",
    transitions=(
        Transition("apply", frozenset({S.DRAFT, S.MORE_INFORMATION}), S.APPLIED),
        Transition("ask", frozenset({S.APPLIED}), S.MORE_INFORMATION),
        Transition("approve", frozenset({S.APPLIED}), S.APPROVED),
        Transition("decline", frozenset({S.APPLIED, S.MORE_INFORMATION}), S.DECLINED),
        Transition("ask_again", frozenset({S.DECLINED, S.LAPSED}), S.DRAFT),
        Transition("lapse", frozenset({S.APPROVED}), S.LAPSED),
        Transition("suspend", frozenset({S.APPROVED}), S.SUSPENDED),
        Transition("restore", frozenset({S.LAPSED, S.SUSPENDED}), S.APPROVED),
        Transition("merge", frozenset(set(S) - {S.MERGED}), S.MERGED),
    ),
    labels={
        S.DRAFT: Label("Draft", "Not sent yet", "Not a member"),
        S.APPLIED: Label("To check", "We are checking it", "Not a member"),
        S.MORE_INFORMATION: Label("Waiting for the group", "We need more details", "Not a member"),
        S.APPROVED: Label("Member", "Member", "Member"),
        S.DECLINED: Label("Not approved", "Not approved this time", "Not a member"),
        S.LAPSED: Label("Lapsed", "Lapsed", "Not a member"),
        S.SUSPENDED: Label("Suspended", "On hold", "Not a member"),
        S.MERGED: Label("Merged", "Merged", "Not a member"),
    },
)


class RenewalState(StrEnum):
    """Begun is the group looking through its details; sent is the office's turn."""

    BEGUN = "begun"
    SENT = "sent"
    RENEWED = "renewed"
    DECLINED = "declined"
    LEFT = "left"


R = RenewalState

RENEWAL = Workflow(
    subject="renewal",
    transitions=(
        Transition("send", frozenset({R.BEGUN}), R.SENT),
        Transition("send_back", frozenset({R.SENT}), R.BEGUN),
        Transition("renew", frozenset({R.SENT}), R.RENEWED),
        Transition("decline", frozenset({R.SENT}), R.DECLINED),
        Transition("leave", frozenset({R.BEGUN, R.SENT}), R.LEFT),
    ),
    labels={
        R.BEGUN: Label("Being written", "Not sent yet", ""),
        R.SENT: Label("To look at", "We are looking at it", ""),
        R.RENEWED: Label("Renewed", "Renewed", ""),
        R.DECLINED: Label("Not renewed", "Not renewed this time", ""),
        R.LEFT: Label("Ended unsent", "Ended", ""),
    },
)


class Outcome(StrEnum):
    """What an officer found when they checked something."""

    IN_ORDER = "in_order"
    CONDITION = "condition"
    PROBLEM = "problem"
    NOT_NEEDED = "not_needed"


OUTCOME_LABELS = {
    Outcome.IN_ORDER: "In order",
    Outcome.CONDITION: "In order with a condition",
    Outcome.PROBLEM: "Problem",
    Outcome.NOT_NEEDED: "Does not apply",
}
