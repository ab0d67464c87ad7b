"""People with staff roles: invited, given roles, put on hold."""

from dataclasses import dataclass
from typing import Any

from flask import make_response, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.access.roles import ROLE_LABELS, STAFF_ROLES, Role
from portal.accounts import operations as people_operations
from portal.accounts import queries
from portal.accounts.models import Account, MailedToken, Purpose
from portal.accounts.policy import MANAGE_PEOPLE
from portal.admin import operations
from portal.admin.forms import GiveRoleForm, InviteStaffForm
from portal.core.clock import now
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("people", __name__)
DONE = {
    "invited": "We have sent the invitation",
    "again": "We have sent the invitation again. The earlier link no longer works",
    "cancelled": "The invitation is cancelled",
    "given": "They have the role. They sign in again to use it",
    "removed": "They no longer have the role",
    "suspended": "The account is on hold",
    "restored": "They can sign in again",
    "reset": "They set up their security codes when they next sign in",
}


@dataclass(frozen=True)
class Holding:
    """A person and one of the staff roles, held or not."""

    account: Account
    role: Role


def holding(session: Session, reference: str, role: str) -> Holding | None:
    """The person and the role of an address; None when either is not there."""
    account = queries.account_by_reference(session, reference)
    known = {one.value.replace("_", "-"): one for one in STAFF_ROLES}
    return Holding(account, known[role]) if account and role in known else None


def staff_invitation(session: Session, invitation: str) -> MailedToken | None:
    """An open invitation to the staff."""
    return queries.invitation_by_reference(session, invitation, Purpose.STAFF_INVITATION)


@bp.page("/admin/people", needs=MANAGE_PEOPLE)
def people() -> ResponseReturnValue:
    """Everyone with a staff role, what they may do, when they last signed in."""
    session = current_session()
    return page(
        "admin/people.html",
        staff=queries.staff(session),
        invitations=queries.invitations(session, Purpose.STAFF_INVITATION),
        labels=ROLE_LABELS,
        at=now(),
        done=DONE.get(request.args.get("done", "")),
    )


@bp.page("/admin/people/invite", needs=MANAGE_PEOPLE, methods=("GET", "POST"), step_up=True)
def invite() -> ResponseReturnValue:
    """Ask someone to take a staff role."""
    form = InviteStaffForm()
    if request.method == "POST" and form.validate():
        operations.invite(current_session(), email=form.email.data, role=Role(form.role.data), actor=current_actor())
        return _go("/admin/people?done=invited")
    return page("admin/invite.html", form=form, errors=form.summary)


@bp.page("/admin/people/<reference>", needs=MANAGE_PEOPLE, load=queries.account_by_reference)
def person(account: Account) -> ResponseReturnValue:
    """One person: roles, sign-in, what can be done."""
    done = DONE.get(request.args.get("done", ""))
    last = queries.last_sign_in(current_session(), account.id)
    roles = [Role(row.role) for row in account.staff_roles]
    return page("admin/person.html", account=account, roles=roles, labels=ROLE_LABELS, last=last, done=done)


@bp.page(
    "/admin/people/<reference>/give-role",
    needs=MANAGE_PEOPLE,
    load=queries.account_by_reference,
    methods=("GET", "POST"),
    step_up=True,
)
def give_role(account: Account) -> ResponseReturnValue:
    """Another role for someone of the staff."""
    form = GiveRoleForm()
    if request.method == "POST" and form.validate():
        role = Role(form.role.data)
        people_operations.give_role(current_session(), account=account, role=role, actor=current_actor())
        return _back(account, "given")
    return page("admin/give_role.html", account=account, form=form, errors=form.summary)


@bp.page(
    "/admin/people/<reference>/remove-role/<role>",
    needs=MANAGE_PEOPLE,
    load=holding,
    methods=("GET", "POST"),
    step_up=True,
)
def remove_role(held: Holding) -> ResponseReturnValue:
    """Take a role away, after one more question."""
    if request.method == "POST":
        people_operations.remove_role(current_session(), account=held.account, role=held.role, actor=current_actor())
        return _back(held.account, "removed")
    what = f"They can no longer work as: {ROLE_LABELS[held.role]}. They are signed out at once."
    return _confirm(
        held.account, f"Remove a role from {held.account.name}", what, "Remove the role", f"remove-role/{held.role}"
    )


@bp.page(
    "/admin/people/<reference>/suspend",
    needs=MANAGE_PEOPLE,
    load=queries.account_by_reference,
    methods=("GET", "POST"),
    step_up=True,
)
def suspend(account: Account) -> ResponseReturnValue:
    """Put an account on hold, after one more question."""
    if request.method == "POST":
        people_operations.suspend(current_session(), account=account, actor=current_actor())
        return _back(account, "suspended")
    what = "They are signed out at once and cannot sign in until you let them in again. What they did stays."
    return _confirm(account, f"Put {account.name} on hold", what, "Put on hold", "suspend")


@bp.page(
    "/admin/people/<reference>/restore",
    needs=MANAGE_PEOPLE,
    load=queries.account_by_reference,
    methods=("GET", "POST"),
    step_up=True,
)
def restore(account: Account) -> ResponseReturnValue:
    """Let someone in again, after one more question."""
    if request.method == "POST":
        people_operations.restore(current_session(), account=account, actor=current_actor())
        return _back(account, "restored")
    what = "They can sign in again, with the roles that they have now."
    return _confirm(account, f"Let {account.name} in again", what, "Let them in again", "restore")


@bp.page(
    "/admin/people/<reference>/reset-second-factor",
    needs=MANAGE_PEOPLE,
    load=queries.account_by_reference,
    methods=("GET", "POST"),
    step_up=True,
)
def reset_second_factor(account: Account) -> ResponseReturnValue:
    """Clear someone's security codes, after one more question."""
    if request.method == "POST":
        people_operations.reset_second_factor(current_session(), account=account, actor=current_actor())
        return _back(account, "reset")
    what = "Do this only when you are sure who asks: call them on a number that you know. We tell them by email."
    title = f"Clear the security codes of {account.name}"
    return _confirm(account, title, what, "Clear the codes", "reset-second-factor")


@bp.page("/admin/invitations/<invitation>/again", needs=MANAGE_PEOPLE, load=staff_invitation, methods=("POST",))
def invite_again(found: MailedToken) -> ResponseReturnValue:
    """Send an invitation again, with a new link."""
    operations.invite(current_session(), email=found.email, role=Role(found.grants), actor=current_actor())
    return _go("/admin/people?done=again")


@bp.page("/admin/invitations/<invitation>/cancel", needs=MANAGE_PEOPLE, load=staff_invitation, methods=("POST",))
def cancel(found: MailedToken) -> ResponseReturnValue:
    """Take an invitation back."""
    people_operations.cancel_staff_invitation(current_session(), invitation=found, actor=current_actor())
    return _go("/admin/people?done=cancelled")


def _confirm(account: Account, title: str, what: str, button: str, step: str) -> ResponseReturnValue:
    values: dict[str, Any] = {"account": account, "title": title, "what": what, "button": button, "step": step}
    return page("admin/confirm.html", **values)


def _back(account: Account, done: str) -> ResponseReturnValue:
    return _go(f"/admin/people/{account.reference}?done={done}")


def _go(path: str) -> ResponseReturnValue:
    return make_response(redirect(path, code=303))
