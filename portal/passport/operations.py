"""Keeping the documents of an organisation: added, dated, removed, sent, and said before they run out."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.accounts.operations import recipient
from portal.audit.operations import record
from portal.core.clock import london, now, today
from portal.core.dates import date_words
from portal.core.db import insert_or
from portal.core.refusal import Refused
from portal.documents.models import StoredFile
from portal.documents.operations import remove_file, store_file
from portal.documents.queries import files_by_public_id
from portal.formkit.operations import drop_file
from portal.organisations.models import Organisation
from portal.organisations.queries import leads, organisation_by_id, registration_files
from portal.outbox.operations import queue
from portal.passport.models import DocumentKind, PassportDocument
from portal.passport.policy import KEEP_DOCUMENT
from portal.passport.queries import Place, VersionPage, row_of_file, rows_of_files, running_out, versions_of
from portal.passport.rules import (
    Version,
    current_of,
    document_kinds,
    hears_of,
    may_remove,
    problem_with_days,
    stage_of,
)

SENT = "You sent this document to us, so it stays. Replace it instead: we then use the new one."
TakeOut = Callable[[Session, StoredFile], None]


def add_document(
    session: Session,
    *,
    place: Place,
    upload: IO[bytes],
    filename: str,
    folder: Path,
    starts_on: date | None,
    expires_on: date | None,
    actor: Actor,
) -> PassportDocument:
    """Keep a new version of a document; what was there before becomes history. Audit.

    Raises documents.rules.Unacceptable for a file that we cannot take, and Refused for days that cannot be.
    """
    require(actor, KEEP_DOCUMENT, place)
    _refuse_days(place.kind, starts_on, expires_on)
    stored = store_file(
        session,
        organisation_id=place.organisation_id,
        upload=upload,
        filename=filename,
        folder=folder,
        actor=actor,
    )
    row = _row(place.organisation_id, place.kind, stored, "", actor)
    row.starts_on, row.expires_on, row.dated_at = starts_on, expires_on, now()
    session.add(row)
    _record(session, "passport:added", place.organisation, place.kind, actor)
    session.flush()
    return row


def date_document(
    session: Session, *, place: Place, starts_on: date | None, expires_on: date | None, actor: Actor
) -> None:
    """Say when the version that counts was signed or starts, and when it runs out. Audit."""
    require(actor, KEEP_DOCUMENT, place)
    version = place.current
    if version is None:
        raise Refused("There is no document yet. Upload it first.")
    _refuse_days(place.kind, starts_on, expires_on)
    row = row_of_file(session, version.file.id)
    if row is None:
        row = _row(place.organisation_id, place.kind, version.file, version.source, actor)
        session.add(row)
    if (row.starts_on, row.expires_on) != (starts_on, expires_on):
        row.starts_on, row.expires_on, row.dated_at = starts_on, expires_on, now()
        _record(session, "passport:dated", place.organisation, place.kind, actor)
    session.flush()


def remove_document(session: Session, *, found: VersionPage, folder: Path, take_out: TakeOut, actor: Actor) -> None:
    """Take a version out of the passport, out of the drafts that name it and off the disk. Twice is once; audit.

    `take_out` does the drafts of applications, which hold their answers before this row is held, as sending does.
    Refused for what was sent to the office.
    """
    require(actor, KEEP_DOCUMENT, found)
    stored = found.version.file
    take_out(session, stored)
    membership, _files = registration_files(session, found.organisation_id)
    if membership is not None and membership.applied_at is None:
        drop_file(session, response=membership.response, file_id=stored.public_id, actor=actor)
    row = row_of_file(session, stored.id)
    if not may_remove(found.version) or (row is not None and row.sent_at is not None):
        raise Refused(SENT, title="You cannot remove this document")
    if row is not None:
        row.removed_at = row.removed_at or now()
    remove_file(session, stored=stored, folder=folder, actor=actor)
    _record(session, "passport:removed", found.organisation, found.kind, actor)
    session.flush()


def keep_from_form(
    session: Session, *, organisation_id: int, files: Mapping[str, Mapping[str, Any]], source: str, actor: Actor
) -> None:
    """Keep the documents that a form of the organisation names (kind -> file facts) for every later one; `source` is
    the reference of an application. What the passport has already stays as it is. Its caller judges the right.
    """
    kinds = document_kinds()
    wanted = {str(facts["id"]): kinds[kind] for kind, facts in files.items() if kind in kinds}
    for public_id, stored in files_by_public_id(session, organisation_id, list(wanted)).items():
        values = {
            "organisation_id": organisation_id,
            "kind": wanted[public_id].value,
            "file_id": stored.id,
            "source": source,
            "added_at": now(),
            "added_by_id": actor.account_id,
            "added_by_name": actor.name[:200],
        }
        session.execute(insert_or(session, PassportDocument).values(**values).on_conflict_do_nothing())
    session.flush()


def mark_sent(session: Session, *, organisation_id: int, public_ids: Collection[str]) -> None:
    """Note that files went to the office, in the transaction that sends them: from now on they are not removed."""
    for row in rows_of_files(session, organisation_id, list(public_ids)):
        row.sent_at = row.sent_at or now()
    session.flush()


def remind_of_expiry(session: Session, at: datetime) -> int:
    """Queue what leads should hear by `at` of documents that run out: 60, 30 and 7 days before and on the day after,
    as London counts days. Once each, worked out from the days and the outbox; how many are queued.
    """
    on, told = london(at).date(), 0
    counting: dict[int, dict[str, Version]] = {}
    for row in running_out(session, on):
        if row.organisation_id not in counting:
            counting[row.organisation_id] = current_of(versions_of(session, row.organisation_id))
        counts = counting[row.organisation_id].get(row.kind)
        if counts is not None and counts.row is row:
            told += _remind(session, row, counts.kind, on)
    return told


def _remind(session: Session, row: PassportDocument, kind: DocumentKind, on: date) -> int:
    assert row.expires_on is not None
    stage = stage_of(row.expires_on, on)
    organisation = organisation_by_id(session, row.organisation_id)
    if stage is None or organisation is None:
        return 0
    name, due = stage
    hearing = [
        lead
        for lead in leads(session, organisation.id)
        if hears_of(due, dated_at=row.dated_at, joined_at=lead.joined_at)
    ]
    for lead in hearing:
        queue(
            session,
            key=f"passport_{name}:{row.file.public_id}:{row.expires_on.isoformat()}:{lead.account_id}",
            template="document_ran_out" if name == "after" else "document_runs_out",
            to=recipient(lead.account),
            about_type="organisation",
            about=organisation.reference,
            org_name=organisation.name,
            document=kind.label[0].lower() + kind.label[1:],
            date=date_words(row.expires_on),
            link=f"/organisations/{organisation.reference}/passport/documents/{kind.value}",
        )
    return len(hearing)


def _row(organisation_id: int, kind: DocumentKind, stored: StoredFile, source: str, actor: Actor) -> PassportDocument:
    return PassportDocument(
        organisation_id=organisation_id,
        kind=kind.value,
        file=stored,
        source=source,
        added_at=now(),
        added_by_id=actor.account_id,
        added_by_name=actor.name[:200],
    )


def _refuse_days(kind: DocumentKind, starts_on: date | None, expires_on: date | None) -> None:
    problems = problem_with_days(kind, starts_on, expires_on, today())
    if problems:
        raise Refused(". ".join(problems.values()) + ".")


def _record(session: Session, action: str, organisation: Organisation, kind: DocumentKind, actor: Actor) -> None:
    record(session, action, subject_type="organisation", subject=organisation.reference, actor=actor, kind=kind.value)
