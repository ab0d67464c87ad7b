"""An application as it is read by people who score: the answers sorted by principle, without names in a blind round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.applications.rules.partnership import BUDGET, budget_of, name_of
from portal.applications.rules.signing import standing_partners
from portal.assessment.rules.blind import Mask, mask_of, strings_in
from portal.formkit.conditions import is_visible
from portal.formkit.definition import Form, Question
from portal.formkit.queries import answers_by_response, answers_of, form_of
from portal.formkit.types import TYPES
from portal.formkit.types.base import Shown
from portal.funds.models import Criterion

# Who to write to, papers and promises are the office's matter; assessors judge what is written.
NOT_READ = frozenset(
    {"contact", "signature", "statements", "confirm_profile", "document_checklist", "file", "email", "tel"}
)
TELLING = frozenset({"contact", "signature", "email", "tel"})  # what stands in them tells who the group is


@dataclass(frozen=True)
class Answered:
    """One question of the pinned form and its answer, to look at."""

    key: str
    label: str
    shown: Shown


@dataclass(frozen=True)
class Reading:
    """An application as it is judged: the answers for each principle (by its number), and what is left."""

    by_principle: dict[int, list[Answered]]
    rest: list[Answered]


def reading_of(session: Session, application: Application, *, by_its_own: bool = False) -> Reading:
    """The answers of an application, sorted by what each principle looks at, in the order of the form.

    `by_its_own` is for the group itself and the office, who read every name in a blind round too.
    """
    mask = Mask() if by_its_own else None
    return _reading(application, answers_of(session, application.response), mask)


def readings_of_all(session: Session, applications: Sequence[Application]) -> dict[int, Reading]:
    """The same for many applications, by their ids, in one query."""
    answers = answers_by_response(session, [one.response_id for one in applications])
    return {one.id: _reading(one, answers.get(one.response_id, {})) for one in applications}


def _reading(application: Application, answers: Mapping[str, Any], mask: Mask | None = None) -> Reading:
    form = form_of(application.response.form_version)
    unread = [answers.get(key) for key, question in form.by_key.items() if question.type in TELLING]
    mask = mask or mask_of(application, strings_in(unread))
    shown = {
        key: Answered(key, question.label, mask.shown(TYPES[question.type].show(question, answers.get(key))))
        for key, question in form.by_key.items()
        if question.type not in NOT_READ and is_visible(form, question, answers)
    }
    criteria = application.round.criteria
    looked_at = {criterion.number: _looked_at(form, criterion) for criterion in criteria}
    costs = _costs_of_partners(form, application, mask)
    by_principle = {number: [shown[key] for key in shown if key in keys] for number, keys in looked_at.items()}
    for number, keys in looked_at.items():
        by_principle[number] += costs if BUDGET in keys else []
    seen = {key for keys in looked_at.values() for key in keys}
    return Reading(by_principle, [answered for key, answered in shown.items() if key not in seen])


def _costs_of_partners(form: Form, application: Application, mask: Mask) -> list[Answered]:
    """What partners ask for, which stands with the budget: nothing of the application adds up without it."""
    question = budget_of(form)
    return [
        Answered(
            f"partner-{number}",
            mask.text(f"Costs of {name_of(one)} (partner)"),
            mask.shown(TYPES["table"].show(question, one.lines)),
        )
        for number, one in enumerate(standing_partners(application.partners), 1)
        if question and one.lines
    ]


def _looked_at(form: Form, criterion: Criterion) -> set[str]:
    """The keys that a principle looks at, with the questions that one of their options reveals."""
    keys = set(criterion.look_at)
    return keys | {key for key, question in form.by_key.items() if _parent(question) in keys}


def _parent(question: Question) -> str | None:
    return question.parent[0] if question.parent else None
