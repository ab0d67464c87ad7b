"""What a partner agrees to, what ends it, and the flag about shares."""

from typing import Any

import pytest

from portal.applications.models import Partner, SignOff
from portal.applications.rules.partnership import (
    Share,
    agreed_document,
    agrees,
    amounts_of,
    asked_columns,
    budget_of,
    category_column,
    line_problems,
    others_of,
    shares_in,
    unfair_shares,
)
from portal.applications.rules.signing import ASK_FIRST, against_signing, digest, holds_for, signed_document
from portal.core.clock import now
from portal.formkit.checking import form_problems
from portal.formkit.definition import Form
from tests.unit.formkit.making import form, question


def small() -> Form:
    return form(
        question("why"),
        question("amount", "money", rules=[{"kind": "sum_of_columns", "table": "budget", "columns": ["year1"]}]),
        question(
            "budget",
            "table",
            columns=[
                {"id": "category", "label": "Type", "type": "select", "options": [
                    {"value": "staff", "label": "Staff"}, {"value": "overheads", "label": "Running costs"}]},
                {"id": "item", "label": "Item", "type": "text"},
                {"id": "year1", "label": "Year 1", "type": "money"},
            ],
        ),
    )  # fmt: skip


def row(category: str, pence: Any, item: str = "Rent") -> dict[str, Any]:
    return {"category": category, "item": item, "year1": pence}


def partner(*lines: dict[str, Any], state: str = "accepted") -> Partner:
    return Partner(reference="PT-1", state=state, lines=list(lines), invited_as="Northway Youth", agreed_sha256="")


ANSWERS = {"why": "Because", "amount": 900, "budget": [row("staff", 500), row("overheads", 200)]}


def test_the_form_itself_says_which_money_is_ours() -> None:
    assert asked_columns(small()) == ["year1"]
    assert category_column(budget_of(small())) == "category"
    assert (budget_of(form(question("why"))), asked_columns(form(question("why")))) == (None, [])


@pytest.mark.parametrize(
    ("change", "ends"),
    [
        ({"why": "Other words"}, False),
        ({"amount": 901}, True),
        ({"budget": [row("staff", 501), row("overheads", 200)]}, True),
        ({"budget": [row("staff", 500, "Hall"), row("overheads", 200)]}, False),
    ],
)
def test_an_agreement_ends_with_amounts_not_with_words(change: dict[str, Any], ends: bool) -> None:
    found = partner(row("staff", 200))
    found.agreed_at, found.agreed_sha256 = now(), digest(agreed_document(small(), ANSWERS, found))
    assert agrees(small(), ANSWERS, found)
    assert agrees(small(), ANSWERS | change, found) is not ends
    found.lines = [row("staff", 200, "Other words")]
    assert not agrees(small(), ANSWERS, found), "its own lines count in every word"


def test_amounts_are_numbers_alone() -> None:
    assert amounts_of(small(), ANSWERS) == {"amount": 900, "budget": [[500], [200]]}


def test_what_partners_ask_for_counts_in_the_amount() -> None:
    assert "amount" in form_problems(small(), ANSWERS)
    assert form_problems(small(), ANSWERS | others_of([partner(row("staff", 200))])) == {}
    assert others_of([partner(row("staff", 200), state="invited")]) == {}
    problem = form_problems(small(), ANSWERS | others_of([partner(row("staff", 300))]))["amount"][0]
    assert "your budget and your partners’ costs together show £10 from us" in problem.message


@pytest.mark.parametrize(("overheads", "delivery", "flagged"), [(200, 199, True), (200, 200, False), (0, 0, False)])
def test_the_flag_is_up_when_running_costs_get_more_than_the_partner_for_its_work(
    overheads: int, delivery: int, flagged: bool
) -> None:
    rows = [row("staff", delivery), row("overheads", 5000)]
    answers = {"budget": [row("staff", 500), row("overheads", overheads)]}
    lead, other = shares_in(small(), answers, "Harbour", [("Northway", rows)])
    assert (lead, other.delivery) == (Share("Harbour", 500 + overheads, overheads), delivery)
    assert bool(unfair_shares(lead, [other])) is flagged


def test_costs_must_be_whole_but_may_be_none() -> None:
    question = budget_of(small())
    assert question is not None
    assert line_problems(question, []) == []
    assert line_problems(question, [row("staff", 100)]) == []
    assert [field for field, _words in line_problems(question, [row("staff", "")])] == ["budget-0-year1"]
    assert [field for field, _words in line_problems(question, [row("staff", "lots")])] == ["budget-0-year1"]


def sign_off(state: str, sha256: str = "") -> SignOff:
    return SignOff(state=state, sha256=sha256, answered_by_name="Tess", reason="The total is wrong.")


@pytest.mark.parametrize(
    ("certifiers", "found", "reasons"),
    [
        ([], None, []),
        (["Tess"], None, [ASK_FIRST]),
        (["Tess"], sign_off("asked"), ["It waits for the signature of Tess."]),
        (["Tess"], sign_off("returned"), ["Tess sent it back: The total is wrong."]),
        (["Tess"], sign_off("signed", "abc"), []),
    ],
)
def test_what_stands_against_sending_without_a_signature(
    certifiers: list[str], found: SignOff | None, reasons: list[str]
) -> None:
    assert against_signing(certifiers, found, "abc") == reasons


def test_a_signature_holds_for_exactly_what_was_signed() -> None:
    one = digest(signed_document({"why": "Because"}, [partner(row("staff", 200))]))
    assert holds_for(sign_off("signed", one), one)
    for other in (
        signed_document({"why": "Other"}, [partner(row("staff", 200))]),
        signed_document({"why": "Because"}, [partner(row("staff", 201))]),
        signed_document({"why": "Because"}, [partner(row("staff", 200), state="left")]),
    ):
        assert not holds_for(sign_off("signed", one), digest(other))
        assert against_signing(["Tess"], sign_off("signed", one), digest(other))[0].startswith("Something was changed")
    assert not holds_for(sign_off("void", one), one)
