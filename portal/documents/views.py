"""Giving files out. There is no route here: a file is asked for at its own parent's address, by the parent's rule."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from flask import Response, abort, send_file

from portal.core.refusal import Refused
from portal.documents.models import StoredFile
from portal.documents.operations import note_reading, path_of
from portal.documents.queries import FileState, file_states
from portal.documents.rules import BEING_CHECKED, Limits, scan_note
from portal.documents.states import Scan
from portal.formkit.definition import Question
from portal.formkit.types import TYPES
from portal.formkit.types.files import Uploading
from portal.web.context import current_actor, current_portal, current_session

_NOT_YET = "We check every file for viruses before anybody can open it. This takes a few minutes. Try again later."
_GONE = "We found a virus in this file, so we deleted it. Nobody has opened it here."


def send(stored: StoredFile) -> Response:
    """The file as a download: never shown inside the portal, never sniffed, never kept in a cache.

    Who is given it is written down first, in a transaction of its own because a GET cannot write; where that fails,
    nobody is given anything. Refused, with the reason, while it waits for the scanner and after a virus was found.
    """
    settings = current_portal().settings
    note = scan_note(stored.scan, scanning=bool(settings.scanner))
    if note:
        raise Refused(_NOT_YET if note == BEING_CHECKED else _GONE, title="You cannot open this file")
    path = path_of(settings.uploads, stored.public_id)
    if not path.exists():
        abort(404)
    with current_portal().database.session() as writer:
        note_reading(writer, stored=stored, actor=current_actor())
    response = send_file(
        path, mimetype=stored.content_type, as_attachment=True, download_name=stored.name, conditional=False, max_age=0
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response


def limits_of(question: Question) -> Limits:
    """What a question takes, as the store holds an upload to it."""
    kind = TYPES[question.type]
    assert isinstance(kind, Uploading)
    return Limits(frozenset(kind.endings(question)), kind.largest_mb(question) * 1024 * 1024)


class FileLinks:
    """The files of one organisation as a page names them: called with a file's facts, it gives the address.

    `note` says why a file cannot be opened. What is known of the files is read once, when it is first asked for.
    """

    def __init__(self, organisation_id: int, address: Callable[[Mapping[str, Any]], str]) -> None:
        self.organisation_id = organisation_id
        self.address = address

    def __call__(self, file: Mapping[str, Any]) -> str:
        """The address of a file."""
        return self.address(file)

    @cached_property
    def states(self) -> Mapping[str, FileState]:
        """What became of each file."""
        return file_states(current_session(), self.organisation_id)

    def note(self, file: Mapping[str, Any]) -> str:
        """Why a file cannot be opened; empty when it can."""
        state = self.states.get(file["id"])
        return scan_note(state.scan, scanning=bool(current_portal().settings.scanner)) if state else ""

    def is_there(self, file: Mapping[str, Any]) -> bool:
        """Whether a file can still be used in an answer."""
        state = self.states.get(file["id"])
        return state is not None and not state.removed and state.scan != Scan.INFECTED

    def had_a_virus(self, file: Mapping[str, Any]) -> bool:
        """Whether a file was deleted because of a virus."""
        state = self.states.get(file["id"])
        return state is not None and state.scan == Scan.INFECTED
