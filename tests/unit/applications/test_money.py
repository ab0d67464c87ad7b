"""The money of an application on one sheet."""

from portal.applications.models import Partner
from portal.applications.rules.money import Sheet, money_sheet
from portal.applications.states import PartnerState
from tests.unit.formkit.making import form, question

BUDGET = question(
    "budget",
    "table",
    columns=[
        {"id": "item", "label": "What", "type": "text"},
        {"id": "year1", "label": "From us", "type": "money"},
        {"id": "total_cost", "label": "Full cost", "type": "money"},
    ],
)
ASKED = question(
    "amount_requested", "money", rules=[{"kind": "sum_of_columns", "table": "budget", "columns": ["year1"]}]
)
FORM = form(ASKED, BUDGET)
ROWS = [{"item": "Hall", "year1": 40_000, "total_cost": 60_000}, {"item": "Tea", "year1": "lots", "total_cost": 5_000}]
OTHERS = [
    {"source": "Town council", "kind": "Money", "amount": 10_000},
    {"source": "Volunteers", "kind": "Free help", "amount": 4_000},
    {"source": "Someone", "kind": "", "amount": 1_000},
]


def test_who_pays_for_what_and_what_is_left() -> None:
    answers = {"budget": ROWS, "other_funding": OTHERS, "amount_requested": 40_000}
    found = money_sheet(FORM, answers, [])
    assert found == Sheet(65_000, 40_000, 40_000, 11_000, 4_000)
    assert found.not_covered == 10_000


def test_partners_costs_count_too() -> None:
    partner = Partner(state=PartnerState.ACCEPTED, lines=[{"item": "Van", "year1": 5_000, "total_cost": 9_000}])
    found = money_sheet(FORM, {"budget": ROWS, "amount_requested": "much"}, [partner])
    assert found == Sheet(74_000, 45_000, None, 0, 0)


def test_before_anything_is_in_the_budget_there_is_no_sheet() -> None:
    assert money_sheet(FORM, {"other_funding": OTHERS}, []) is None
    assert money_sheet(form(question("a")), {"budget": ROWS}, []) is None
