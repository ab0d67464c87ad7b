"""Reading the passport of an organisation: its documents, its facts, and what every form is offered of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.core.clock import today
from portal.core.dates import date_words
from portal.documents.models import StoredFile
from portal.documents.queries import files_by_public_id
from portal.formkit.files import Given
from portal.formkit.queries import answers_of, form_of
from portal.formkit.reading import AnsweredQuestion, answered_questions
from portal.organisations.models import Membership, Organisation
from portal.organisations.queries import member_for_office, organisation_by_reference, registration_files
from portal.organisations.states import MembershipState
from portal.passport.models import DocumentKind, PassportDocument
from portal.passport.rules import (
    FACTS,
    REMIND_BEFORE,
    TOO_LATE_TO_SAY,
    Version,
    current_of,
    document_kinds,
    has_run_out,
    newest_first,
)


def versions_of(session: Session, organisation_id: int) -> list[Version]:
    """Every version of every document of an organisation that is still there, newest first: what was put into the
    passport, what came with an application, and what its registration form names.
    """
    kinds = document_kinds()
    rows = _rows(session, organisation_id)
    found = [
        Version(kinds[row.kind], row.file, row, row.source, row.added_by_name, row.sent_at is not None)
        for row in rows
        if row.removed_at is None and row.file.removed_at is None and row.kind in kinds
    ]
    membership, named = registration_files(session, organisation_id)
    known = {row.file.public_id for row in rows}
    fresh = {facts["id"]: kind for kind, facts in named.items() if kind in kinds and facts["id"] not in known}
    in_form = {facts["id"] for facts in named.values()}
    sent = membership is not None and membership.applied_at is not None
    found = [_also_sent(one) if sent and one.file.public_id in in_form else one for one in found]
    for public_id, stored in files_by_public_id(session, organisation_id, list(fresh)).items():
        found.append(Version(kinds[fresh[public_id]], stored, None, "registration", "", sent))
    return newest_first(found)


def _also_sent(one: Version) -> Version:
    return Version(one.kind, one.file, one.row, one.source, one.by, True)


def _rows(session: Session, organisation_id: int) -> Sequence[PassportDocument]:
    wanted = select(PassportDocument).where(PassportDocument.organisation_id == organisation_id)
    return session.scalars(wanted.options(joinedload(PassportDocument.file))).all()


def documents_given(
    session: Session, organisation_id: int, *, application: str = "", staff: bool = False
) -> list[Given]:
    """The documents of a passport as every form's file questions offer them: the version of each kind that counts.

    One that has run out is told, with where to replace it, and cannot be chosen. `application` is the reference of
    the one that asks, to come back to; `staff`, who replace nothing, are shown no address.
    """
    back = f"?application={application}" if application else ""
    reference = session.scalar(select(Organisation.reference).where(Organisation.id == organisation_id))
    return [
        Given(
            one.kind.value,
            one.kind.label,
            facts_of(one.file),
            one.file.uploaded_at,
            ran_out=date_words(one.expires_on) if one.expires_on and has_run_out(one, today()) else "",
            replace="" if staff else f"/organisations/{reference}/passport/documents/{one.kind.value}/add{back}",
        )
        for one in current_of(versions_of(session, organisation_id)).values()
    ]


def facts_of(stored: StoredFile) -> dict[str, str | int]:
    """What an answer keeps of a file."""
    return {"id": stored.public_id, "name": stored.name, "size": stored.size, "content_type": stored.content_type}


def ran_out_files(session: Session, organisation_id: int, on: date) -> frozenset[str]:
    """The public ids of files that stand in a passport and whose last good day is over."""
    wanted = (
        select(StoredFile.public_id)
        .join(PassportDocument, PassportDocument.file_id == StoredFile.id)
        .where(PassportDocument.organisation_id == organisation_id, PassportDocument.expires_on < on)
    )
    return frozenset(session.scalars(wanted))


def facts_in_passport(session: Session, membership: Membership | None) -> list[AnsweredQuestion]:
    """What the organisation has told about itself once, from its registration form; nothing before it was sent."""
    if membership is None or membership.applied_at is None:
        return []
    form = form_of(membership.response.form_version)
    return answered_questions(form, answers_of(session, membership.response), list(FACTS))


@dataclass(frozen=True)
class Place:
    """The place of one kind of document in the passport of an organisation, with its versions, newest first."""

    organisation: Organisation
    kind: DocumentKind
    versions: tuple[Version, ...]

    @property
    def organisation_id(self) -> int:
        """Whose passport it is."""
        return self.organisation.id

    @property
    def current(self) -> Version | None:
        """The version that counts."""
        return current_of(self.versions).get(self.kind.value)


def place_of(session: Session, reference: str, kind: str) -> Place | None:
    """The place that the address names."""
    found = document_kinds().get(kind)
    organisation = organisation_by_reference(session, reference) if found else None
    if found is None or organisation is None:
        return None
    versions = versions_of(session, organisation.id)
    return Place(organisation, found, tuple(one for one in versions if one.kind == found))


@dataclass(frozen=True)
class VersionPage:
    """One version of a document of an organisation."""

    organisation: Organisation
    version: Version

    @property
    def organisation_id(self) -> int:
        """Whose it is."""
        return self.organisation.id

    @property
    def kind(self) -> DocumentKind:
        """What it is."""
        return self.version.kind


def version_of(session: Session, reference: str, public_id: str) -> VersionPage | None:
    """The version that the address names, when it stands in the passport of that very organisation."""
    organisation = organisation_by_reference(session, reference)
    if organisation is None:
        return None
    found = next((one for one in versions_of(session, organisation.id) if one.file.public_id == public_id), None)
    return VersionPage(organisation, found) if found else None


def passport_for_office(session: Session, reference: str) -> Organisation | None:
    """An organisation whose passport officers may read: one that has asked to join; a draft is the group's own."""
    found = member_for_office(session, reference)
    return found.organisation if found else None


