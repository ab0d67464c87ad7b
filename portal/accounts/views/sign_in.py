"""Signing in by password or by asking for a link; proving it again; signing out."""

from flask import request
from flask.typing import ResponseReturnValue

from portal.access.permission import PUBLIC, SIGNED_IN
from portal.accounts import operations, queries
from portal.accounts.forms import ConfirmPasswordForm, EmailForm, SignInForm
from portal.accounts.models import Purpose
from portal.accounts.views.arrival import HOME, arrive, go, visitor, with_next
from portal.accounts.views.register import tell_to_check
from portal.core.clock import now
from portal.web.context import current_actor, current_session, keep_changes
from portal.web.guard import Guarded
from portal.web.pages import page
from portal.web.redirects import safe_next
from portal.web.sign_in import cookie_token, end_sign_in, renew_token

bp = Guarded("sign_in", __name__)
WRONG = "Check your email address and password"
WRONG_PASSWORD = "Check your password"  # noqa: S105 - a message


@bp.page("/sign-in", needs=PUBLIC, methods=("GET", "POST"))
def sign_in() -> ResponseReturnValue:
    """Email and password. Unknown, unverified, on hold, wrong and too often: one and the same answer."""
    if current_actor().account_id is not None and request.method == "GET":
        return go(safe_next(HOME))
    form = SignInForm()
    errors = []
    if request.method == "POST" and form.validate():
        browser = visitor()
        account = operations.try_password(
            current_session(), email=form.email.data, password=form.password.data, visitor=browser
        )
        if account:
            return arrive(account, browser)
        keep_changes()
        errors = [("email", WRONG)]
    return page("accounts/sign_in.html", form=form, errors=form.summary or errors, next=safe_next(""), here=with_next)


@bp.page("/sign-in/link", needs=PUBLIC, methods=("GET", "POST"))
def ask_for_link() -> ResponseReturnValue:
    """Ask for a link to sign in without a password."""
    return _ask(Purpose.SIGN_IN, "accounts/ask_for_link.html")


@bp.page("/reset", needs=PUBLIC, methods=("GET", "POST"))
def ask_for_reset() -> ResponseReturnValue:
    """Ask for a link to choose a new password."""
    return _ask(Purpose.RESET, "accounts/ask_for_reset.html")


def _ask(purpose: Purpose, template: str) -> ResponseReturnValue:
    form = EmailForm()
    if request.method == "POST" and form.validate():
        sent = operations.send_again(current_session(), purpose=purpose, email=form.email.data, next_path=safe_next(""))
        return tell_to_check(purpose, form.email.data, sent=sent)
    return page(template, form=form, errors=form.summary, next=safe_next(""), here=with_next)


@bp.page("/confirm-password", needs=SIGNED_IN, methods=("GET", "POST"))
def confirm_password() -> ResponseReturnValue:
    """The password again before something that matters; then back, with what was typed."""
    form = ConfirmPasswordForm()
    errors = []
    if request.method == "POST" and form.validate():
        session = current_session()
        account = queries.account_by_id(session, current_actor().account_id)
        found = queries.sign_in_by_token(session, cookie_token() or "")
        assert account is not None and found is not None
        if operations.confirm_password(session, account=account, password=form.password.data, visitor=visitor()):
            renew_token(operations.renew_sign_in(session, sign_in=found))
            return go(safe_next(HOME))
        keep_changes()
        errors = [("password", WRONG_PASSWORD)]
    return page("accounts/confirm_password.html", form=form, errors=form.summary or errors, next=safe_next(""))


@bp.page("/sign-out", needs=PUBLIC, methods=("POST",))
def sign_out() -> ResponseReturnValue:
    """End this sign-in, here and on the server."""
    session = current_session()
    found = queries.sign_in_by_token(session, cookie_token() or "")
    if found:
        operations.end_sign_in(session, sign_in=found, actor=current_actor())
    end_sign_in()
    return go("/signed-out")


@bp.page("/signed-out", needs=PUBLIC)
def signed_out() -> ResponseReturnValue:
    """Where one is after signing out."""
    return page("accounts/signed_out.html", at=now())


@bp.page("/account/sign-out-everywhere", needs=SIGNED_IN, methods=("POST",))
def sign_out_everywhere() -> ResponseReturnValue:
    """End all sign-ins of this person but the one they act with."""
    session = current_session()
    account = queries.account_by_id(session, current_actor().account_id)
    assert account is not None
    operations.sign_out_elsewhere(session, account=account, actor=current_actor())
    return go("/account?done=signed-out")
