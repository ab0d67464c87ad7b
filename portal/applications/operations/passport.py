"""What goes between an application and the passport of its organisation: facts in, documents out."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.applications.models import Application
from portal.applications.rules.passport import facts_for
from portal.formkit.definition import Form
from portal.formkit.operations import save_answers
from portal.formkit.queries import answers_of, form_of
from portal.formkit.types import TYPES
from portal.formkit.types.files import Uploading
from portal.organisations.queries import membership_with_form
from portal.organisations.rules import files_by_kind, files_in
from portal.passport.operations import keep_from_form, mark_sent


def bring_facts(session: Session, application: Application, actor: Actor) -> list[str]:
    """Begin a new draft with the facts of the passport; the keys that were filled in. Its caller audits."""
    membership = membership_with_form(session, application.organisation_id)
    if membership is None or membership.applied_at is None:
        return []
    form, round_ = form_of(application.response.form_version), application.round
    registration = form_of(membership.response.form_version)
    days = (round_.grant_starts_on, round_.grant_ends_on)
    facts = facts_for(registration, answers_of(session, membership.response), form, days)
    for section in form.sections:
        values = {question.key: facts[question.key] for question in section.questions if question.key in facts}
        if values:
            save_answers(session, response=application.response, section=section, values=values, base=0, actor=actor)
    return sorted(facts)


def keep_documents(
    session: Session, application: Application, answers: Mapping[str, Any], changed: Collection[str], actor: Actor
) -> None:
    """Put the documents that were just given in an application into the passport, for every later one."""
    form: Form = form_of(application.response.form_version)
    asked = [key for key in changed if key in form.by_key and isinstance(TYPES[form.by_key[key].type], Uploading)]
    files = files_by_kind(form, {key: answers.get(key) for key in asked})
    if files:
        keep_from_form(
            session,
            organisation_id=application.organisation_id,
            files=files,
            source=application.reference,
            actor=actor,
        )


def documents_sent(session: Session, application: Application, answers: Mapping[str, Any], actor: Actor) -> None:
    """Note which documents of the passport went to the office with an application: they are never removed again."""
    form = form_of(application.response.form_version)
    keep_documents(session, application, answers, form.by_key, actor)
    named = files_in(dict(answers))
    if named:
        mark_sent(session, organisation_id=application.organisation_id, public_ids=named)
