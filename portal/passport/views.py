"""The passport on pages: an organisation's own, and the office's reading of it."""

from functools import partial
from typing import Any, cast

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.access.roles import Role
from portal.core.clock import today
from portal.core.paging import page_number
from portal.documents.queries import count_readings, readings
from portal.documents.rules import Unacceptable
from portal.documents.views import send
from portal.organisations.models import Organisation
from portal.organisations.queries import organisation_by_reference
from portal.passport import operations, queries
from portal.passport.forms import DocumentForm
from portal.passport.policy import (
    CHECK_PASSPORT,
    KEEP_DOCUMENT,
    OPEN_DOCUMENT,
    READ_PASSPORT,
    READ_READINGS,
    keeps,
    opens,
)
from portal.passport.queries import Place, VersionPage
from portal.passport.rules import Version, current_of, document_kinds, may_remove, told
from portal.web.context import current_actor, current_portal, current_session, from_slot
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("passport", __name__)
# What a reader is called to the organisation: officers are named, nobody of a panel is.
READERS = {
    "team": "your team",
    Role.OFFICER: "the grants team",
    Role.ASSESSOR: "Someone who scores applications",
    Role.CONSULTEE: "A local partner who gives a view",
    Role.COMMISSIONER: "The Commissioner",
    Role.ADMINISTRATOR: "An administrator",
}
_NAMED = ("team", Role.OFFICER)


def rows_of(organisation: Organisation) -> list[dict[str, Any]]:
    """For each kind: its version that counts, how it stands, what came before, and what this reader may do."""
    versions = queries.versions_of(current_session(), organisation.id)
    current, actor = current_of(versions), current_actor()
    return [
        {
            "kind": kind,
            "version": current.get(kind.value),
            "told": _told(current.get(kind.value)),
            "versions": [one for one in versions if one.kind == kind],
            "keeps": keeps(actor, organisation.id, kind),
            "opens": opens(actor, organisation.id, kind) or Role.OFFICER in actor.roles,
        }
        for kind in document_kinds().values()
    ]


@bp.page("/organisations/<reference>/passport", needs=READ_PASSPORT, load=organisation_by_reference)
def passport(organisation: Organisation) -> ResponseReturnValue:
    """Documents and facts, kept once."""
    facts = queries.facts_in_passport(current_session(), organisation.membership)
    return page("passport/passport.html", organisation=organisation, rows=rows_of(organisation), facts=facts)


@bp.page("/organisations/<reference>/passport/documents/<kind>", needs=READ_PASSPORT, load=queries.place_of)
def document(place: Place) -> ResponseReturnValue:
    """One document: how it stands, and every version of it."""
    actor = current_actor()
    return page(
        "passport/document.html",
        place=place,
        told=_told(place.current),
        versions=[(one, _told(one), may_remove(one)) for one in place.versions],
        keeps=keeps(actor, place.organisation_id, place.kind),
        opens=opens(actor, place.organisation_id, place.kind),
    )


@bp.page(
    "/organisations/<reference>/passport/documents/<kind>/add",
    needs=KEEP_DOCUMENT,
    load=queries.place_of,
    methods=("GET", "POST"),
)
def add(place: Place) -> ResponseReturnValue:
    """Give a document, or a new version of it, with its days."""
    form = DocumentForm(place.kind)
    upload = request.files.get("file")
    if request.method == "POST" and not form.problems(upload, needs_file=True):
        assert upload is not None
        try:
            operations.add_document(
                current_session(),
                place=place,
                upload=cast(Any, upload.stream),
                filename=upload.filename or "",
                folder=current_portal().settings.uploads,
                starts_on=form.starts_on,
                expires_on=form.expires_on,
                actor=current_actor(),
            )
        except Unacceptable as error:
            form.found["file"] = str(error)
        else:
            flash(f"We have your {_lower(place.kind.label)}. Every application can use it.", "success")
            return _to(place)
    return page("passport/add.html", place=place, errors=form.summary, application=_application(), **form.shown())


