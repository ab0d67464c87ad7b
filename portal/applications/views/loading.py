"""What the routes of applications load: the application alone, or with the step or file that the address names."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from portal.applications.models import Application
from portal.applications.queries import (
    application_by_reference,
    application_to_fill_in,
    latest_snapshot,
    open_request,
)
from portal.applications.rules import closing_words
from portal.applications.rules.partnership import others_of
from portal.core.dates import date_words
from portal.documents.models import StoredFile
from portal.documents.operations import MOST_FILES, store_file
from portal.documents.queries import file_by_public_id
from portal.documents.rules import Unacceptable
from portal.documents.views import FileLinks, limits_of
from portal.formkit.definition import Question, Section, Step
from portal.formkit.faults import FileRefused
from portal.formkit.models import Response
from portal.formkit.queries import answers_of, form_of
from portal.formkit.wizard import Profile, Wizard, open_wizard
from portal.funds.pack import named_lists, principles
from portal.organisations.rules import files_in
from portal.passport.queries import documents_given
from portal.web.context import current_actor, current_portal, current_session

Beside = Callable[[Section, Step], Mapping[str, Any]] | None


@dataclass(frozen=True)
class StepPage:
    """A step of an application's form."""

    application: Application
    section: Section
    step: Step


@dataclass(frozen=True)
class FilePage:
    """A file of an application: of the same organisation, and named in its answers."""

    application: Application
    file: StoredFile


def step_of_application(session: Session, reference: str, section: str, step: str) -> StepPage | None:
    """The step that the address names."""
    application = application_to_fill_in(session, reference)
    found = form_of(application.response.form_version).step(section, step) if application else None
    return StepPage(application, *found) if application and found else None


def file_of_application(session: Session, reference: str, public_id: str) -> FilePage | None:
    """The file that the address names, when it stands in the answers of today or in those that were sent."""
    return _file(session, reference, public_id, drafts=True)


def sent_file_of_application(session: Session, reference: str, public_id: str) -> FilePage | None:
    """The same for the office, which sees what was sent and nothing else."""
    return _file(session, reference, public_id, drafts=False)


def _file(session: Session, reference: str, public_id: str, *, drafts: bool) -> FilePage | None:
    application = application_by_reference(session, reference)
    file = file_by_public_id(session, public_id)
    if application is None or file is None or file.organisation_id != application.organisation_id:
        return None
    sent = latest_snapshot(session, application)
    named = files_in(json.loads(sent.document)["answers"]) if sent else set()
    if drafts:
        named |= files_in(answers_of(session, application.response))
        asked = open_request(session, application.id)
        named |= files_in(answers_of(session, asked.response)) if asked else set()
    return FilePage(application, file) if public_id in named else None


def wizard_of(
    application: Application,
    *,
    to_save: bool = False,
    base: str = "",
    response: Response | None = None,
    **facts: Any,
) -> Wizard:
    """The wizard over an application's answers; `to_save` holds them, and refuses when they were sent.

    `base` is where its pages are, when not at the applicant's own. `response` and `facts` take the place of the
    application's own, where only some questions are open again, or add to them.
    """
    base = base or f"/applications/{application.reference}"
    ours: dict[str, Any] = {
        "name": application.title or application.round.name,
        "home_url": base,
        "check_url": f"{base}/check",
        "step_url": lambda section, step: f"{base}/tasks/{section}/{step}",
        "most_files": MOST_FILES,
        "file_url": FileLinks(application.organisation_id, lambda file: f"{base}/files/{file['id']}"),
        "store": lambda upload, question: _store(application, upload, question),
        "given": lambda: documents_given(
            current_session(),
            application.organisation_id,
            application=application.reference,
            staff=current_actor().is_staff,
        ),
        "criteria": {principle["id"]: principle["short_name"] for principle in principles()},
        "profile": lambda: profile_of(application),
        "standing": f"Not submitted yet. Closes at {closing_words(application)}.",
        "others": others_of(application.partners),
    }
    return open_wizard(current_session(), response or application.response, to_save=to_save, **(ours | facts))


def file_links(application: Application, base: str = "/applications") -> FileLinks:
    """The files of an application, at the addresses of those who read it."""
    return FileLinks(application.organisation_id, lambda file: f"{base}/{application.reference}/files/{file['id']}")


def profile_of(application: Application) -> Profile:
    """What we hold about the organisation; numbers only where it has them."""
    organisation = application.organisation
    kinds = {item["value"]: item["label"] for item in named_lists()["reference.organisation_types"]}
    membership = organisation.membership
    until = membership.approved_until if membership else None
    rows = [
        ("Name", organisation.name),
        ("Kind of group", kinds.get(organisation.kind, "")),
        ("Charity number", organisation.charity_number),
        ("Company number", organisation.company_number),
        ("Funding Network", f"Member until {date_words(until)}" if until else "Not a member yet"),
    ]
    shown = tuple((label, text) for label, text in rows if text)
    return Profile(shown, f"/organisations/{organisation.reference}")


def _store(application: Application, upload: FileStorage, question: Question) -> dict[str, Any]:
    """Keep an upload; what cannot be taken is told beside the field."""
    try:
        stored = store_file(
            current_session(),
            organisation_id=application.organisation_id,
            upload=upload.stream,
            filename=upload.filename or "file",
            folder=current_portal().settings.uploads,
            actor=current_actor(),
            limits=limits_of(question),
        )
    except Unacceptable as error:
        raise FileRefused(str(error)) from error
    return file_facts(stored)


def file_facts(stored: StoredFile) -> dict[str, Any]:
    """What an answer keeps of a file."""
    return {"id": stored.public_id, "name": stored.name, "size": stored.size, "content_type": stored.content_type}
