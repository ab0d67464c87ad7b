"""An organisation's own pages: mine, a new one, one with all that is to do."""

from flask import Response, make_response, redirect, request
from flask.typing import ResponseReturnValue

from portal.access.roles import TEAM_ROLE_LABELS
from portal.core.clock import today
from portal.organisations import operations, queries
from portal.organisations.forms import NewOrganisationForm
from portal.organisations.models import Organisation
from portal.organisations.policy import OWN_ORGANISATIONS, VIEW_ORGANISATION
from portal.organisations.rules import is_member, kind_of, may_join, may_renew
from portal.organisations.states import MEMBERSHIP, MembershipState
from portal.web.context import current_actor, current_session, from_slot
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("organisations", __name__)


def go(path: str) -> Response:
    """See other."""
    return make_response(redirect(path, code=303))


def standing(organisation: Organisation) -> dict[str, str]:
    """The state of an organisation's membership in the group's words, with the colour of its tag."""
    membership = organisation.membership
    state = MembershipState(membership.state) if membership else MembershipState.DRAFT
    if state == MembershipState.APPROVED and not is_member(membership, today()):
        state = MembershipState.LAPSED
    colours = {"approved": "green", "applied": "blue", "more_information": "yellow"}
    return {"state": state, "words": MEMBERSHIP.labels[state].applicant, "colour": colours.get(state, "grey")}


@bp.page("/organisations", needs=OWN_ORGANISATIONS)
def mine() -> ResponseReturnValue:
    """The organisations that one works for; straight to the one when there is one."""
    found = queries.organisations_of(current_session(), current_actor())
    if len(found) == 1:
        return go(f"/organisations/{found[0].reference}")
    roles = current_actor().memberships
    rows = [(one, standing(one), TEAM_ROLE_LABELS[roles[one.id]]) for one in found]
    return page("organisations/mine.html", rows=rows)


@bp.page("/organisations/new", needs=OWN_ORGANISATIONS, methods=("GET", "POST"))
def new() -> ResponseReturnValue:
    """Add an organisation: its kind first, then its name."""
    form = NewOrganisationForm()
    if request.method == "POST" and form.kind.validate(form) and not may_join(form.kind.data):
        return go(f"/organisations/new/{form.kind.data.replace('_', '-')}")
    if request.method == "POST" and form.validate():
        made = operations.create_organisation(
            current_session(), name=form.name.data, kind=form.kind.data, actor=current_actor()
        )
        return go(f"/organisations/{made.reference}")
    return page("organisations/new.html", form=form, errors=form.summary)


@bp.page(
    "/organisations/new/<kind>", needs=OWN_ORGANISATIONS, load=lambda _session, kind: kind_of(kind.replace("-", "_"))
)
def not_this_kind(kind: object) -> ResponseReturnValue:
    """Why a kind of group cannot be a member, and what may help instead."""
    return page("organisations/not_this_kind.html", kind=kind)


@bp.page("/organisations/<reference>", needs=VIEW_ORGANISATION, load=queries.organisation_by_reference)
def home(organisation: Organisation) -> ResponseReturnValue:
    """What is to do, where the membership stands, who works here. An entry that was merged leads to the other one."""
    if request.path.rstrip("/") != f"/organisations/{organisation.reference}":
        return go(f"/organisations/{organisation.reference}")
    people = queries.team(current_session(), organisation.id)
    return page(
        "organisations/home.html",
        organisation=organisation,
        membership=organisation.membership,
        standing=standing(organisation),
        people=people,
        kind=kind_of(organisation.kind),
        workshops=from_slot("organisation:workshops", current_session(), [organisation.id]),
        role=TEAM_ROLE_LABELS[current_actor().memberships[organisation.id]],
        several=len(current_actor().memberships) > 1,
        may_renew=organisation.membership is not None and may_renew(organisation.membership, today()),
    )
