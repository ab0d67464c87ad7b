"""The rules that a definition adds to a question, at their two strengths."""

from typing import Any

import pytest

from portal.formkit.checking import form_problems, save_problems
from portal.formkit.faults import Problem
from tests.unit.formkit.making import form, question

COLUMNS = [
    {"id": "year1", "label": "Year 1", "type": "money"},
    {"id": "year2", "label": "Year 2", "type": "money"},
    {"id": "full", "label": "Full cost", "type": "money"},
]


@pytest.mark.parametrize(
    ("rule", "answer", "wanted"),
    [
        ({"kind": "no_contact_details"}, "We run a club", []),
        (
            {"kind": "no_contact_details"},
            "Ask amina@example.org",
            ["Take out email addresses and phone numbers. We may publish this answer"],
        ),
        (
            {"kind": "no_contact_details"},
            "Ring 07700 900 982",
            ["Take out email addresses and phone numbers. We may publish this answer"],
        ),
        ({"kind": "no_contact_details"}, "We helped 12 000 people in 2026", []),
        ({"kind": "no_web_links"}, "The council says so", []),
        (
            {"kind": "no_web_links"},
            "See https://example.org/facts",
            ["Take out web links. Say in words where each fact comes from"],
        ),
        ({"kind": "pattern", "pattern": "[A-Z]{2}[0-9]", "message": "Enter PO5"}, "PO5", []),
        ({"kind": "pattern", "pattern": "[A-Z]{2}[0-9]", "message": "Enter PO5"}, "PO55", ["Enter PO5"]),
        ({"kind": "pattern", "pattern": "[A-Z]{2}[0-9]", "message": "Enter PO5"}, "", []),
    ],
)
def test_rules_of_one_text(rule: dict[str, Any], answer: str, wanted: list[str]) -> None:
    asked = form(question("k", "textarea", rules=[rule])).by_key["k"]
    assert [problem.message for problem in save_problems(asked, answer)] == wanted


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [
        ("2027-04-01", "2028-03-31", []),
        (
            "2027-03-31",
            "2028-03-31",
            [Problem("k-start-day", "Start date must be between 1 April 2027 and 31 March 2028")],
        ),
        (
            "2027-04-01",
            "2028-04-01",
            [Problem("k-end-day", "End date must be between 1 April 2027 and 31 March 2028")],
        ),
        ("2027-04-01", None, []),
    ],
)
def test_dates_lie_inside_the_grant(start: str, end: str | None, wanted: list[Problem]) -> None:
    rule = {"kind": "inside", "from": "2027-04-01", "to": "2028-03-31"}
    asked = form(question("k", "date_range", rules=[rule])).by_key["k"]
    assert save_problems(asked, {"start": start, "end": end}) == wanted


def test_full_cost_covers_the_money_from_us() -> None:
    rule = {"kind": "row_covers", "column": "full", "parts": ["year1", "year2"], "message": "Full cost is too small"}
    asked = form(question("k", "table", columns=COLUMNS, rules=[rule])).by_key["k"]
    right, wrong, half = (
        {"year1": 100, "year2": 200, "full": 300},
        {"year1": 100, "year2": 200, "full": 299},
        {"year1": 100, "year2": "?", "full": 100},
    )
    assert [p.field for p in save_problems(asked, [right, wrong, half])] == ["k-2-year2", "k-1-full"]
    assert save_problems(asked, [wrong])[0].message == "Row 1: full cost is too small"


def test_two_people_differ() -> None:
    rule = {"kind": "differs", "part": "email", "from": "main", "message": "Enter a different person"}
    asked = form(
        question("main", "contact", fields=["email"]), question("other", "contact", fields=["email"], rules=[rule])
    )
    answers = {"main": {"email": "amina@example.org"}, "other": {"email": "AMINA@example.org"}}
    assert form_problems(asked, answers) == {"other": [Problem("other-email", "Enter a different person")]}
    assert form_problems(asked, answers | {"other": {"email": "beth@example.org"}}) == {}
    assert save_problems(asked.by_key["other"], answers["other"]) == []


def test_the_amount_is_that_of_the_budget() -> None:
    rule = {"kind": "sum_of_columns", "table": "budget", "columns": ["year1", "year2"]}
    asked = form(question("amount", "money", rules=[rule]), question("budget", "table", columns=COLUMNS))
    budget = [{"year1": 100_00, "year2": 50_00, "full": 150_00}, {"year1": 0, "year2": 25, "full": 25}]
    assert form_problems(asked, {"amount": 150_25, "budget": budget}) == {}
    assert form_problems(asked, {"amount": 150_00, "budget": budget}) == {
        "amount": [Problem("amount", "You ask for £150, but your budget shows £150.25 from us. Make the two the same")]
    }
    assert save_problems(asked.by_key["amount"], 1) == []


def test_hidden_questions_neither_lack_nor_count() -> None:
    rule = {"kind": "sum_of_columns", "table": "budget", "columns": ["year1"]}
    asked = form(
        question("has", "yes_no"),
        question("budget", "table", columns=COLUMNS[:1], show_if={"equals": ["has", "yes"]}),
        question("amount", "money", rules=[rule]),
    )
    answers = {"has": "no", "budget": [{"year1": 500}], "amount": 500}
    assert list(form_problems(asked, answers)) == ["amount"]
    assert form_problems(asked, answers | {"has": "yes"}) == {}
    assert list(form_problems(asked, {"has": "yes", "amount": 0})) == ["budget"]
