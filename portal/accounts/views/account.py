"""One's own account: details, password, sign-ins."""

from flask import request
from flask.typing import ResponseReturnValue

from portal.access.permission import SIGNED_IN
from portal.accounts import operations, queries
from portal.accounts.forms import ChangePasswordForm, DetailsForm
from portal.accounts.models import Account
from portal.accounts.rules import device_words
from portal.accounts.views.arrival import go, visitor
from portal.core.clock import now
from portal.web.context import current_actor, current_session, keep_changes
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("account", __name__)
DONE = {
    "details": "Your details are saved",
    "password": "Your password is changed. You are signed out everywhere else",
    "signed-out": "You are signed out everywhere else",
}
WRONG_PASSWORD = "Check the password you have now"  # noqa: S105 - a message


@bp.page("/account", needs=SIGNED_IN)
def account() -> ResponseReturnValue:
    """Everything about one's own account on one page."""
    mine = _mine()
    sign_ins = [
        {"device": device_words(row.user_agent), "row": row, "here": row.id == current_actor().session_id}
        for row in queries.open_sign_ins(current_session(), mine.id, now())
    ]
    done = DONE.get(request.args.get("done", ""))
    return page("accounts/account.html", account=mine, sign_ins=sign_ins, done=done)


@bp.page("/account/details", needs=SIGNED_IN, methods=("GET", "POST"))
def details() -> ResponseReturnValue:
    """Name, phone, how to be contacted."""
    form = DetailsForm(obj=_mine())
    if request.method == "POST" and form.validate():
        operations.change_details(
            current_session(),
            name=form.name.data,
            phone=form.phone.data,
            contact_needs=form.contact_needs.data,
            contact_way=form.contact_way.data or "",
            language=form.language.data or "",
            actor=current_actor(),
        )
        return go("/account?done=details")
    return page("accounts/details.html", form=form, errors=form.summary)


@bp.page("/account/password", needs=SIGNED_IN, methods=("GET", "POST"))
def password() -> ResponseReturnValue:
    """Change the password: the present one is asked for, and every other sign-in ends."""
    mine, actor = _mine(), current_actor()
    form, errors = ChangePasswordForm(about=(mine.name, mine.email)), []
    if request.method == "POST" and form.validate():
        session = current_session()
        typed = form.current_password.data
        if operations.confirm_password(session, account=mine, password=typed, visitor=visitor()):
            operations.set_password(
                session, account=mine, password=form.password.data, keep_sign_in=actor.session_id, actor=actor
            )
            return go("/account?done=password")
        keep_changes()
        errors = [("current_password", WRONG_PASSWORD)]
    return page("accounts/password.html", form=form, errors=form.summary or errors)


def _mine() -> Account:
    found = queries.account_by_id(current_session(), current_actor().account_id)
    assert found is not None
    return found
