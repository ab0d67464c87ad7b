"""The registration form asks each kind of group for the numbers that it has, and for no other."""

import pytest

from portal.formkit.conditions import visible_answers
from portal.formkit.loader import compile_form, load_yaml
from portal.formkit.parsing import parse_form
from portal.organisations.rules import REGISTRATION, kinds, pack

NUMBERS = {
    "registered_charity": {"charity_number"},
    "cio": {"charity_number"},
    "charitable_company": {"charity_number", "company_number"},
    "cic": {"company_number"},
    "company_guarantee": {"company_number"},
    "community_benefit_society": set(),
    "unincorporated": set(),
    "unregistered_small_charity": set(),
    "faith_group": set(),
    "school": set(),
    "council": set(),
    "other_public_body": set(),
}


@pytest.fixture(scope="module")
def form():  # type: ignore[no-untyped-def]
    """The form of the pack."""
    lists = {
        f"reference.{name}": value["items"]
        for name, value in pack("12_reference_lists.yaml").items()
        if isinstance(value, dict) and "items" in value
    }
    document = compile_form(load_yaml(REGISTRATION), name=REGISTRATION.name, lists=lists, facts={"this_year": 2027})
    return parse_form(document)


def test_every_kind_that_can_join_is_looked_at() -> None:
    assert {kind.value for kind in kinds() if kind.may_join} == set(NUMBERS)


@pytest.mark.parametrize("kind", NUMBERS)
def test_only_the_numbers_of_its_kind_are_asked(form, kind: str) -> None:  # type: ignore[no-untyped-def]
    asked = visible_answers(form, {"org_type": kind})
    assert {key for key in asked if key.endswith("_number")} == NUMBERS[kind]


def test_a_number_that_was_typed_before_the_kind_was_mended_is_not_sent(form) -> None:  # type: ignore[no-untyped-def]
    asked = visible_answers(form, {"org_type": "unincorporated", "charity_number": "1234567"})
    assert "charity_number" not in asked


def test_what_an_officer_looks_at_again_is_asked_in_the_form(form) -> None:  # type: ignore[no-untyped-def]
    assert set(pack(REGISTRATION.name)["renewal"]["material"]) <= set(form.by_key)
    for item in pack(REGISTRATION.name)["staff_checks"]["items"]:
        assert set(item["answers"]) <= set(form.by_key), item["id"]
