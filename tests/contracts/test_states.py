"""The state grids: which moves leave each state, written by hand."""

import pytest

from portal.applications.states import (
    APPLICATION,
    PARTNER,
    SIGN_OFF,
    ApplicationState,
    PartnerState,
    SignOffState,
)
from portal.assessment.states import ASSIGNMENT, AssignmentState
from portal.consultation.states import SUMMARY, SummaryState
from portal.core.workflow import Workflow
from portal.feedback.states import FEEDBACK, PLAN, FeedbackState, PlanState
from portal.funds.states import QUESTION, ROUND, QuestionState, RoundState
from portal.moderation.states import MEETING, MeetingState
from portal.organisations.states import MEMBERSHIP, RENEWAL, MembershipState, RenewalState
from portal.triage.states import FLAG, FlagState
from portal.workshops.states import BOOKING, WORKSHOP, BookingState, WorkshopState

A, M, R, S, F = ApplicationState, MembershipState, RoundState, AssignmentState, FeedbackState
Q = QuestionState

N = RenewalState

G, P = SignOffState, PartnerState
W, B = WorkshopState, BookingState

GRIDS = {
    "planned_release": (
        PLAN,
        PlanState,
        {
            PlanState.WAITING: {
                "release": PlanState.RELEASED,
                "refuse": PlanState.REFUSED,
                "cancel": PlanState.CANCELLED,
            },
            PlanState.RELEASED: {},
            PlanState.REFUSED: {},
            PlanState.CANCELLED: {},
        },
    ),
    "flag": (
        FLAG,
        FlagState,
        {
            FlagState.OPEN: {"resolve": FlagState.RESOLVED, "stop": FlagState.STOPPED},
            FlagState.RESOLVED: {},
            FlagState.STOPPED: {},
        },
    ),
    "summary": (
        SUMMARY,
        SummaryState,
        {
            SummaryState.DRAFT: {"send": SummaryState.SENT},
            SummaryState.SENT: {"reply": SummaryState.REPLIED},
            SummaryState.REPLIED: {},
        },
    ),
    "sign_off": (
        SIGN_OFF,
        SignOffState,
        {
            G.ASKED: {"sign": G.SIGNED, "send_back": G.RETURNED},
            G.SIGNED: {"send_back": G.RETURNED, "void": G.VOID},
            G.RETURNED: {},
            G.VOID: {},
        },
    ),
    "partner": (
        PARTNER,
        PartnerState,
        {
            P.INVITED: {"accept": P.ACCEPTED, "remove": P.REMOVED},
            P.ACCEPTED: {"leave": P.LEFT, "remove": P.REMOVED},
            P.LEFT: {},
            P.REMOVED: {},
        },
    ),
    "application": (
        APPLICATION,
        ApplicationState,
        {
            A.DRAFT: {"submit": A.SUBMITTED, "withdraw": A.WITHDRAWN},
            A.SUBMITTED: {
                "reopen": A.DRAFT,
                "find_eligible": A.ELIGIBLE,
                "find_ineligible": A.INELIGIBLE,
                "withdraw": A.WITHDRAWN,
            },
            A.ELIGIBLE: {"start_assessing": A.ASSESSING, "find_ineligible": A.INELIGIBLE, "withdraw": A.WITHDRAWN},
            A.INELIGIBLE: {"find_eligible": A.ELIGIBLE, "recommend": A.RECOMMENDED, "withdraw": A.WITHDRAWN},
            A.ASSESSING: {"finish_assessing": A.MODERATION, "withdraw": A.WITHDRAWN},
            A.MODERATION: {"score_again": A.ASSESSING, "recommend": A.RECOMMENDED, "withdraw": A.WITHDRAWN},
            A.RECOMMENDED: {
                "recommend": A.RECOMMENDED,
                "approve": A.APPROVED,
                "decline": A.DECLINED,
                "reserve": A.RESERVE,
                "withdraw": A.WITHDRAWN,
            },
            A.APPROVED: {},
            A.DECLINED: {},
            A.RESERVE: {"promote": A.APPROVED},
            A.WITHDRAWN: {},
        },
    ),
    "membership": (
        MEMBERSHIP,
        MembershipState,
        {
            M.DRAFT: {"apply": M.APPLIED, "merge": M.MERGED},
            M.APPLIED: {
                "ask": M.MORE_INFORMATION,
                "approve": M.APPROVED,
                "decline": M.DECLINED,
                "merge": M.MERGED,
            },
            M.MORE_INFORMATION: {"apply": M.APPLIED, "decline": M.DECLINED, "merge": M.MERGED},
            M.APPROVED: {"lapse": M.LAPSED, "suspend": M.SUSPENDED, "merge": M.MERGED},
            M.DECLINED: {"ask_again": M.DRAFT, "merge": M.MERGED},
            M.LAPSED: {"ask_again": M.DRAFT, "restore": M.APPROVED, "merge": M.MERGED},
            M.SUSPENDED: {"restore": M.APPROVED, "merge": M.MERGED},
            M.MERGED: {},
        },
    ),
    "renewal": (
        RENEWAL,
        RenewalState,
        {
            N.BEGUN: {"send": N.SENT, "leave": N.LEFT},
            N.SENT: {"send_back": N.BEGUN, "renew": N.RENEWED, "decline": N.DECLINED, "leave": N.LEFT},
            N.RENEWED: {},
            N.DECLINED: {},  # while it is a member the group can begin another one
            N.LEFT: {},
        },
    ),
    "round": (
        ROUND,
        RoundState,
        {
            R.DRAFTING: {"publish": R.PUBLISHED, "cancel": R.CANCELLED},
            R.PUBLISHED: {"start_assessing": R.ASSESSING, "cancel": R.CANCELLED},
            R.ASSESSING: {"decide": R.DECIDED},
            R.DECIDED: {"announce": R.ANNOUNCED},
            R.ANNOUNCED: {"archive": R.ARCHIVED},
            R.ARCHIVED: {},
            R.CANCELLED: {},
        },
    ),
    "question": (
        QUESTION,
        QuestionState,
        {
            Q.ASKED: {"answer": Q.ANSWERED, "decline": Q.DECLINED},
            Q.ANSWERED: {},  # once for all: people act on it
            Q.DECLINED: {},
        },
    ),
    "assignment": (
        ASSIGNMENT,
        AssignmentState,
        {
            S.ASSIGNED: {
                "declare_none": S.DECLARED,
                "declare_conflict": S.CONFLICTED,
                "remove": S.REMOVED,
                "decline": S.DECLINED,
            },
            S.DECLARED: {
                "declare_conflict": S.CONFLICTED,
                "submit": S.SUBMITTED,
                "remove": S.REMOVED,
                "decline": S.DECLINED,
            },
            S.SUBMITTED: {"declare_conflict": S.CONFLICTED, "reopen": S.DECLARED},
            S.CONFLICTED: {"lift": S.REMOVED},  # only an officer, who found that there was none
            S.REMOVED: {"assign_again": S.ASSIGNED},
            S.DECLINED: {"assign_again": S.ASSIGNED},
        },
    ),
    "meeting": (
        MEETING,
        MeetingState,
        {
            MeetingState.PLANNED: {"start": MeetingState.RUNNING},
            MeetingState.RUNNING: {"close": MeetingState.CLOSED},
            MeetingState.CLOSED: {},  # what was said is said; the minutes follow
        },
    ),
    "workshop": (
        WORKSHOP,
        WorkshopState,
        {
            W.DRAFT: {"publish": W.PUBLISHED, "cancel": W.CANCELLED},
            W.PUBLISHED: {"cancel": W.CANCELLED},
            W.CANCELLED: {},  # everybody was told
        },
    ),
    "booking": (
        BOOKING,
        BookingState,
        {
            B.WAITING: {"move_up": B.BOOKED, "cancel": B.CANCELLED},
            B.BOOKED: {"cancel": B.CANCELLED},
            B.CANCELLED: {},  # whoever asks again starts at the end of the list
        },
    ),
    "feedback": (
        FEEDBACK,
        FeedbackState,
        {
            F.DRAFT: {"approve": F.APPROVED},
            F.APPROVED: {"edit_again": F.DRAFT, "release": F.RELEASED},
            F.RELEASED: {},
        },
    ),
}


@pytest.mark.parametrize("name", GRIDS)
def test_each_state_is_left_by_these_moves_only(name: str) -> None:
    workflow, states, expected = GRIDS[name]
    found = {
        state: {move.name: move.target for move in workflow.transitions if state in move.sources} for state in states
    }
    assert found == expected


@pytest.mark.parametrize("name", GRIDS)
def test_each_state_has_its_three_labels(name: str) -> None:
    workflow: Workflow = GRIDS[name][0]
    assert set(workflow.labels) == set(GRIDS[name][1])
    assert all(label.staff for label in workflow.labels.values())
