"""What is checked about a kind of group, and how long it counts."""

from datetime import date

import pytest

from portal.core.dates import months_after
from portal.organisations.models import Check
from portal.organisations.rules import (
    check_kinds,
    checks_for,
    for_the_audit,
    kinds,
    open_lines,
    register_links,
    standing_of,
    task_list,
    usual_end,
    why_not_until,
)
from portal.organisations.states import Outcome

TODAY = date(2027, 3, 10)
OF_A_REGISTER = {"register", "registration_live"}


@pytest.mark.parametrize("kind", [kind.value for kind in kinds() if kind.may_join])
def test_only_groups_with_a_number_are_looked_up_in_a_register(kind: str) -> None:
    with_number = {"registered_charity", "cio", "charitable_company", "cic", "company_guarantee"}
    found = {one.key for one in checks_for(kind)}
    assert found & OF_A_REGISTER == (OF_A_REGISTER if kind in with_number else set())
    assert found >= {one.key for one in check_kinds()} - OF_A_REGISTER


def check(outcome: Outcome, expires_on: date | None = None, key: str = "people") -> Check:
    return Check(key=key, outcome=outcome, note="", expires_on=expires_on)


@pytest.mark.parametrize(
    ("found", "standing"),
    [
        (None, "to_do"),
        (check(Outcome.IN_ORDER), "in_order"),
        (check(Outcome.IN_ORDER, date(2027, 3, 10)), "in_order"),
        (check(Outcome.IN_ORDER, date(2027, 3, 9)), "expired"),
        (check(Outcome.CONDITION, date(2027, 3, 9)), "expired"),
        (check(Outcome.NOT_NEEDED, date(2027, 3, 9)), "expired"),
        (check(Outcome.PROBLEM, date(2027, 3, 9)), "problem"),
    ],
)
def test_an_outcome_counts_to_the_end_of_its_last_day(found: Check | None, standing: str) -> None:
    assert standing_of(found, TODAY) == standing


def test_what_is_open_stands_in_the_way_and_the_audit_keeps_what_is_restricted() -> None:
    live = {
        "people": check(Outcome.CONDITION),
        "accounts": check(Outcome.IN_ORDER, date(2027, 1, 1)),
        "bank": check(Outcome.PROBLEM),
        "concerns": check(Outcome.PROBLEM),
    }
    lines = task_list("unincorporated", live, TODAY)
    closed = {line.kind.key for line in lines} - {line.kind.key for line in open_lines(lines)}
    assert closed == {"people"}
    told = for_the_audit(lines)
    assert (told["people"], told["accounts"], told["bank"], told["concerns"]) == (
        "condition",
        "expired",
        "problem",
        "looked at",
    )


def test_months_end_on_a_day_that_there_is() -> None:
    days = [months_after(date(2028, 2, 29), 12), months_after(date(2027, 1, 31), 1), months_after(date(2027, 12, 5), 1)]
    assert days == [date(2029, 2, 28), date(2027, 2, 28), date(2028, 1, 5)]
    by_key = {one.key: usual_end(one, TODAY) for one in check_kinds()}
    assert (by_key["accounts"], by_key["insurance"], by_key["area"]) == (date(2028, 3, 10), None, None)


@pytest.mark.parametrize(
    ("key", "outcome", "day", "said"),
    [
        ("insurance", Outcome.IN_ORDER, None, "last day of the policy"),
        ("insurance", Outcome.NOT_NEEDED, None, ""),
        ("area", Outcome.IN_ORDER, None, ""),
        ("insurance", Outcome.IN_ORDER, date(2027, 3, 10), ""),
        ("insurance", Outcome.IN_ORDER, date(2027, 3, 9), "choose Problem"),
        ("insurance", Outcome.PROBLEM, date(2027, 3, 9), ""),
        ("accounts", Outcome.IN_ORDER, date(2037, 3, 11), "10 years"),
    ],
)
def test_the_last_day_fits_what_was_found(key: str, outcome: Outcome, day: date | None, said: str) -> None:
    kind = next(one for one in check_kinds() if one.key == key)
    wrong = why_not_until(kind, outcome, day, TODAY)
    assert said in wrong
    assert bool(said) == bool(wrong)


def test_registers_are_found_by_the_number() -> None:
    links = register_links({"charity_number": "1234567", "company_number": "01234567"})
    assert [one.url.partition("//")[2] for one in links] == [
        "register-of-charities.charitycommission.gov.uk/charity-details/?regid=1234567&subid=0",
        "find-and-update.company-information.service.gov.uk/company/01234567",
    ]
    assert register_links({"charity_number": None}) == []
    assert register_links({"charity_number": "1/../x"}) == []
