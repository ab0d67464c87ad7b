"""What stands with a step of the form: who else is here, what the team said, what changed since last time."""

from collections.abc import Callable, Mapping
from typing import Any

from portal.applications.models import Application, Carried
from portal.applications.queries.together import open_comments_on, present_on
from portal.applications.rules.money import ABOUT_MONEY, Sheet, money_sheet
from portal.applications.rules.together import PRESENT_FOR
from portal.core.clock import now
from portal.formkit.carrying import Differences, differences
from portal.formkit.definition import Section, Step
from portal.formkit.queries import answers_of, form_of
from portal.web.context import current_actor, current_session, from_slot


def beside_step(application: Application) -> Callable[[Section, Step], Mapping[str, Any]]:
    """For each step of an application, what `applications/_beside_step.html` needs."""

    def gather(section: Section, step: Step) -> Mapping[str, Any]:
        session, me = current_session(), current_actor().account_id
        copied = application.carried
        keys = [question.key for question in step.questions]
        return {
            "template": "applications/_beside_step.html",
            "application": application,
            "questions": step.questions,
            "address": f"/applications/{application.reference}/tasks/{section.key}/{step.key}",
            "about": keys[0] if len(keys) == 1 else section.key,
            "here": present_on(session, application, (section.key, step.key), since=now() - PRESENT_FOR, but=me),
            "comments": open_comments_on(session, application, section.key, keys),
            "copied": copied,
            "differences": differences_of(application, copied),
            "inside": from_slot("application:last-time", session, application, keys),
            "money": _money(application) if ABOUT_MONEY & set(keys) else None,
        }

    return gather


def _money(application: Application) -> Sheet | None:
    answers = answers_of(current_session(), application.response)
    return money_sheet(form_of(application.response.form_version), answers, application.partners)


def differences_of(application: Application, copied: Carried | None) -> Differences:
    """How the form differs from that of the application it was copied from; nothing when it was not."""
    if copied is None:
        return Differences({}, frozenset())
    return differences(form_of(copied.source.response.form_version), form_of(application.response.form_version))


def notes_on_tasks(application: Application, copied: Carried | None) -> dict[str, str]:
    """For each section key, what to look at again since last time, in a few words."""
    if copied is None:
        return {}
    found, untouched = differences_of(application, copied), set(copied.untouched)
    notes = {}
    for section in form_of(application.response.form_version).sections:
        keys = [question.key for question in section.questions]
        counts = (
            (sum(key in found.new for key in keys), "new question", "new questions"),
            (sum(key in found.changed for key in keys), "question has changed", "questions have changed"),
            (sum(key in untouched for key in keys), "answer is a copy", "answers are copies"),
        )
        said = [f"{count} {one if count == 1 else many}" for count, one, many in counts if count]
        if said:
            notes[section.key] = f"Since {copied.source.reference}: " + ", ".join(said)
    return notes
