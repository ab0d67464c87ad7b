"""What stands against sending an application, and what its applicant is told of where it stands."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from portal.applications.models import Application
from portal.applications.rules import (
    NOT_MEMBER,
    applicant_label,
    may_reopen,
    may_withdraw,
    not_eligible_words,
    ready_to_submit,
    stage,
)
from portal.applications.states import ApplicationState
from portal.formkit.definition import Question, Section, Step
from portal.formkit.journey import Missing
from portal.funds.models import Round
from portal.funds.states import RoundState
from portal.organisations.models import Membership, Organisation
from portal.organisations.states import MembershipState

CLOSES = datetime(2027, 1, 14, 12, 0, tzinfo=UTC)
BEFORE, TODAY = CLOSES - timedelta(seconds=1), date(2027, 1, 14)


def application(
    state: str = ApplicationState.DRAFT,
    *,
    round_state: str = RoundState.PUBLISHED,
    members_only: bool = True,
    membership: str | None = MembershipState.APPROVED,
    until: date | None = None,
) -> Application:
    made = Organisation(name="Harbour Sisters")
    made.membership = Membership(state=membership, approved_until=until) if membership else None
    round_ = Round(
        name="Safer Communities Fund 2027",
        opens_at=CLOSES - timedelta(days=60),
        closes_at=CLOSES,
        state=round_state,
        members_only=members_only,
    )
    return Application(state=state, round=round_, organisation=made)


def missing(count: int) -> list[Missing]:
    question = Question(key="q", label="What?", type="text")
    step = Step(key="q", title="What?", questions=(question,))
    section = Section(key="s1", title="Your project", intro="", steps=(step,))
    return [Missing(section, step, question, "Enter what") for _ in range(count)]


def test_a_complete_application_of_a_member_can_be_sent_until_the_last_second() -> None:
    assert ready_to_submit(application(), [], BEFORE, TODAY) == []


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "1 thing is missing or must be changed."), (12, "12 things are missing or must be changed.")],
)
def test_what_is_missing_is_counted(count: int, words: str) -> None:
    assert ready_to_submit(application(), missing(count), BEFORE, TODAY) == [words]


def test_a_closed_round_stands_against_it() -> None:
    assert ready_to_submit(application(), [], CLOSES, TODAY) == ["The fund is not open."]


NOT_MEMBERS = (one for one in MembershipState if one not in (MembershipState.APPROVED, MembershipState.SUSPENDED))


@pytest.mark.parametrize("membership", [None, *NOT_MEMBERS])
def test_a_fund_for_members_waits_for_the_approval(membership: str | None) -> None:
    assert ready_to_submit(application(membership=membership), [], BEFORE, TODAY) == [NOT_MEMBER]
    assert ready_to_submit(application(membership=membership, members_only=False), [], BEFORE, TODAY) == []


@pytest.mark.parametrize("members_only", [True, False])
def test_a_membership_on_hold_stops_every_fund(members_only: bool) -> None:
    on_hold = application(membership=MembershipState.SUSPENDED, members_only=members_only)
    (reason,) = ready_to_submit(on_hold, [], BEFORE, TODAY)
    assert "is on hold" in reason


@pytest.mark.parametrize(("until", "reasons"), [(TODAY, []), (TODAY - timedelta(days=1), [NOT_MEMBER])])
def test_a_membership_counts_to_the_end_of_its_last_day(until: date, reasons: list[str]) -> None:
    assert ready_to_submit(application(until=until), [], BEFORE, TODAY) == reasons


def test_every_reason_is_told_at_once() -> None:
    assert ready_to_submit(application(membership=None), missing(2), CLOSES, TODAY) == [
        "2 things are missing or must be changed.",
        "The fund is not open.",
        NOT_MEMBER,
    ]


def test_it_can_be_taken_back_only_while_the_round_is_open_and_nobody_has_checked_it() -> None:
    found = {state for state in ApplicationState if may_reopen(application(state), BEFORE)}
    assert found == {ApplicationState.SUBMITTED}
    assert not may_reopen(application(ApplicationState.SUBMITTED), CLOSES)


def test_it_can_be_withdrawn_until_it_is_decided() -> None:
    found = {state for state in ApplicationState if not may_withdraw(application(state))}
    assert found == {"approved", "declined", "reserve", "withdrawn"}


AFTER_THE_CHECK = [
    state
    for state in ApplicationState
    if state not in (ApplicationState.DRAFT, ApplicationState.SUBMITTED, ApplicationState.WITHDRAWN)
]


@pytest.mark.parametrize(
    ("round_state", "label"),
    [
        (RoundState.PUBLISHED, "Being checked"),
        (RoundState.ASSESSING, "Being scored"),
        (RoundState.DECIDED, "With the panel"),
        (RoundState.ANNOUNCED, "Decision made"),
    ],
)
def test_nothing_tells_one_outcome_from_another(round_state: RoundState, label: str) -> None:
    shown = {applicant_label(application(state, round_state=round_state)) for state in AFTER_THE_CHECK}
    assert shown == {label}


def test_the_stages_follow_the_round() -> None:
    states = (ApplicationState.SUBMITTED, ApplicationState.ELIGIBLE)
    found = {
        (round_state.value, state.value): stage(application(state, round_state=round_state))
        for round_state, state in product((RoundState.PUBLISHED, RoundState.ASSESSING, RoundState.ANNOUNCED), states)
    }
    assert found == {
        ("published", "submitted"): 0,
        ("published", "eligible"): 1,
        ("assessing", "submitted"): 2,
        ("assessing", "eligible"): 2,
        ("announced", "submitted"): 4,
        ("announced", "eligible"): 4,
    }


def test_drafts_and_withdrawn_ones_are_called_that_whatever_the_round() -> None:
    for round_state in RoundState:
        assert applicant_label(application("draft", round_state=round_state)) == "Draft: not submitted yet"
        assert applicant_label(application("withdrawn", round_state=round_state)) == "Withdrawn"


def test_the_words_for_one_that_could_not_be_scored_hold_the_officer_s_reason() -> None:
    assert not_eligible_words(" It helps people in Dorset. ") == (
        "Thank you for your application. We could not score it. It helps people in Dorset. "
        "This is not a view on how good your project is."
    )
