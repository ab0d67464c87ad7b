"""What an application takes from the passport of its organisation, and what changed since the last one."""

from collections.abc import Mapping
from typing import Any

from portal.formkit.carrying import FileKept, carry
from portal.formkit.definition import Form
from portal.organisations.models import Organisation
from portal.organisations.rules import kind_of
from portal.passport.rules import FACTS

_WORDS = {
    "name": "Name",
    "kind": "Kind of group",
    "charity_number": "Charity number",
    "company_number": "Company number",
}


def no_file(_facts: Mapping[str, Any]) -> bool:
    """Documents are offered, never carried as facts."""
    return False


def facts_for(registration: Form, answers: Mapping[str, Any], form: Form, days: tuple[Any, Any]) -> dict[str, Any]:
    """The answers that a new application begins with: facts of the registration whose question is the same one, by
    key and by words, so that nothing is filled into a question that asks for something else.
    """
    keeps: FileKept = no_file
    carried = carry(registration, answers, form, days=days, keeps_file=keeps)
    return {
        key: value
        for key, value in carried.items()
        if key in FACTS and registration.by_key[key].label == form.by_key[key].label
    }


def changed_facts(sent: Mapping[str, Any], organisation: Organisation) -> list[tuple[str, str, str]]:
    """(what, as it was sent last time, as it is now) of each fact of the organisation that is different."""
    found = []
    for key, words in _WORDS.items():
        was, now = str(sent.get(key) or ""), str(getattr(organisation, key) or "")
        if was != now:
            found.append((words, _shown(key, was), _shown(key, now)))
    return found


def _shown(key: str, value: str) -> str:
    kind = kind_of(value) if key == "kind" else None
    return kind.label if kind else value or "none"
