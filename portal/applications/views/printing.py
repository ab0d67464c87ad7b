"""The PDF copy of an application, for its team and for the office."""

import logging
from typing import Any

from flask.typing import ResponseReturnValue

from portal.applications.models import Application, Snapshot
from portal.applications.policy import CHECK_APPLICATION, READ_APPLICATION
from portal.applications.printing import print_copy
from portal.applications.queries import application_by_reference, latest_snapshot
from portal.applications.states import ApplicationState
from portal.applications.views.sending import copy_values
from portal.core.dates import datetime_second_words
from portal.core.refusal import Refused
from portal.core.typesetting import TypesettingFailed
from portal.web.context import current_session
from portal.web.downloads import PDF, download
from portal.web.guard import Guarded

bp = Guarded("printing", __name__)
log = logging.getLogger("portal.applications")


@bp.page("/applications/<reference>/copy.pdf", needs=READ_APPLICATION, load=application_by_reference)
def copy(application: Application) -> ResponseReturnValue:
    """What was sent, as a PDF; the draft as it is, and marked so, before that."""
    snapshot = latest_snapshot(current_session(), application)
    return _pdf(application, snapshot if application.state != ApplicationState.DRAFT else None)


@bp.page("/manage/applications/<reference>/copy.pdf", needs=CHECK_APPLICATION, load=application_by_reference)
def copy_for_office(application: Application) -> ResponseReturnValue:
    """What was sent, for the office."""
    return _pdf(application, latest_snapshot(current_session(), application))


def _pdf(application: Application, snapshot: Snapshot | None) -> ResponseReturnValue:
    values = copy_values(application, snapshot)
    try:
        data = print_copy(
            reference=application.reference,
            names=values["names"],
            sections=values["sections"],
            received=_received(snapshot, values) if snapshot else (),
        )
    except TypesettingFailed as error:
        log.error("no copy was made of %s: %s", application.reference, error)
        raise Refused("We could not make the PDF just now. Try again later, or print the page.") from error
    ending = "copy" if snapshot else "draft"
    return download(data, f"{application.reference}-{ending}.pdf", PDF)


def _received(snapshot: Snapshot, values: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        ("Received", f"{datetime_second_words(snapshot.submitted_at)} (UK time)"),
        ("Sent by", snapshot.submitted_by_name),
        ("Check code", values["code"]),
    ]
