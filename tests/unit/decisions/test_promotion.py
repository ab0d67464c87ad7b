"""Who may be promoted from the reserve list, in which order, with how much."""

import pytest

from portal.decisions.rules.promotion import (
    Offer,
    Place,
    ahead_of,
    may_promote,
    offer_problems,
    out_of_order,
    outcome_of,
)
from portal.decisions.wording import promotion_sentence

PLACES = [Place("A", "Ay", True), Place("B", "Bee", False), Place("C", "Sea", False), Place("D", "Dee", False)]


@pytest.mark.parametrize(("reference", "ahead"), [("A", []), ("B", []), ("C", ["Bee"]), ("D", ["Bee", "Sea"])])
def test_those_ahead_are_the_ones_not_provided_for(reference: str, ahead: list[str]) -> None:
    assert ahead_of(reference, PLACES) == ahead


def test_nobody_is_passed_over_without_a_reason() -> None:
    assert out_of_order("Sea", [], "") is None
    assert out_of_order("Sea", ["Bee"], "Bee closed down.") is None
    assert "Bee stands before Sea on the reserve list" in str(out_of_order("Sea", ["Bee"], ""))


@pytest.mark.parametrize(
    ("round_state", "state", "may"),
    [
        ("published", "reserve", False),
        ("assessing", "reserve", False),
        ("decided", "reserve", True),
        ("announced", "reserve", True),
        ("archived", "reserve", False),
        ("cancelled", "reserve", False),
        ("announced", "approved", False),
        ("announced", "declined", False),
        ("announced", "recommended", False),
    ],
)
def test_when_it_may_be(round_state: str, state: str, may: bool) -> None:
    assert (may_promote(round_state, state) is None) == may


@pytest.mark.parametrize(
    ("offer", "ahead", "fields"),
    [
        (Offer(1, "Money."), [], []),
        (Offer(5_000_00, "Money."), [], []),
        (Offer(5_000_01, "Money."), [], ["amount"]),
        (Offer(0, "Money."), [], ["amount"]),
        (Offer(None, "Money."), [], ["amount"]),
        (Offer(1, " "), [], ["reason"]),
        (Offer(1, "word " * 151), [], ["reason"]),
        (Offer(1, "Money."), ["Bee"], ["order_reason"]),
        (Offer(1, "Money.", "Bee closed down."), ["Bee"], []),
        (Offer(1, "Money.", "word " * 151), ["Bee"], ["order_reason"]),
        (Offer(1, "Money.", "", "\n".join(["One"] * 11)), [], ["conditions"]),
    ],
)
def test_what_is_wrong_with_an_offer(offer: Offer, ahead: list[str], fields: list[str]) -> None:
    assert [field for field, _message in offer_problems(offer, asked_pence=5_000_00, ahead=ahead)] == fields


def test_all_or_a_part() -> None:
    assert (outcome_of(500, 500), outcome_of(499, 500)) == ("fund", "part_fund")
    assert promotion_sentence(500_00, 500_00) == "We can now fund your project with the £500 that you asked for."
    assert promotion_sentence(400_00, 500_00) == (
        "We can now fund part of your project, with £400 of the £500 that you asked for."
    )
