"""Signing before sending: asked for, read, signed or sent back."""

from flask import redirect, request
from flask.typing import ResponseReturnValue

from portal.applications.models import Application
from portal.applications.operations import ask_to_sign, send_back, sign
from portal.applications.operations.bid import read_bid
from portal.applications.policy import ASK_TO_SIGN, READ_APPLICATION, SIGN
from portal.applications.queries import application_by_reference
from portal.applications.queries.together import certifiers_of, latest_sign_off
from portal.applications.rules.signing import holds_for
from portal.applications.views.loading import wizard_of
from portal.applications.views.partners import partner_tables
from portal.core.text import normalise
from portal.formkit.tasks import check_values
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.kept import posted
from portal.web.pages import page

bp = Guarded("signing", __name__)


@bp.page("/applications/<reference>/signing", needs=READ_APPLICATION, load=application_by_reference)
def signing(application: Application) -> ResponseReturnValue:
    """Where the signature stands; for a certifier, the whole application and what they can do."""
    return _page(application)


def _page(application: Application, problem: str | None = None) -> ResponseReturnValue:
    if application.state != "draft":
        return redirect(f"/applications/{application.reference}/submitted", code=303)
    session = current_session()
    typed = posted()
    bid, found = read_bid(session, application), latest_sign_off(session, application)
    return page(
        "applications/signing.html",
        application=application,
        certifiers=certifiers_of(session, application.organisation_id),
        sign_off=found,
        holds=holds_for(found, bid.sha256),
        sha256=bid.sha256,
        partners=partner_tables(application),
        reason=typed.get("reason", "") if typed else "",
        problem=problem,
        errors=[("reason", problem)] if problem else [],
        **check_values(wizard_of(application)),
    )


@bp.page("/applications/<reference>/signing/ask", methods=("POST",), needs=ASK_TO_SIGN, load=application_by_reference)
def ask(application: Application) -> ResponseReturnValue:
    """It is ready: ask every certifier to sign."""
    ask_to_sign(current_session(), application=application, actor=current_actor())
    return redirect(f"/applications/{application.reference}/signing", code=303)


@bp.page("/applications/<reference>/signing/sign", methods=("POST",), needs=SIGN, load=application_by_reference)
def sign_it(application: Application) -> ResponseReturnValue:
    """Sign what was read."""
    read = request.form.get("sha256", "")
    sign(current_session(), application=application, sha256=read, actor=current_actor())
    return redirect(f"/applications/{application.reference}/signing", code=303)


@bp.page("/applications/<reference>/signing/send-back", methods=("POST",), needs=SIGN, load=application_by_reference)
def back(application: Application) -> ResponseReturnValue:
    """Send it back with a reason."""
    reason = normalise(request.form.get("reason", ""))
    if not reason or len(reason) > 2000:
        return _page(application, "Enter what the team should change, in 2,000 characters or fewer")
    send_back(current_session(), application=application, reason=reason, actor=current_actor())
    return redirect(f"/applications/{application.reference}/signing", code=303)