@bp.page(
    "/organisations/<reference>/passport/documents/<kind>/dates",
    needs=KEEP_DOCUMENT,
    load=queries.place_of,
    methods=("GET", "POST"),
)
def dates(place: Place) -> ResponseReturnValue:
    """Say when a document that is here already was signed, and when it runs out."""
    version = place.current
    form = DocumentForm(
        place.kind,
        starts_on=version.starts_on if version else None,
        expires_on=version.expires_on if version else None,
    )
    if request.method == "POST" and not form.problems():
        operations.date_document(
            current_session(),
            place=place,
            starts_on=form.starts_on,
            expires_on=form.expires_on,
            actor=current_actor(),
        )
        flash("The days are saved.", "success")
        return _to(place)
    return page("passport/dates.html", place=place, errors=form.summary, **form.shown())


@bp.page("/organisations/<reference>/passport/versions/<public_id>", needs=OPEN_DOCUMENT, load=queries.version_of)
def version(found: VersionPage) -> ResponseReturnValue:
    """A version of a document, as a download for the team."""
    return send(found.version.file)


@bp.page(
    "/organisations/<reference>/passport/versions/<public_id>/remove",
    needs=KEEP_DOCUMENT,
    load=queries.version_of,
    methods=("GET", "POST"),
)
def remove(found: VersionPage) -> ResponseReturnValue:
    """Take a version out, after one more question."""
    place = f"/organisations/{found.organisation.reference}/passport/documents/{found.kind.value}"
    if request.method == "POST":
        operations.remove_document(
            current_session(),
            found=found,
            folder=current_portal().settings.uploads,
            take_out=partial(from_slot, "document:take-out"),
            actor=current_actor(),
        )
        flash(f"{found.version.file.name} is removed.", "success")
        return redirect(place, code=303)
    return page("passport/remove.html", found=found, may=may_remove(found.version), place=place)


@bp.page("/organisations/<reference>/passport/readings", needs=READ_READINGS, load=organisation_by_reference)
def who_read(organisation: Organisation) -> ResponseReturnValue:
    """Who opened the documents of the organisation, for its leads."""
    return _readings_page(organisation, f"/organisations/{organisation.reference}/passport", names=False)


@bp.page("/manage/members/<reference>/passport", needs=CHECK_PASSPORT, load=queries.passport_for_office)
def for_office(organisation: Organisation) -> ResponseReturnValue:
    """The same documents for an officer, who changes nothing of them."""
    facts = queries.facts_in_passport(current_session(), organisation.membership)
    return page("passport/office.html", organisation=organisation, rows=rows_of(organisation), facts=facts)


@bp.page(
    "/manage/members/<reference>/passport/versions/<public_id>",
    needs=CHECK_PASSPORT,
    load=queries.version_for_office,
)
def version_for_office(found: VersionPage) -> ResponseReturnValue:
    """A version of a document, as a download for an officer."""
    return send(found.version.file)


@bp.page("/manage/members/<reference>/passport/readings", needs=CHECK_PASSPORT, load=queries.passport_for_office)
def who_read_for_office(organisation: Organisation) -> ResponseReturnValue:
    """Who opened the documents of an organisation, with every name, for officers."""
    return _readings_page(organisation, f"/manage/members/{organisation.reference}/passport", names=True)


def _readings_page(organisation: Organisation, base: str, *, names: bool) -> ResponseReturnValue:
    session = current_session()
    paging = page_number(request.args.get("page"), count_readings(session, organisation.id))
    kinds = {one.file.id: one.kind for one in queries.versions_of(session, organisation.id)}
    rows = [
        (row, kinds.get(row.file_id), _reader(row.reader_name, row.reader_as, names=names))
        for row in readings(session, organisation.id, paging)
    ]
    return page("passport/readings.html", organisation=organisation, rows=rows, paging=paging, base=base, office=names)


def _reader(name: str, reader_as: str, *, names: bool) -> str:
    words = READERS.get(reader_as, "Staff")
    return f"{name} ({words[0].lower()}{words[1:]})" if names or reader_as in _NAMED else words


def _told(version: Version | None) -> Any:
    return told(version, today(), scanning=bool(current_portal().settings.scanner))


def _application() -> str:
    """The application that somebody came from, so that they can go back to it."""
    return request.values.get("application", "")[:20]


def _to(place: Place) -> ResponseReturnValue:
    """Back to the application that one came from, else to the document. Whose it is, its own address judges."""
    came_from = _application()
    if came_from and came_from.replace("-", "").isalnum():
        return redirect(f"/applications/{came_from}/passport", code=303)
    return redirect(f"/organisations/{place.organisation.reference}/passport/documents/{place.kind.value}", code=303)


def _lower(label: str) -> str:
    return label[0].lower() + label[1:]
