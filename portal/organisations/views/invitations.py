"""What is behind a mailed invitation, of the staff or of an organisation: one page, and one button that accepts."""

from functools import partial

from flask import request
from flask.typing import ResponseReturnValue

from portal.access.permission import PUBLIC
from portal.access.roles import ROLE_LABELS, TEAM_ROLE_LABELS, Role, TeamRole
from portal.accounts.forms import NamedPasswordForm
from portal.accounts.models import Account, MailedToken, Purpose
from portal.accounts.operations import DEAD, accept_staff_invitation
from portal.accounts.queries import account_by_email, account_by_id, token_of
from portal.accounts.rules import LinkState, link_state
from portal.accounts.views.arrival import arrive, visitor
from portal.core.clock import now
from portal.organisations import operations, queries
from portal.organisations.views.organisation import go
from portal.web.context import current_actor, current_session, from_slot
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("invitations", __name__)


@bp.page("/invitations/<token>", needs=PUBLIC, methods=("GET", "POST"))
def invitation(token: str) -> ResponseReturnValue:
    """Accept an invitation: with one's account by one button, without one by name and password."""
    session = current_session()
    found = token_of(session, token, Purpose.STAFF_INVITATION, Purpose.TEAM_INVITATION)
    state = link_state(found, now())
    if found is None or state != LinkState.READY:
        return page("organisations/dead_invitation.html", 410, reason=DEAD[state], inviter=_inviter(found))
    account = account_by_email(session, found.email)
    known = account is not None and account.verified_at is not None
    if current_actor().account_id is not None and current_actor().email != found.email:
        return page("organisations/wrong_account.html", 409 if request.method == "POST" else 200, invitation=found)
    form = None if known else NamedPasswordForm(about=("", found.email))
    if request.method == "POST" and (form is None or form.validate()):
        return _accept(token, found, form)
    errors = form.summary if form else []
    return page("organisations/invitation.html", token=token, form=form, errors=errors, words=_words(found))


def _accept(token: str, found: MailedToken, form: NamedPasswordForm | None) -> ResponseReturnValue:
    """Someone new is signed in by the link that proved their address; someone known signs in as they always do."""
    session = current_session()
    given = {"name": form.name.data, "password": form.password.data} if form else {}
    if found.purpose == Purpose.STAFF_INVITATION:
        account, target = accept_staff_invitation(session, secret=token, **given), "/desk"
    else:
        account, organisation = operations.accept_invitation(
            session, secret=token, hand_on=partial(from_slot, "team:hand-on"), **given
        )
        target = f"/organisations/{organisation.reference}"
    if form:
        return arrive(account, visitor(), target)
    signed_in = current_actor().account_id == account.id and found.purpose == Purpose.TEAM_INVITATION
    return go(target if signed_in else f"/sign-in?next={target}")


def _words(found: MailedToken) -> dict[str, str]:
    session = current_session()
    organisation = queries.organisation_by_id(session, found.organisation_id)
    role = TEAM_ROLE_LABELS[TeamRole(found.grants)] if organisation else ROLE_LABELS[Role(found.grants)]
    place = organisation.name if organisation else "Community safety funding"
    return {"inviter": _inviter(found), "place": place, "role": role, "email": found.email}


def _inviter(found: MailedToken | None) -> str:
    account: Account | None = account_by_id(current_session(), found.invited_by_id) if found else None
    return account.name if account else ""
