"""Pages behind mailed links. Opening one spends nothing, because mail scanners open links too; its button does."""

from collections.abc import Callable

from flask import request
from flask.typing import ResponseReturnValue

from portal.access.permission import PUBLIC
from portal.accounts import operations, queries
from portal.accounts.forms import NewPasswordForm
from portal.accounts.models import Account, MailedToken, Purpose
from portal.accounts.rules import LinkState, link_state
from portal.accounts.views.arrival import arrive, go, visitor, with_next
from portal.accounts.views.register import tell_to_check
from portal.core.clock import now
from portal.core.refusal import Refused
from portal.web.context import current_session
from portal.web.guard import Guarded
from portal.web.pages import page
from portal.web.redirects import safe_next

bp = Guarded("links", __name__)


@bp.page("/verify/<token>", needs=PUBLIC, methods=("GET", "POST"))
def verify(token: str) -> ResponseReturnValue:
    """Confirm an email address and sign in."""
    return _one_button(token, Purpose.VERIFY, "accounts/verify.html", lambda: _verified(token))


@bp.page("/sign-in/link/<token>", needs=PUBLIC, methods=("GET", "POST"))
def sign_in_by_link(token: str) -> ResponseReturnValue:
    """Sign in without a password."""
    return _one_button(token, Purpose.SIGN_IN, "accounts/sign_in_by_link.html", lambda: _by_link(token))


@bp.page("/reset/<token>", needs=PUBLIC, methods=("GET", "POST"))
def reset(token: str) -> ResponseReturnValue:
    """Choose a new password; every other sign-in ends."""
    found = _found(token, Purpose.RESET)
    if found is None:
        return dead_link(token, Purpose.RESET)
    session = current_session()
    account = operations.owner_of_link(session, found)
    form = NewPasswordForm(about=(account.name, account.email))
    if request.method == "POST" and form.validate():
        actor = operations.acting_as(account)
        operations.spend(session, secret=token, purpose=Purpose.RESET)
        operations.set_password(session, account=account, password=form.password.data, keep_sign_in=None, actor=actor)
        return arrive(account, visitor())
    return page("accounts/reset.html", form=form, errors=form.summary, next=safe_next(""), account=account)


@bp.page("/links/<token>/again", needs=PUBLIC, methods=("POST",))
def send_again(token: str) -> ResponseReturnValue:
    """A new link instead of one that no longer works, to the address that the old one was sent to."""
    found = queries.token_of(current_session(), token, Purpose.VERIFY, Purpose.SIGN_IN, Purpose.RESET)
    if found is None:
        return go(with_next("/sign-in"))
    purpose = Purpose(found.purpose)
    sent = operations.send_again(current_session(), purpose=purpose, email=found.email, next_path=safe_next(""))
    return tell_to_check(purpose, found.email, sent=sent)


def dead_link(token: str, purpose: Purpose) -> ResponseReturnValue:
    """Why a link does not work, and a new one by one button when we know where the old one went."""
    found = queries.token_of(current_session(), token, purpose)
    reason = operations.DEAD[link_state(found, now())]
    return page("accounts/dead_link.html", 410, reason=reason, known=found is not None, token=token, next=safe_next(""))


def _one_button(token: str, purpose: Purpose, template: str, use: Callable[[], Account]) -> ResponseReturnValue:
    found = _found(token, purpose)
    if found is None:
        return dead_link(token, purpose)
    if request.method == "POST":
        return arrive(use(), visitor())
    return page(template, email=found.email, token=token, next=safe_next(""))


def _found(token: str, purpose: Purpose) -> MailedToken | None:
    found = queries.token_of(current_session(), token, purpose)
    return found if link_state(found, now()) == LinkState.READY else None


def _verified(token: str) -> Account:
    return operations.verify(current_session(), secret=token)


def _by_link(token: str) -> Account:
    session = current_session()
    found = operations.spend(session, secret=token, purpose=Purpose.SIGN_IN)
    account = operations.owner_of_link(session, found)
    if account.staff_roles:
        raise Refused("Sign in with your password and your security code.", title="This link does not work any more")
    return account
