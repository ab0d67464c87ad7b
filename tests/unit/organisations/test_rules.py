"""Judgements about organisations and membership."""

from datetime import date
from typing import Any

import pytest

from portal.organisations.models import Membership, ReachKind
from portal.organisations.rules import (
    decline_reasons,
    facts_of,
    files_in,
    is_member,
    keeps_a_lead,
    kinds,
    latest_end,
    may_invite,
    may_join,
    reach_of,
    suggests_by_and_for,
    working_days_after,
)
from portal.organisations.states import MembershipState


@pytest.mark.parametrize(
    ("state", "until", "member"),
    [
        (MembershipState.APPROVED, None, True),
        (MembershipState.APPROVED, date(2027, 1, 14), True),
        (MembershipState.APPROVED, date(2027, 1, 13), False),
        (MembershipState.APPLIED, date(2027, 12, 31), False),
        (MembershipState.SUSPENDED, date(2027, 12, 31), False),
        (MembershipState.LAPSED, None, False),
    ],
)
def test_a_membership_counts_to_the_end_of_its_last_day(state: str, until: date | None, member: bool) -> None:
    assert is_member(Membership(state=state, approved_until=until), date(2027, 1, 14)) is member
    assert is_member(None, date(2027, 1, 14)) is False


def test_kinds_that_keep_their_profits_cannot_join() -> None:
    assert [kind.value for kind in kinds() if not kind.may_join] == ["for_profit", "sole_trader", "individual"]
    assert [may_join(kind) for kind in ("unincorporated", "individual", "no such kind", "")] == [
        True,
        False,
        False,
        False,
    ]


def test_ten_working_days_are_two_weeks() -> None:
    assert [working_days_after(day, 10) for day in (date(2027, 1, 14), date(2027, 1, 16))] == [
        date(2027, 1, 28),
        date(2027, 1, 29),
    ]


def test_twelve_months_end_on_a_day_that_there_is() -> None:
    assert [latest_end(day) for day in (date(2027, 3, 1), date(2028, 2, 29))] == [date(2028, 3, 1), date(2029, 2, 28)]


def test_somebody_leads_whoever_goes() -> None:
    assert [keeps_a_lead([1, 2], 1), keeps_a_lead([1], 1), keeps_a_lead([1], 2), keeps_a_lead([], 1)] == [
        True,
        False,
        True,
        False,
    ]
    assert [may_invite(19), may_invite(20)] == [True, False]


def test_facts_are_copied_and_nothing_is_made_up() -> None:
    assert facts_of({}) == {
        "name": "",
        "kind": "",
        "charity_number": "",
        "company_number": "",
        "income_band": "",
        "postcode": "",
        "address_private": False,
        "by_and_for": "",
    }
    facts = facts_of({"address": {"postcode": "SO14 2AA"}, "address_secret": "yes", "by_and_for_self": "not_sure"})
    assert (facts["postcode"], facts["address_private"], facts["by_and_for"]) == ("SO14 2AA", True, "not_sure")


def test_reach_is_districts_themes_and_communities_and_everyone_is_no_community() -> None:
    assert reach_of({}) == frozenset()
    assert len(reach_of({"districts": ["all"]})) == 14
    assert reach_of(
        {"districts": ["E06000045"], "themes": ["stalking"], "mission_communities": ["DEI090000", "general"]}
    ) == {(ReachKind.DISTRICT, "E06000045"), (ReachKind.THEME, "stalking"), (ReachKind.COMMUNITY, "DEI090000")}


@pytest.mark.parametrize(
    ("changed", "fits"),
    [
        ({}, True),
        ({"mission_communities": ["general"]}, False),
        ({"mission_communities": [], "lived_experience": "Carers"}, True),
        ({"board_share": "some"}, False),
        ({"board_share": "prefer_not"}, False),
        ({"senior_share": "some"}, False),
        ({"senior_share": "half_plus"}, True),
        ({"by_and_for_self": "no"}, True),  # the group's own word is another matter
    ],
)
def test_answers_that_fit_the_definition_of_by_and_for(changed: dict[str, Any], fits: bool) -> None:
    answers = {"mission_communities": ["DEI090000"], "board_share": "half_plus", "senior_share": "no_staff"}
    assert suggests_by_and_for(answers | changed) is fits


def test_files_are_found_wherever_they_are() -> None:
    one, two = ({"id": key, "name": "a.pdf", "size": 1, "content_type": "x"} for key in ("one", "two"))
    answers = {"a": one, "b": {"policy": {"file": two}, "other": {"instead": True}}, "c": [{"id": "three"}], "d": None}
    assert files_in(answers) == {"one", "two"}


def test_the_reasons_are_those_of_the_pack() -> None:
    assert decline_reasons()[:2] == ("Not in our area", "Not a type we can fund")
