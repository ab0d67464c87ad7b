"""What can be recommended and signed."""

from datetime import UTC, datetime

import pytest

from portal.decisions.rules import (
    Budget,
    Proposal,
    Standing,
    already_signed,
    may_recommend,
    may_sign,
    over_budget,
    problems,
    settled,
    undecided,
)

ASKED = 8_000_00
LONG = "word " * 302
REASON = "Clear need, and a team that can do it."


@pytest.mark.parametrize(
    ("proposal", "amount"),
    [
        (Proposal("fund", None, REASON), ASKED),
        (Proposal("fund", 1, REASON), ASKED),
        (Proposal("part_fund", 500_00, REASON), 500_00),
        (Proposal("reserve", 500_00, REASON), 0),
        (Proposal("not_funded", 500_00, REASON, "score_low"), 0),
        (Proposal("all of it", 500_00, REASON), 500_00),
    ],
)
def test_an_outcome_implies_its_amount(proposal: Proposal, amount: int) -> None:
    assert settled(proposal, ASKED).amount_pence == amount


def test_a_main_reason_belongs_only_to_what_is_not_funded() -> None:
    assert settled(Proposal("fund", None, REASON, "score_low"), ASKED).main_reason == ""
    assert settled(Proposal("not_funded", None, REASON, "score_low"), ASKED).main_reason == "score_low"


@pytest.mark.parametrize(
    ("proposal", "eligible", "found"),
    [
        (Proposal("fund", ASKED, REASON), True, []),
        (Proposal("part_fund", ASKED - 1, REASON), True, []),
        (Proposal("reserve", 0, REASON), True, []),
        (Proposal("not_funded", 0, REASON, "need_evidence"), True, []),
        (Proposal("not_funded", 0, REASON, "not_eligible"), False, []),
        (Proposal("", None, "Why"), True, [("outcome", "Choose what you recommend")]),
        (Proposal("fund", ASKED, " "), True, [("reason", "Enter the reason for your recommendation")]),
        (Proposal("fund", ASKED, REASON), False, [("outcome", "Choose what you recommend")]),
        (Proposal("not_funded", 0, REASON, "not_eligible"), True, [("main_reason", "Choose the main reason")]),
        (Proposal("part_fund", None, REASON), True, [("amount", "Enter the amount in pounds, like 5,000")]),
        (Proposal("fund", ASKED, LONG), True, [("reason", "Your reason must be 300 words or fewer. It is 2 too long")]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_proposal(proposal: Proposal, eligible: bool, found: list[tuple[str, str]]) -> None:
    assert problems(proposal, asked_pence=ASKED, eligible=eligible) == found


@pytest.mark.parametrize("amount", [0, -1, ASKED, ASKED + 1])
def test_a_part_is_more_than_nothing_and_less_than_all(amount: int) -> None:
    assert problems(Proposal("part_fund", amount, REASON), asked_pence=ASKED, eligible=True) == [
        ("amount", "Amount must be more than £0 and less than the £8,000 that was asked for")
    ]


def test_when_an_application_can_be_recommended() -> None:
    assert {state: may_recommend(state) is None for state in ("moderation", "ineligible", "recommended")} == {
        "moderation": True,
        "ineligible": True,
        "recommended": True,
    }
    for state in ("draft", "submitted", "eligible", "assessing", "withdrawn"):
        assert may_recommend(state) == "This application can be recommended once all its assessors have scored it."
    for state in ("approved", "declined", "reserve"):
        assert may_recommend(state) == (
            "The decision on this application is signed, so the recommendation can no longer be changed."
        )


def test_who_can_sign_what() -> None:
    standing = Standing("SCF27-7QJ4", 1, 3, False, ASKED)
    assert may_sign(standing, signer_id=2, revision=3) is None
    assert may_sign(standing, signer_id=1, revision=3) == (
        "You recommended SCF27-7QJ4 yourself. Someone else must sign it."
    )
    assert may_sign(standing, signer_id=2, revision=2) == (
        "The recommendation on SCF27-7QJ4 was changed since you opened the page. Read it again."
    )
    back = Standing("SCF27-7QJ4", 1, 3, True, ASKED)
    assert may_sign(back, signer_id=2, revision=3) == (
        "The recommendation on SCF27-7QJ4 was sent back to the officer. Wait for the new one."
    )
    assert may_sign(Standing("SCF27-7QJ4", None, 1, False, 0), signer_id=2, revision=1) is not None


def test_the_second_to_sign_reads_who_was_first() -> None:
    at = datetime(2027, 3, 18, 10, 2, tzinfo=UTC)
    assert already_signed("SCF27-7QJ4", "Grace Whitfield", at, "part_fund", 500_00) == (
        "Grace Whitfield signed the decision on SCF27-7QJ4 on 18 March 2027 at 10:02am: Fund in part, £500."
    )
    assert already_signed("SCF27-7QJ4", "Grace Whitfield", at, "reserve", 0).endswith("at 10:02am: Reserve list.")


def test_the_budget_holds_to_the_penny() -> None:
    assert over_budget(1000_00, 1000_00) is None
    assert over_budget(1000_00, 1000_01) == (
        "These awards come to £1,000.01, and £1,000 of the budget is left. That is £0.01 too much. "
        "Take some off, or send some back to the officer."
    )
    assert Budget(1000_00, 300_00, 800_00).left == -100_00


def test_what_waits_for_a_decision() -> None:
    states = ["draft", "withdrawn", "approved", "declined", "reserve", "submitted", "ineligible", "recommended"]
    assert undecided(states) == ["submitted", "ineligible", "recommended"]
