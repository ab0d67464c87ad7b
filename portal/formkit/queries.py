"""Reading published forms and answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from portal.formkit.definition import Form
from portal.formkit.models import FormVersion, Response, SectionAnswers, SectionRevision
from portal.formkit.parsing import parse_form

Sections = Mapping[str, SectionAnswers]

# A published version never changes, so what was parsed once holds for the life of the process.
_parsed: dict[str, Form] = {}


def form_of(version: FormVersion) -> Form:
    """The parsed form of a version; its document is read from the database once in a process."""
    if version.sha256 not in _parsed:
        _parsed[version.sha256] = parse_form(version.document)
    return _parsed[version.sha256]


def latest_version(session: Session, form_key: str) -> FormVersion | None:
    """The newest published version of a form."""
    wanted = select(FormVersion).where(FormVersion.form_key == form_key)
    return session.scalar(wanted.order_by(FormVersion.version.desc()).limit(1))


def version_by_hash(session: Session, form_key: str, sha256: str) -> FormVersion | None:
    """The version that has exactly this document."""
    wanted = select(FormVersion).where(FormVersion.form_key == form_key, FormVersion.sha256 == sha256)
    return session.scalar(wanted)


def newest_number(session: Session, form_key: str) -> int:
    """The number of the newest version, 0 when there is none."""
    wanted = select(func.max(FormVersion.version)).where(FormVersion.form_key == form_key)
    return session.scalar(wanted) or 0


_SECTIONS = (
    select(SectionAnswers)
    .where(SectionAnswers.response_id == bindparam("response_id"))
    .execution_options(populate_existing=True)
)


def sections_of(session: Session, response: Response) -> dict[str, SectionAnswers]:
    """Every section that holds answers, by its key, in one query."""
    rows = session.scalars(_SECTIONS, {"response_id": response.id})
    return {row.section_key: row for row in rows}


_LOCKED = select(Response.frozen_at).where(Response.id == bindparam("id")).with_for_update(key_share=True)


def lock(session: Session, response: Response) -> None:
    """Hold a response until the transaction ends, and read again whether it is frozen."""
    set_committed_value(response, "frozen_at", session.execute(_LOCKED, {"id": response.id}).scalar_one())


def answers_in(sections: Sections) -> dict[str, Any]:
    """All answers by question key."""
    return {key: value for row in sections.values() for key, value in row.answers.items()}


def answers_of(session: Session, response: Response) -> dict[str, Any]:
    """All answers of a response by question key, in one query."""
    return answers_in(sections_of(session, response))


def answers_by_response(session: Session, response_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """All answers of several responses, by response id, in one query."""
    wanted = select(SectionAnswers).where(SectionAnswers.response_id.in_(response_ids))
    found: dict[int, dict[str, Any]] = {}
    for row in session.scalars(wanted):
        found.setdefault(row.response_id, {}).update(row.answers)
    return found


def forms_of(session: Session, response_ids: Sequence[int]) -> dict[int, Form]:
    """The forms of several responses, by response id, in one query (and one for each version not yet parsed)."""
    responses = session.scalars(select(Response).where(Response.id.in_(response_ids)))
    return {response.id: form_of(response.form_version) for response in responses}


def answers_at(session: Session, response: Response, revisions: Mapping[str, int]) -> dict[str, Any]:
    """All answers by question key as they stood at a revision of each section, in one query; none of other sections."""
    wanted = select(SectionRevision).where(SectionRevision.response_id == response.id)
    found: dict[str, Any] = {}
    for row in session.scalars(wanted.order_by(SectionRevision.revision)):
        if row.revision <= revisions.get(row.section_key, 0):
            found |= row.changed
    return found


def revisions_of(session: Session, response: Response, section_key: str) -> Sequence[SectionRevision]:
    """Every saving of a section, oldest first."""
    wanted = select(SectionRevision).where(
        SectionRevision.response_id == response.id, SectionRevision.section_key == section_key
    )
    return session.scalars(wanted.order_by(SectionRevision.revision)).all()
