"""What everyone sees: workshops that are planned, those that were held, the page of one, what there is to read."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.core.clock import now, today
from portal.core.paging import page_number
from portal.documents.rules import scan_note
from portal.documents.views import send
from portal.organisations.rules import kind_of
from portal.web.context import current_actor, current_portal, current_session
from portal.web.guard import Guarded
from portal.web.pages import page
from portal.workshops.calendar import calendar_of
from portal.workshops.models import Material, Workshop
from portal.workshops.policy import READ_MATERIAL, READ_WORKSHOPS
from portal.workshops.queries import bookings as booked
from portal.workshops.queries import workshops as queries
from portal.workshops.rules.standing import is_members_first, phase, when_words, where_words
from portal.workshops.rules.topics import ACCESS, topic_label

bp = Guarded("workshops", __name__)
WORDS: dict[str, Any] = {"when": when_words, "where": where_words, "topic": topic_label, "access_words": ACCESS}


@dataclass(frozen=True)
class Reading:
    """A material and who may have it: everyone, or the teams of these organisations."""

    for_everyone: bool
    organisation_ids: Collection[int]
    material: Material


def reading_of(session: Session, reference: str, number: int) -> Reading | None:
    """A file or link of a workshop that everyone may know of."""
    found = queries.material_of(session, reference, number)
    if found is None or not queries.is_public(found.workshop):
        return None
    return Reading(found.for_everyone, booked.with_a_place(session, found.workshop_id), found)


@bp.page("/workshops", needs=READ_WORKSHOPS)
def workshops() -> ResponseReturnValue:
    """What is planned, or what was held."""
    session, at = current_session(), now()
    past = request.args.get("show") == "past"
    paging = page_number(request.args.get("page"), queries.count_public(session, at, past=past))
    found = queries.public_workshops(session, at, paging, past=past)
    counts = queries.counts_of(session, [one.id for one in found])
    rows = [(one, phase(one, at), counts[one.id]) for one in found]
    return page("workshops/list.html", rows=rows, past=past, paging=paging, first=_members_first, **WORDS)


def _members_first(workshop: Workshop) -> bool:
    return is_members_first(workshop, today())


@bp.page("/workshops/<reference>", needs=READ_WORKSHOPS, load=queries.public_workshop)
def workshop(found: Workshop) -> ResponseReturnValue:
    """One workshop: what one learns, when and where, how to book, what there is to read, and one's own bookings."""
    session, actor = current_session(), current_actor()
    organisations = booked.with_a_place(session, found.id)
    materials = [one for one in found.materials if one.removed_at is None]
    readable = {
        one.number for one in materials if READ_MATERIAL.allows(actor, Reading(one.for_everyone, organisations, one))
    }
    return page(
        "workshops/one.html",
        workshop=found,
        phase=phase(found, now()),
        counts=queries.counts_for(session, found),
        members_first=_members_first(found),
        mine=booked.bookings_at(session, found.id, list(actor.memberships)),
        materials=[one for one in materials if one.number in readable],
        more_materials=len(materials) > len(readable),
        note=_note,
        kinds=[kind.label for value in found.kinds if (kind := kind_of(value))],
        **WORDS,
    )


def _note(material: Material) -> str:
    """Why its file cannot be opened; empty when it can."""
    scanning = bool(current_portal().settings.scanner)
    return scan_note(material.file.scan, scanning=scanning) if material.file else ""


@bp.page("/workshops/<reference>/calendar.ics", needs=READ_WORKSHOPS, load=queries.public_workshop)
def calendar(found: Workshop) -> ResponseReturnValue:
    """The workshop for a calendar."""
    return calendar_file(found, with_link=False)


def calendar_file(found: Workshop, *, with_link: bool) -> Response:
    """The file as a response."""
    text = calendar_of(found, current_portal().settings.base_url, with_link=with_link)
    response = Response(text, mimetype="text/calendar")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.reference}.ics"'
    return response


@bp.page("/workshops/<reference>/materials/<int:number>", needs=READ_MATERIAL, load=reading_of)
def material(found: Reading) -> ResponseReturnValue:
    """A file, or the page that shows the link."""
    if found.material.file:
        return send(found.material.file)
    return page("workshops/link.html", material=found.material, workshop=found.material.workshop)
