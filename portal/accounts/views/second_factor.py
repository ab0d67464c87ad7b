"""The second factor: at sign-in, at the first sign-in, and on one's account."""

from io import BytesIO

import pyotp
import segno
from flask import current_app, request
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeTimedSerializer
from markupsafe import Markup

from portal.access.permission import PUBLIC, SIGNED_IN
from portal.accounts import operations, queries
from portal.accounts.forms import CodeForm
from portal.accounts.models import Account
from portal.accounts.views.arrival import go, visitor, welcome
from portal.core.clock import now
from portal.web.context import current_actor, current_session, keep_changes
from portal.web.guard import STEP_UP_AFTER, Guarded
from portal.web.pages import SERVICE, page
from portal.web.redirects import safe_next
from portal.web.sign_in import cookie_token

bp = Guarded("second_factor", __name__)
SET_UP_SECONDS = 3600
WRONG_CODE = "Check the code. Each code works once, for about a minute"
HOME_AFTER = "/desk"


@bp.page("/sign-in/code", needs=PUBLIC, methods=("GET", "POST"))
def give_code() -> ResponseReturnValue:
    """The code of the app, or a recovery code, after the password."""
    waiting = queries.waiting_sign_in(current_session(), cookie_token(), now())
    if waiting is None:
        return go("/sign-in", keep_next=True)
    found, account = waiting
    if account.totp_confirmed_at is None:
        return go("/sign-in/set-up", keep_next=True)
    form = CodeForm()
    errors: list[tuple[str, str]] = []
    if request.method == "POST" and form.validate():
        session, browser = current_session(), visitor()
        actor = operations.acting_as(account)
        if operations.try_code(session, account=account, code=form.code.data, visitor=browser, actor=actor):
            return welcome(account, operations.renew_sign_in(session, sign_in=found), browser)
        keep_changes()
        errors = [("code", WRONG_CODE)]
    return page("accounts/code.html", form=form, errors=form.summary or errors, next=safe_next(""))


@bp.page("/sign-in/set-up", needs=PUBLIC, methods=("GET", "POST"))
def set_up_first() -> ResponseReturnValue:
    """Set up the second factor at the first sign-in, before anything else."""
    waiting = queries.waiting_sign_in(current_session(), cookie_token(), now())
    if waiting is None:
        return go("/sign-in", keep_next=True)
    found, account = waiting
    if account.totp_confirmed_at is not None:
        return go("/sign-in/code", keep_next=True)
    form, secret, codes = _set_up(account)
    if codes is None:
        return _set_up_page(account, form, secret, action="/sign-in/set-up")
    target = safe_next(HOME_AFTER)
    response = welcome(account, operations.renew_sign_in(current_session(), sign_in=found), visitor(), target)
    shown = page("accounts/recovery_codes.html", codes=codes, onwards=target)
    for cookie in response.headers.getlist("Set-Cookie"):
        shown.headers.add("Set-Cookie", cookie)
    return shown


@bp.page("/account/second-factor", needs=SIGNED_IN)
def second_factor() -> ResponseReturnValue:
    """Whether a second factor is set up, and how many recovery codes are left."""
    account = _mine()
    left = len(queries.recovery_codes(current_session(), account.id))
    return page("accounts/second_factor.html", account=account, left=left)


@bp.page("/account/second-factor/set-up", needs=SIGNED_IN, methods=("GET", "POST"))
def set_up() -> ResponseReturnValue:
    """Set up a second factor, or move it to another phone; the password comes before the key is shown."""
    confirmed = current_actor().confirmed_at
    if confirmed is None or now() - confirmed > STEP_UP_AFTER:
        return go("/confirm-password?next=/account/second-factor/set-up")
    account = _mine()
    form, secret, codes = _set_up(account)
    if codes is None:
        return _set_up_page(account, form, secret, action="/account/second-factor/set-up")
    return page("accounts/recovery_codes.html", codes=codes, onwards="/account")


@bp.page("/account/second-factor/codes", needs=SIGNED_IN, methods=("GET", "POST"), step_up=True)
def new_codes() -> ResponseReturnValue:
    """New recovery codes instead of the old ones."""
    account = _mine()
    if account.totp_confirmed_at is None:
        return go("/account/second-factor")
    if request.method == "POST":
        codes = operations.renew_recovery_codes(current_session(), account=account, actor=current_actor())
        return page("accounts/recovery_codes.html", codes=codes, onwards="/account")
    return page("accounts/new_codes.html")


def _set_up(account: Account) -> tuple[CodeForm, str, list[str] | None]:
    """The form, the key that it is about, and the recovery codes once its first code was right."""
    form = CodeForm()
    secret = _offered(account)
    if request.method != "POST" or not form.validate():
        return form, secret, None
    actor = operations.acting_as(account)
    codes = operations.set_up(current_session(), account=account, secret=secret, code=form.code.data, actor=actor)
    if codes is None:
        form.code.errors = (WRONG_CODE,)
    return form, secret, codes


def _offered(account: Account) -> str:
    """The key of this page: carried by the form itself, signed for this person, because a GET stores nothing."""
    try:
        reference, secret = _signer().loads(request.form.get("setup_token", ""), max_age=SET_UP_SECONDS)
    except (BadSignature, ValueError):
        return operations.new_secret()
    return str(secret) if reference == account.reference else operations.new_secret()


def _set_up_page(account: Account, form: CodeForm, secret: str, *, action: str) -> ResponseReturnValue:
    address = pyotp.TOTP(secret).provisioning_uri(name=account.email, issuer_name=SERVICE)
    return page(
        "accounts/set_up.html",
        form=form,
        errors=form.summary,
        key=" ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        picture=_picture(address),
        token=_signer().dumps([account.reference, secret]),
        action=action,
        next=safe_next(""),
    )


def _picture(address: str) -> Markup:
    """The QR code as SVG inside the page: attributes only, so that the content security policy lets it be."""
    out = BytesIO()
    segno.make(address, error="m").save(
        out, kind="svg", scale=5, xmldecl=False, svgns=False, lineclass=None, omitsize=False
    )
    return Markup(out.getvalue().decode())  # noqa: S704 - made by us from a signed key, no markup in it


def _mine() -> Account:
    account = queries.account_by_id(current_session(), current_actor().account_id)
    assert account is not None
    return account


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="second-factor")
