"""The people of an organisation: invited, given roles, taken out."""

from flask import request
from flask.typing import ResponseReturnValue

from portal.access.roles import TEAM_ROLE_LABELS, TeamRole
from portal.accounts.models import MailedToken, Purpose
from portal.accounts.queries import invitations
from portal.core.clock import now
from portal.organisations import operations, queries
from portal.organisations.forms import InviteForm, TeamRoleForm
from portal.organisations.models import Organisation, TeamMember
from portal.organisations.policy import MANAGE_TEAM, VIEW_ORGANISATION
from portal.organisations.views.organisation import go
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("team", __name__)
DONE = {
    "invited": "We have sent the invitation",
    "again": "We have sent the invitation again. The earlier link no longer works",
    "cancelled": "The invitation is withdrawn. Its link no longer works",
    "role": "The role is changed",
    "removed": "They are no longer in your team",
}


@bp.page("/organisations/<reference>/people", needs=VIEW_ORGANISATION, load=queries.organisation_by_reference)
def people(organisation: Organisation) -> ResponseReturnValue:
    """Who works here and who is invited."""
    session = current_session()
    return page(
        "organisations/people.html",
        organisation=organisation,
        team=queries.team(session, organisation.id),
        invitations=invitations(session, Purpose.TEAM_INVITATION, organisation.id),
        labels=TEAM_ROLE_LABELS,
        at=now(),
        done=DONE.get(request.args.get("done", "")),
    )


@bp.page(
    "/organisations/<reference>/people/invite",
    needs=MANAGE_TEAM,
    load=queries.organisation_by_reference,
    methods=("GET", "POST"),
)
def invite(organisation: Organisation) -> ResponseReturnValue:
    """Ask someone to help."""
    form = InviteForm()
    if request.method == "POST" and form.validate():
        operations.invite(
            current_session(),
            organisation=organisation,
            email=form.email.data,
            role=TeamRole(form.role.data),
            actor=current_actor(),
        )
        return _back(organisation, "invited")
    return page("organisations/invite.html", organisation=organisation, form=form, errors=form.summary)


@bp.page(
    "/organisations/<reference>/people/<person>/role",
    needs=MANAGE_TEAM,
    load=queries.team_member,
    methods=("GET", "POST"),
)
def change_role(member: TeamMember) -> ResponseReturnValue:
    """Another role for someone."""
    form = TeamRoleForm(data={"role": member.role})
    if request.method == "POST" and form.validate():
        operations.change_team_role(
            current_session(), member=member, role=TeamRole(form.role.data), actor=current_actor()
        )
        return _back(member.organisation, "role")
    return page("organisations/role.html", member=member, form=form, errors=form.summary)


@bp.page(
    "/organisations/<reference>/people/<person>/remove",
    needs=MANAGE_TEAM,
    load=queries.team_member,
    methods=("GET", "POST"),
)
def remove(member: TeamMember) -> ResponseReturnValue:
    """Take someone out, after one more question."""
    if request.method == "POST":
        mine = member.account_id == current_actor().account_id
        operations.remove_person(current_session(), member=member, actor=current_actor())
        return go("/organisations") if mine else _back(member.organisation, "removed")
    return page("organisations/remove.html", member=member)


@bp.page(
    "/organisations/<reference>/invitations/<invitation>/again",
    needs=MANAGE_TEAM,
    load=queries.team_invitation,
    methods=("POST",),
)
def invite_again(invitation: MailedToken) -> ResponseReturnValue:
    """Send an invitation again, with a new link."""
    organisation = _organisation_of(invitation)
    operations.invite(
        current_session(),
        organisation=organisation,
        email=invitation.email,
        role=TeamRole(invitation.grants),
        actor=current_actor(),
    )
    return _back(organisation, "again")


@bp.page(
    "/organisations/<reference>/invitations/<invitation>/cancel",
    needs=MANAGE_TEAM,
    load=queries.team_invitation,
    methods=("POST",),
)
def cancel(invitation: MailedToken) -> ResponseReturnValue:
    """Take an invitation back."""
    organisation = _organisation_of(invitation)
    operations.cancel_invitation(
        current_session(), organisation=organisation, invitation=invitation, actor=current_actor()
    )
    return _back(organisation, "cancelled")


def _organisation_of(invitation: MailedToken) -> Organisation:
    found = queries.organisation_by_id(current_session(), invitation.organisation_id)
    assert found is not None
    return found


def _back(organisation: Organisation, done: str) -> ResponseReturnValue:
    return go(f"/organisations/{organisation.reference}/people?done={done}")
