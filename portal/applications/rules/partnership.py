"""What a partner agrees to, what its costs come to, and whether the shares are fair. Money in pence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.applications.models import Partner
from portal.applications.rules.signing import digest, standing_partners
from portal.applications.states import PartnerState
from portal.formkit.conditions import OTHERS, visible_answers
from portal.formkit.definition import Form, Question
from portal.formkit.types import TYPES
from portal.formkit.types.table import Table, column_total

BUDGET = "budget"
OVERHEADS = "overheads"
MOST_PARTNERS = 10
Rows = Sequence[Mapping[str, Any]]


def budget_of(form: Form) -> Question | None:
    """The form's budget table, whose columns the partners' costs have too."""
    found = form.by_key.get(BUDGET)
    return found if found is not None and found.type == "table" else None


def asked_columns(form: Form) -> list[str]:
    """The columns of the budget that hold money from us, as the rule of the amount says."""
    rules = (rule for question in form.by_key.values() for rule in question.rules)
    return next((list(rule["columns"]) for rule in rules if rule.get("kind") == "sum_of_columns"), [])


def others_of(partners: Iterable[Partner]) -> dict[str, Any]:
    """What partners add to the answers; nothing where there is no partner."""
    standing = standing_partners(partners)
    return {f"{BUDGET}{OTHERS}": [row for one in standing for row in one.lines]} if standing else {}


def amounts_of(form: Form, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Every amount of money in the answers: alone, and in the money columns of tables. No words."""
    found: dict[str, Any] = {}
    for key, value in visible_answers(form, answers).items():
        question = form.by_key.get(key)
        if question is None:
            continue
        money = [column.key for column in question.columns if column.type == "money"]
        if question.type == "money":
            found[key] = value
        elif money:
            found[key] = [[row.get(column) for column in money] for row in value or []]
    return found


def agreed_document(form: Form, answers: Mapping[str, Any], partner: Partner) -> dict[str, Any]:
    """What ends an agreement when it changes: this partner's own costs, and any amount of money in the answers."""
    return {"amounts": amounts_of(form, answers), "lines": partner.lines}


def agrees(form: Form, answers: Mapping[str, Any], partner: Partner) -> bool:
    """Whether a partner's agreement holds for what is there now."""
    return partner.agreed_at is not None and partner.agreed_sha256 == digest(agreed_document(form, answers, partner))


def against_partners(form: Form, answers: Mapping[str, Any], partners: Iterable[Partner]) -> list[str]:
    """Why partners stand against sending, in sentences."""
    reasons = []
    for one in partners:
        if one.state == PartnerState.INVITED:
            reasons.append(f"{one.invited_as} has not answered your invitation to be a partner. Wait, or take it back.")
        elif one.state == PartnerState.ACCEPTED and not agrees(form, answers, one):
            reasons.append(f"{name_of(one)} has not agreed to the application yet.")
    return reasons


def name_of(partner: Partner) -> str:
    """The partner's name; whom we wrote to, while nobody has accepted."""
    return partner.organisation.name if partner.organisation else partner.invited_as


def line_problems(question: Question, rows: Rows) -> list[tuple[str, str]]:
    """(field, message) of what is wrong or missing in a partner's costs. No costs at all are fine."""
    kind, value = TYPES["table"], list(rows)
    assert isinstance(kind, Table)
    found = kind.problems(question, value, question.key)
    if value and not found:
        found = kind.missing(question, value, question.key)
    return [(problem.field, problem.message) for problem in found]


@dataclass(frozen=True)
class Share:
    """What one organisation asks for in a bid, and how much of it is running costs."""

    name: str
    asked: int
    overheads: int

    @property
    def delivery(self) -> int:
        """What goes into the work itself."""
        return self.asked - self.overheads


def share_of(name: str, rows: Rows, columns: Sequence[str], category: str | None) -> Share:
    """The share of an organisation, from its rows of the budget. `columns` hold money from us."""
    overheads = [row for row in rows if category is not None and row.get(category) == OVERHEADS]
    return Share(
        name,
        sum(column_total(rows, column) for column in columns),
        sum(column_total(overheads, column) for column in columns),
    )


def category_column(question: Question | None) -> str | None:
    """The column of the budget that says what kind of cost a row is."""
    columns = question.columns if question else ()
    return next((c.key for c in columns if any(option.value == OVERHEADS for option in c.options)), None)


def unfair_shares(lead: Share, partners: Iterable[Share]) -> list[Share]:
    """The partners whose delivery gets less than the lead's running costs: a flag, never a refusal."""
    return [one for one in partners if lead.overheads > one.delivery]


def shares_in(
    form: Form, answers: Mapping[str, Any], lead_name: str, partners: Iterable[tuple[str, Rows]]
) -> list[Share]:
    """The lead's share first, then each partner's (name, rows)."""
    columns, category = asked_columns(form), category_column(budget_of(form))
    found = [(lead_name, answers.get(BUDGET) or []), *partners]
    return [share_of(name, rows, columns, category) for name, rows in found]
