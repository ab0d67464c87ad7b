"""Renewing a membership: when, for how long, what changed, and when to remind. Days are London's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from portal.formkit.carrying import NEVER
from portal.formkit.conditions import visible_answers
from portal.formkit.definition import Form, Question, Section
from portal.formkit.types import TYPES
from portal.formkit.types.base import Shown
from portal.organisations.models import Membership
from portal.organisations.rules.membership import REGISTRATION, is_member, pack, year_after

RENEW_FROM = timedelta(days=60)
REMIND_DAYS = (7, 30, 60)


def renew_from(membership: Membership) -> date | None:
    """The first day on which a membership can be renewed."""
    return membership.approved_until - RENEW_FROM if membership.approved_until else None


def may_renew(membership: Membership, on: date) -> bool:
    """Whether a member can go through its details now: in the last sixty days, and not once it has ended."""
    first = renew_from(membership)
    return is_member(membership, on) and first is not None and first <= on


def reminder_due(until: date, on: date) -> int | None:
    """Which reminder a membership that ends on `until` should have had by now: 7, 30 or 60 days before; the latest
    one alone, so that a worker that was away does not send three at once. None before the first and after the end.
    """
    if on > until:
        return None
    return next((days for days in REMIND_DAYS if on >= until - timedelta(days=days)), None)


def renewed_until(ends_on: date, on: date) -> date:
    """The last day after a renewal: a year from the old last day; from today where that year is over already."""
    another = year_after(ends_on)
    return another if another > on else year_after(on)


def blocks_of(form: Form, answers: Mapping[str, Any]) -> list[Section]:
    """The sections that are gone through one by one: all but those that only promise something."""
    asked = visible_answers(form, answers)
    return [
        section
        for section in form.sections
        if any(question.key in asked and question.type not in NEVER for question in section.questions)
    ]


def promises_of(form: Form) -> list[Question]:
    """The questions by which something is promised: said anew with every renewal."""
    return [question for question in form.by_key.values() if question.type == "statements"]


@dataclass(frozen=True)
class Changed:
    """One answer that is another than before; `material` ones are looked at by an officer."""

    section: Section
    question: Question
    before: Shown
    after: Shown
    material: bool


def changes(old: Form, before: Mapping[str, Any], new: Form, after: Mapping[str, Any]) -> list[Changed]:
    """What is different between the answers that were approved and those that are sent, in the order of the form."""
    asked_before, asked_now = visible_answers(old, before), visible_answers(new, after)
    material = set(pack(REGISTRATION.name)["renewal"]["material"])
    found = []
    for key in {**new.by_key, **old.by_key}:
        form = new if key in new.by_key else old
        question = form.by_key[key]
        then, now = asked_before.get(key), asked_now.get(key)
        if question.type in NEVER or (key not in asked_before and key not in asked_now):
            continue
        kind = TYPES[question.type]
        blank = kind.is_blank(question, then) and kind.is_blank(question, now)
        if not blank and not kind.same(then, now):
            section = form.place_of[key][0]
            found.append(
                Changed(section, question, kind.show(question, then), kind.show(question, now), key in material)
            )
    return found


def renews_at_once(changed: Sequence[Changed], open_checks: int) -> bool:
    """Whether no officer has to look: nothing material changed, and no check is open or a problem."""
    return not open_checks and not any(one.material for one in changed)
