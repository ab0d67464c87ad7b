"""Error pages: what happened, what became of the answers, what to do next, and a reference found in the log."""

import logging
import traceback
from contextlib import suppress

from flask import Flask, Response, current_app, g, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from portal.access.roles import Role
from portal.core.references import new_reference
from portal.core.refusal import Forbidden, Refused
from portal.web.context import close_session, current_actor, current_portal
from portal.web.guard import guard_of, to_sign_in
from portal.web.kept import typed_fields
from portal.web.pages import page
from portal.web.sign_in import find_actor

log = logging.getLogger("portal.errors")
ROLE_WORDS = {
    Role.APPLICANT: "people who apply for their organisation",
    Role.ASSESSOR: "assessors",
    Role.CONSULTEE: "consultees",
    Role.OFFICER: "grants officers",
    Role.COMMISSIONER: "the Commissioner",
    Role.ADMINISTRATOR: "administrators",
}
CHANGED = "Someone else changed this at the same moment. Nothing of yours was saved. Look again, then try again."


def init_errors(app: Flask) -> None:
    """Attach a page to every way in which a request can fail."""
    app.register_error_handler(Refused, refused)
    app.register_error_handler(Forbidden, forbidden)
    app.register_error_handler(CSRFError, csrf_failed)
    app.register_error_handler(OperationalError, database_busy)
    app.register_error_handler(IntegrityError, changed_meanwhile)
    app.register_error_handler(StaleDataError, changed_meanwhile)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, broken)


def error_page(template: str, status: int, **values: object) -> Response:
    """An error page; whatever the request had begun is undone first, and what was typed is shown again."""
    close_session()
    typed = typed_fields() if request.method == "POST" and status != 413 else []
    return page(f"errors/{template}.html", status=status, typed=typed, **values)


def refused(error: Refused) -> ResponseReturnValue:
    """A rule says not now: a page to read, not an error in red."""
    return error_page("409", 409, title=error.title, reason=error.reason)


def forbidden(error: Forbidden) -> ResponseReturnValue:
    """An operation said no, as the route would have."""
    return error_page("404", 404) if error.hidden else not_your_role(error.permission)


def not_your_role(permission: str) -> Response:
    """Say which roles may, as far as the name of the permission tells."""
    needed = current_portal().permissions.get(permission)
    roles = [ROLE_WORDS[role] for role in Role if needed and role in needed.roles]
    return error_page("403", 403, needs=permission, roles=roles)


def csrf_failed(_error: CSRFError) -> ResponseReturnValue:
    """The form's token is not this browser's: sign in and come back with the text, or try again on this page."""
    guard = guard_of(current_app.view_functions[request.endpoint]) if request.endpoint else None
    g.actor = find_actor()
    close_session()
    if guard and not guard.needs.everyone and current_actor().account_id is None:
        return to_sign_in()
    return error_page("expired", 400)


def changed_meanwhile(error: Exception) -> ResponseReturnValue:
    """A constraint of the database stood against it: somebody was quicker."""
    log.warning("changed meanwhile: %s", type(error).__name__, exc_info=error)
    return error_page("409", 409, title="Something changed while you were working", reason=CHANGED)


def database_busy(error: OperationalError) -> ResponseReturnValue:
    """The database does not answer, or is locked or read-only: say so, give the text back."""
    reference = _logged(error)
    return error_page("503", 503, reference=reference)


def http_error(error: HTTPException) -> ResponseReturnValue:
    """The standard refusals: 403, 404, 405, 413, 429 and the rest."""
    if error.code is None or error.code < 400:
        return error
    if error.code == 403:
        return not_your_role(error.description or "")
    if error.code in (404, 405):
        _recognise()
        response = error_page("404", error.code)
        if error.code == 405 and getattr(error, "valid_methods", None):
            response.headers["Allow"] = ", ".join(error.valid_methods)  # type: ignore[attr-defined]
        return response
    if error.code in (413, 429):
        return error_page(str(error.code), error.code)
    if error.code < 500:
        return error_page("expired", error.code)
    return error_page("500", error.code, reference=_logged(error))


def _recognise() -> None:
    """Find who is asking where no route did, so that their page is their own."""
    if "actor" not in g:
        with suppress(SQLAlchemyError):
            g.actor = find_actor()


def broken(error: Exception) -> ResponseReturnValue:
    """Our fault: logged in full under a reference that the page shows."""
    return error_page("500", 500, reference=_logged(error))


def _logged(error: Exception) -> str:
    reference = new_reference("E", 6)
    trace = "".join(traceback.format_exception(error))
    log.error("%s %s %s failed\n%s", reference, request.method, request.path, trace)
    return reference
