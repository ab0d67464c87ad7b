"""Where an application can stand. Whether its applicant may know is the round's matter, not a state."""

from enum import StrEnum

from portal.core.workflow import Label, Transition, Workflow


class ApplicationState(StrEnum):
    """From the first word to the signature."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    ASSESSING = "assessing"
    MODERATION = "moderation"
    RECOMMENDED = "recommended"
    APPROVED = "approved"
    DECLINED = "declined"
    RESERVE = "reserve"
    WITHDRAWN = "withdrawn"


S = ApplicationState

BEFORE_DECISION = frozenset({S.DRAFT, S.SUBMITTED, S.ELIGIBLE, S.INELIGIBLE, S.ASSESSING, S.MODERATION, S.RECOMMENDED})
DECIDED = frozenset({S.APPROVED, S.DECLINED, S.RESERVE})
_SCORED = Label("Being scored", "Being scored", "Being scored")

APPLICATION = Workflow(
    subject="application",
    transitions=(
        Transition("submit", frozenset({S.DRAFT}), S.SUBMITTED),
        Transition("reopen", frozenset({S.SUBMITTED}), S.DRAFT),
        Transition("find_eligible", frozenset({S.SUBMITTED, S.INELIGIBLE}), S.ELIGIBLE),
        Transition("find_ineligible", frozenset({S.SUBMITTED, S.ELIGIBLE}), S.INELIGIBLE),
        Transition("start_assessing", frozenset({S.ELIGIBLE}), S.ASSESSING),
        Transition("finish_assessing", frozenset({S.ASSESSING}), S.MODERATION),
        Transition("score_again", frozenset({S.MODERATION}), S.ASSESSING),
        Transition("recommend", frozenset({S.MODERATION, S.INELIGIBLE, S.RECOMMENDED}), S.RECOMMENDED),
        Transition("approve", frozenset({S.RECOMMENDED}), S.APPROVED),
        Transition("decline", frozenset({S.RECOMMENDED}), S.DECLINED),
        Transition("reserve", frozenset({S.RECOMMENDED}), S.RESERVE),
        Transition("promote", frozenset({S.RESERVE}), S.APPROVED),
        Transition("withdraw", BEFORE_DECISION, S.WITHDRAWN),
    ),
    labels={
        S.DRAFT: Label("Draft", "Draft: not submitted yet", "Draft"),
        S.SUBMITTED: Label("Submitted: to check", "Submitted", "Submitted"),
        S.ELIGIBLE: Label("Eligible: to assign", "Being checked", "Submitted"),
        S.INELIGIBLE: Label("Not eligible", "Being checked", "Submitted"),
        S.ASSESSING: _SCORED,
        S.MODERATION: Label("Scored: to recommend", "Being scored", "Being scored"),
        S.RECOMMENDED: Label("Recommended: to sign off", "With the panel", "Being scored"),
        S.APPROVED: Label("Funded", "With the panel", "Being scored"),
        S.DECLINED: Label("Not funded this time", "With the panel", "Being scored"),
        S.RESERVE: Label("Reserve", "With the panel", "Being scored"),
        S.WITHDRAWN: Label("Withdrawn", "Withdrawn", "Withdrawn"),
    },
)


class SignOffState(StrEnum):
    """What became of a request to a certifier to sign."""

    ASKED = "asked"
    SIGNED = "signed"
    RETURNED = "returned"
    VOID = "void"


SIGN_OFF = Workflow(
    subject="sign_off",
    transitions=(
        Transition("sign", frozenset({SignOffState.ASKED}), SignOffState.SIGNED),
        Transition("send_back", frozenset({SignOffState.ASKED, SignOffState.SIGNED}), SignOffState.RETURNED),
        Transition("void", frozenset({SignOffState.SIGNED}), SignOffState.VOID),
    ),
    labels={
        SignOffState.ASKED: Label("Waiting for a signature", "Waiting for your certifier", "Not signed"),
        SignOffState.SIGNED: Label("Signed", "Signed", "Signed"),
        SignOffState.RETURNED: Label("Sent back", "Sent back by your certifier", "Not signed"),
        SignOffState.VOID: Label("No longer signed", "Changed after it was signed", "Not signed"),
    },
)


class PartnerState(StrEnum):
    """Where a partner organisation stands in a bid."""

    INVITED = "invited"
    ACCEPTED = "accepted"
    LEFT = "left"
    REMOVED = "removed"


PARTNER = Workflow(
    subject="partner",
    transitions=(
        Transition("accept", frozenset({PartnerState.INVITED}), PartnerState.ACCEPTED),
        Transition("leave", frozenset({PartnerState.ACCEPTED}), PartnerState.LEFT),
        Transition("remove", frozenset({PartnerState.INVITED, PartnerState.ACCEPTED}), PartnerState.REMOVED),
    ),
    labels={
        PartnerState.INVITED: Label("Invited", "Invited", "Invited"),
        PartnerState.ACCEPTED: Label("Partner", "Partner", "Partner"),
        PartnerState.LEFT: Label("Left", "Left the bid", "Left"),
        PartnerState.REMOVED: Label("Taken out", "Taken out of the bid", "Taken out"),
    },
)
