"""Taking answers that were written away from the portal."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.applications.models import Application
from portal.applications.operations.writing import note_saved
from portal.applications.policy import EDIT_APPLICATION
from portal.core.clock import now
from portal.formkit.operations import Clashing, Saved, hold_answers, save_answers
from portal.formkit.queries import answers_in, form_of


def take_paper(
    session: Session,
    *,
    application: Application,
    values: Mapping[str, Any],
    bases: Mapping[str, int],
    actor: Actor,
) -> list[Clashing]:
    """Save the chosen answers (question key -> answer), section by section as everything is saved; the clashes.

    `bases` are the revisions of the sections when the person chose. With a clash in any section the caller must undo
    the whole: nothing is taken by halves. Holds the answers; saves each section once; notes the saving; audit.
    """
    require(actor, EDIT_APPLICATION, application)
    held = hold_answers(session, response=application.response)
    answers = answers_in(held)
    changed: set[str] = set()
    clashes: list[Clashing] = []
    for section in form_of(application.response.form_version).sections:
        mine = {question.key: values[question.key] for question in section.questions if question.key in values}
        if not mine:
            continue
        saved = save_answers(
            session,
            response=application.response,
            section=section,
            values=mine,
            base=bases.get(section.key, 0),
            actor=actor,
            held=held,
        )
        clashes += saved.clashes
        changed |= saved.changed
    if changed and not clashes:
        now_answers = answers | {key: values[key] for key in changed}
        saved = Saved(0, now(), frozenset(changed))
        note_saved(session, application=application, saved=saved, answers=now_answers, actor=actor)
    return clashes
