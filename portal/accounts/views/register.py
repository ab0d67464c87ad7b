"""Creating an account, and "Check your email"."""

from flask import request, session
from flask.typing import ResponseReturnValue

from portal.access.permission import PUBLIC
from portal.accounts import operations
from portal.accounts.forms import RegisterForm
from portal.accounts.models import Purpose
from portal.accounts.views.arrival import HOME, go, with_next
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page
from portal.web.redirects import safe_next

bp = Guarded("register", __name__)
ASKED = "mail_asked_for"


@bp.page("/register", needs=PUBLIC, methods=("GET", "POST"))
def register() -> ResponseReturnValue:
    """Name, email, password; the answer is the same whether or not the address is known."""
    if current_actor().account_id is not None:
        return go(safe_next(HOME))
    form = RegisterForm()
    if request.method == "POST" and form.validate():
        sent = operations.register(
            current_session(),
            name=form.name.data,
            email=form.email.data,
            password=form.password.data,
            next_path=safe_next(""),
        )
        return tell_to_check(Purpose.VERIFY, form.email.data, sent=sent)
    return page("accounts/register.html", form=form, errors=form.summary, next=safe_next(""), here=with_next)


def tell_to_check(purpose: Purpose, email: str, *, sent: bool) -> ResponseReturnValue:
    """On to "Check your email", which remembers in the cookie what was asked for."""
    session[ASKED] = {"purpose": purpose, "email": email, "next": safe_next(""), "sent": sent}
    return go("/check-your-email")


@bp.page("/check-your-email", needs=PUBLIC, methods=("GET", "POST"))
def check_your_email() -> ResponseReturnValue:
    """Where the link was sent; sends it again by one button."""
    asked = session.get(ASKED)
    if not isinstance(asked, dict):
        return go("/sign-in")
    if request.method == "POST":
        purpose = Purpose(asked["purpose"])
        sent = operations.send_again(current_session(), purpose=purpose, email=asked["email"], next_path=asked["next"])
        session[ASKED] = asked | {"sent": sent, "again": sent}
        return go("/check-your-email")
    return page("accounts/check_your_email.html", asked=asked)
