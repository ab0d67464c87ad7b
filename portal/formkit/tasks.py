"""The task list of a form, and what a room's page to check answers needs."""

from dataclasses import dataclass
from typing import Any

from portal.formkit import journey
from portal.formkit.definition import Section
from portal.formkit.models import SectionAnswers
from portal.formkit.reading import answered
from portal.formkit.wizard import Wizard


@dataclass(frozen=True)
class Task:
    """A row of the task list."""

    section: Section
    href: str
    status: journey.Status
    saved: SectionAnswers | None
    optional: bool


def tasks(wizard: Wizard) -> list[Task]:
    """Every section as a task, with its honest status."""
    answers = wizard.answers | wizard.others
    return [
        Task(
            section,
            wizard.step_url(section.key, journey.first_step(wizard.form, answers, section).key),
            journey.status_of(wizard.form, section, answers),
            wizard.sections.get(section.key),
            journey.may_be_left_out(section),
        )
        for section in wizard.form.sections
    ]


def check_values(wizard: Wizard) -> dict[str, Any]:
    """What a room's own check page needs: every answer with what is missing, and the list of it."""
    answers = wizard.answers | wizard.others
    return {
        "wizard": wizard,
        "sections": answered(wizard.form, answers, check=True),
        "missing": journey.missing(wizard.form, answers),
    }
