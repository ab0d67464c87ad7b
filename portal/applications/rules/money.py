"""The money of an application on one sheet: what the project costs, who pays, and what nobody covers yet. In pence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.applications.models import Partner
from portal.applications.rules.partnership import BUDGET, asked_columns, budget_of
from portal.applications.rules.signing import standing_partners
from portal.formkit.definition import Form
from portal.formkit.types.table import column_total

ASKED, OTHER, FULL_COST = "amount_requested", "other_funding", "total_cost"
IN_KIND = "Free help"
ABOUT_MONEY = frozenset({ASKED, BUDGET, OTHER})


@dataclass(frozen=True)
class Sheet:
    """Pence: the full cost with partners' costs; from us as the budget says, and as asked for (None: not answered);
    money and free help from others; and what is left of the full cost.
    """

    full_cost: int
    from_us: int
    asked: int | None
    money_from_others: int
    free_help: int

    @property
    def not_covered(self) -> int:
        """What nobody pays for yet; below zero when there is more than the project costs."""
        return self.full_cost - self.from_us - self.money_from_others - self.free_help


def money_sheet(form: Form, answers: Mapping[str, Any], partners: Iterable[Partner]) -> Sheet | None:
    """The sheet of these answers; None for a form without a budget, or before anything is in it."""
    standing = standing_partners(partners)
    costs = [*(answers.get(BUDGET) or []), *(row for one in standing for row in one.lines)]
    if budget_of(form) is None or not costs:
        return None
    asked = answers.get(ASKED)
    others = answers.get(OTHER) or []
    help_ = [row for row in others if row.get("kind") == IN_KIND]
    return Sheet(
        full_cost=column_total(costs, FULL_COST),
        from_us=sum(column_total(costs, column) for column in asked_columns(form)),
        asked=asked if isinstance(asked, int) else None,
        money_from_others=column_total([row for row in others if row not in help_], "amount"),
        free_help=column_total(help_, "amount"),
    )
