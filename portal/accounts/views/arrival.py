"""How a person arrives once they have proved who they are; and which browser they came with."""

import secrets
from urllib.parse import urlencode

from flask import Response, current_app, make_response, redirect, request
from itsdangerous import BadSignature, URLSafeSerializer

from portal.access.actor import ANONYMOUS
from portal.accounts import operations
from portal.accounts.models import Account
from portal.accounts.rules import Visitor, needs_second_factor
from portal.audit.operations import record
from portal.web.context import current_portal, current_session
from portal.web.redirects import safe_next
from portal.web.sign_in import start_sign_in

HOME = "/desk"
_COOKIE = "device"
_YEAR_SECONDS = 365 * 24 * 3600


def visitor() -> Visitor:
    """The browser that asks. Without a device mark of ours it gets a new one, which counts once it has signed in."""
    try:
        device = str(_signer().loads(request.cookies.get(_COOKIE, "")))
    except BadSignature:
        device = secrets.token_urlsafe(16)
    return Visitor(ip=request.remote_addr or "", device=device, user_agent=request.headers.get("User-Agent", "")[:200])


def arrive(account: Account, browser: Visitor, target: str | None = None) -> Response:
    """Sign in someone who gave their password or used a mailed link, and send them to `target` or where they wanted.

    The sign-in of staff speaks for nobody until the code is given.
    """
    session = current_session()
    roles = [row.role for row in account.staff_roles]
    set_up = account.totp_confirmed_at is not None
    waits = needs_second_factor(roles, set_up=set_up, demo=current_portal().settings.demo)
    token = operations.begin_sign_in(session, account=account, user_agent=browser.user_agent, confirmed=not waits)
    if waits:
        start_sign_in(token, ANONYMOUS)
        step = "/sign-in/code" if set_up else "/sign-in/set-up"
        return go(step, keep_next=True)
    return welcome(account, token, browser, target)


def welcome(account: Account, token: str, browser: Visitor, target: str | None = None) -> Response:
    """The end of every sign-in: cookie, device mark, audit, and on to the page that was wanted."""
    actor = operations.acting_as(account)
    start_sign_in(token, actor)
    operations.note_arrival(current_session(), account=account, visitor=browser)
    record(current_session(), "sign-in:started", subject_type="account", subject=account.reference, actor=actor)
    response = go(target or safe_next(HOME))
    response.set_cookie(
        _COOKIE,
        str(_signer().dumps(browser.device)),
        max_age=_YEAR_SECONDS,
        httponly=True,
        secure=current_portal().settings.secure,
        samesite="Lax",
    )
    return response


def go(path: str, *, keep_next: bool = False) -> Response:
    """See other; with the `next` of this request when it is to be kept."""
    return make_response(redirect(with_next(path) if keep_next else path, code=303))


def with_next(path: str) -> str:
    """A path that carries the `next` of this request on, when there is one that leads to a page of ours."""
    wanted = safe_next("")
    return f"{path}?{urlencode({'next': wanted})}" if wanted else path


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="device")
