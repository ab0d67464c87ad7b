"""Who may score what, and when a draft can be sent."""

import pytest

from portal.assessment.policy import is_linked, shared_domain
from portal.assessment.rules import (
    Draft,
    is_scored,
    may_assign,
    may_reopen,
    missing,
    own_order,
)

TEAM = ["amina@harbour.example.org", "beth@GMAIL.com"]


@pytest.mark.parametrize(
    ("email", "shared"),
    [
        ("x@harbour.example.org", "harbour.example.org"),
        ("x@HARBOUR.example.org.", "harbour.example.org"),
        ("x@gmail.com", None),
        ("x@example.org", None),
        ("x@panel.example.org", None),
        ("", None),
    ],
)
def test_a_shared_mail_domain_is_a_link_unless_anyone_can_have_it(email: str, shared: str | None) -> None:
    assert shared_domain(email, TEAM) == shared


def test_a_person_in_the_team_is_linked_whatever_their_address() -> None:
    team = [(1, "a@one.example.org"), (2, "b@gmail.com")]
    assert [is_linked(i, "me@gmail.com", team) for i in (1, 2, 3)] == [True, True, False]
    assert is_linked(3, "me@one.example.org", team)


@pytest.mark.parametrize(
    ("waiting", "submitted", "needed", "over"),
    [(0, 2, 2, True), (0, 3, 2, True), (1, 2, 2, False), (0, 1, 2, False), (0, 0, 0, True)],
)
def test_scoring_is_over_when_enough_have_sent_and_nobody_is_left(
    waiting: int, submitted: int, needed: int, over: bool
) -> None:
    assert is_scored(waiting, submitted, needed) is over


def test_scores_may_be_changed_only_while_nothing_of_others_could_be_seen() -> None:
    assert may_reopen("assessing", 0) is None
    seen = may_reopen("assessing", 1)
    assert seen == "You can already see another assessor's scores. You can change yours, with a reason that is kept."
    for state in ("moderation", "recommended", "approved"):
        assert (
            may_reopen(state, 0) == "Scoring of this application is over, so your scores can no longer be taken back."
        )


@pytest.mark.parametrize("state", ["draft", "submitted", "ineligible", "recommended", "approved", "withdrawn"])
def test_only_eligible_applications_get_assessors(state: str) -> None:
    assert may_assign(state, round_assessing=True, linked=False, name="Asha") is not None


def test_who_may_be_assigned() -> None:
    for state in ("eligible", "assessing", "moderation"):
        assert may_assign(state, round_assessing=True, linked=False, name="Asha") is None
    assert may_assign("eligible", round_assessing=False, linked=False, name="Asha") == (
        "Start the assessing of this round first."
    )
    assert may_assign("eligible", round_assessing=True, linked=True, name="Asha") == (
        "Asha is in the group's team, or has an email address at the same place. Choose someone else."
    )


def test_what_is_missing_is_said_principle_by_principle() -> None:
    criteria = [(1, "Partners"), (2, "Money"), (3, "People"), (4, "Data")]
    drafts = {1: Draft(0, "None named."), 2: Draft(3, "  "), 4: Draft(None, "word " * 152)}
    assert missing(criteria, drafts, "note " * 501) == [
        ("reason-2", "Enter the reason for your score on Money"),
        ("points-3", "Choose a score from 0 to 5 for People, or say that you cannot"),
        ("reason-3", "Enter the reason for your score on People"),
        ("points-4", "Choose a score from 0 to 5 for Data, or say that you cannot"),
        ("reason-4", "Your reason on Data must be 2 words shorter"),
        ("note", "Your private note must be 1 word shorter"),
    ]


def test_nought_is_a_score() -> None:
    assert (Draft(0, "Nothing there.").done, Draft(0).begun, Draft().begun) == (True, True, False)


def test_the_order_differs_by_assessor_and_never_changes() -> None:
    references = [f"SCF27-{n}" for n in range(30)]
    orders = [sorted(references, key=lambda r: own_order(who, r)) for who in (1, 1, 2)]
    assert orders[0] == orders[1] != orders[2]
    assert orders[0] != references