def version_for_office(session: Session, reference: str, public_id: str) -> VersionPage | None:
    """A version of a document of an organisation that has asked to join."""
    return version_of(session, reference, public_id) if passport_for_office(session, reference) else None


def row_of_file(session: Session, file_id: int) -> PassportDocument | None:
    """What the passport knows of a file; its row is locked until this transaction ends."""
    wanted = select(PassportDocument).where(PassportDocument.file_id == file_id)
    return session.scalar(wanted.with_for_update().execution_options(populate_existing=True))


def rows_of_files(session: Session, organisation_id: int, public_ids: Sequence[str]) -> Sequence[PassportDocument]:
    """What the passport knows of these files; the rows are locked until this transaction ends."""
    wanted = (
        select(PassportDocument)
        .join(PassportDocument.file)
        .where(PassportDocument.organisation_id == organisation_id, StoredFile.public_id.in_(public_ids))
        .order_by(PassportDocument.id)
    )
    return session.scalars(wanted.with_for_update(of=PassportDocument)).all()


def running_out(session: Session, on: date) -> Sequence[PassportDocument]:
    """Documents that ran out lately or soon will, and are still there: those that somebody may have to hear of."""
    wanted = select(PassportDocument).where(
        PassportDocument.expires_on >= on - TOO_LATE_TO_SAY - timedelta(days=1),
        PassportDocument.expires_on <= on + timedelta(days=max(REMIND_BEFORE)),
        PassportDocument.removed_at.is_(None),
    )
    ordered = wanted.order_by(PassportDocument.organisation_id, PassportDocument.id)
    return session.scalars(ordered.options(joinedload(PassportDocument.file))).all()


def is_draft(membership: Membership | None) -> bool:
    """Whether the registration was never sent, so that there are no facts yet."""
    return membership is None or (membership.state == MembershipState.DRAFT and membership.applied_at is None)
