"""Nothing to re-enter: what an application takes from the passport, and what changed since the last one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask.typing import ResponseReturnValue

from portal.applications.models import Application, Snapshot
from portal.applications.policy import READ_OWN_PASSPORT
from portal.applications.queries import application_by_reference
from portal.applications.queries.passport import sent_before
from portal.applications.rules.passport import changed_facts, facts_for
from portal.applications.states import ApplicationState
from portal.core.clock import today
from portal.formkit.definition import Form
from portal.formkit.queries import answers_of, form_of
from portal.formkit.reading import AnsweredQuestion, answered_questions
from portal.formkit.types import TYPES
from portal.organisations.queries import membership_with_form
from portal.organisations.rules import files_in
from portal.passport.policy import keeps
from portal.passport.queries import versions_of
from portal.passport.rules import Standing, Told, Version, changed_since, current_of, document_kinds, told
from portal.web.context import current_actor, current_portal, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("application_passport", __name__)


@dataclass(frozen=True)
class Brought:
    """A document that the form asks for or the passport has: how it stands, and whether the answers name it.

    `old` is a version in the answers that is not the one that counts; `step_url` is where the form asks for it.
    """

    version: Version
    told: Told
    in_answers: bool
    old: Version | None
    step_url: str
    keeps: bool

    @property
    def ran_out(self) -> bool:
        """Whether it cannot be used any more."""
        return self.told.standing == Standing.RAN_OUT


@dataclass(frozen=True)
class Holdings:
    """What the passport brings to an application. `facts` pairs each with whether the answer is still the same."""

    documents: tuple[Brought, ...]
    facts: tuple[tuple[AnsweredQuestion, bool], ...]
    last: Snapshot | None
    new_documents: tuple[Version, ...]
    changed_facts: tuple[tuple[str, str, str], ...]

    @property
    def ran_out(self) -> list[Brought]:
        """Documents that must be replaced before they can be used."""
        return [one for one in self.documents if one.ran_out]

    @property
    def used_but_over(self) -> list[Version]:
        """Versions in the answers whose last good day is over."""
        named = [one.old or one.version for one in self.documents if one.old or one.in_answers]
        return [one for one in named if one.expires_on is not None and one.expires_on < today()]


def holdings_of(application: Application) -> Holdings:
    """What `applications/_holdings.html` shows."""
    session, place = current_session(), application.organisation_id
    form = form_of(application.response.form_version)
    answers = answers_of(session, application.response)
    versions, last = versions_of(session, place), sent_before(session, application)
    return Holdings(
        documents=tuple(_documents(application, form, versions, files_in(answers))),
        facts=tuple(_facts(application, form, answers)),
        last=last,
        new_documents=tuple(changed_since(versions, last.submitted_at)) if last else (),
        changed_facts=tuple(changed_facts(json.loads(last.document)["organisation"], application.organisation))
        if last
        else (),
    )


def _documents(application: Application, form: Form, versions: list[Version], named: set[str]) -> list[Brought]:
    current, actor, asked = current_of(versions), current_actor(), _asked_at(application, form)
    scanning = bool(current_portal().settings.scanner)
    found = []
    for kind in document_kinds().values():
        version = current.get(kind.value)
        if version is not None:
            old = [one for one in versions if one.kind == kind and one.file.public_id in named and one is not version]
            found.append(
                Brought(
                    version=version,
                    told=told(version, today(), scanning=scanning),
                    in_answers=version.file.public_id in named,
                    old=old[0] if old else None,
                    step_url=asked.get(kind.value, ""),
                    keeps=keeps(actor, application.organisation_id, kind),
                )
            )
    return found


def _asked_at(application: Application, form: Form) -> dict[str, str]:
    """Kind of document -> the page of the form that asks for it."""
    found = {}
    for key, question in form.by_key.items():
        section, step = form.place_of[key]
        url = f"/applications/{application.reference}/tasks/{section.key}/{step.key}"
        for document in question.details.get("documents", ()):
            found[document["value"]] = url
    return found


def _facts(application: Application, form: Form, answers: Mapping[str, Any]) -> list[tuple[AnsweredQuestion, bool]]:
    session = current_session()
    membership = membership_with_form(session, application.organisation_id)
    if membership is None or membership.applied_at is None:
        return []
    round_, registration = application.round, form_of(membership.response.form_version)
    days = (round_.grant_starts_on, round_.grant_ends_on)
    facts = facts_for(registration, answers_of(session, membership.response), form, days)
    rows = []
    for one in answered_questions(form, {**answers, **facts}, list(facts)):
        kind, key = TYPES[one.question.type], one.question.key
        rows.append((one, kind.plain(one.question, answers.get(key)) == kind.plain(one.question, facts[key])))
    return rows


@bp.page("/applications/<reference>/passport", needs=READ_OWN_PASSPORT, load=application_by_reference)
def passport(application: Application) -> ResponseReturnValue:
    """The whole list, before the first page of the form or at any time."""
    return page(
        "applications/passport.html",
        application=application,
        holdings=holdings_of(application),
        draft=application.state == ApplicationState.DRAFT,
    )
