"""When a lead goes: handing over with a look at what changes hands, asking the office, and the office's answer."""

from functools import partial

from flask import flash, request
from flask.typing import ResponseReturnValue

from portal.access.roles import TEAM_ROLE_LABELS, TeamRole
from portal.core.paging import page_number
from portal.organisations import operations, queries
from portal.organisations.forms.leading import (
    NEW,
    AskToLeadForm,
    DecideLeadForm,
    HandOverForm,
    NameOrganisationForm,
)
from portal.organisations.models import Organisation
from portal.organisations.policy import CHECK_MEMBERS, MANAGE_TEAM, OWN_ORGANISATIONS, VIEW_ORGANISATION
from portal.organisations.queries import leading as leading_queries
from portal.organisations.queries.leading import Asked
from portal.organisations.views.organisation import go
from portal.web.context import current_actor, current_session, from_slot
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("leading", __name__)
_hand_on = partial(from_slot, "team:hand-on")


@bp.page(
    "/organisations/<reference>/people/hand-over",
    needs=MANAGE_TEAM,
    load=queries.organisation_by_reference,
    methods=("GET", "POST"),
)
def hand_over(organisation: Organisation) -> ResponseReturnValue:
    """What is mine here, who takes it, and the one press that does it all."""
    session, actor = current_session(), current_actor()
    people = queries.team(session, organisation.id)
    others = [one for one in people if one.account_id != actor.account_id and one.account.suspended_at is None]
    mine = next(one for one in people if one.account_id == actor.account_id)
    form = HandOverForm([(one.account.reference, f"{one.account.name} ({one.role})") for one in others])
    if request.method == "POST" and form.validate():
        if form.successor.data == NEW:
            operations.hand_over_to_new(session, member=mine, email=form.email.data, actor=actor)
            flash(f"We have asked {form.email.data}. You leave the team when they have joined.", "success")
            return go(f"/organisations/{organisation.reference}/people")
        chosen = next(one for one in others if one.account.reference == form.successor.data)
        operations.hand_over(session, member=mine, successor=chosen, hand_on=_hand_on, actor=actor)
        flash(f"{chosen.account.name} leads {organisation.name} now. You have left its team.", "success")
        return go("/organisations")
    return page(
        "organisations/hand_over.html",
        organisation=organisation,
        form=form,
        errors=form.summary,
        theirs=from_slot("team:work-of", session, organisation.id, actor.account_id),
        waiting=[
            one for one in leading_queries.open_handovers(session, organisation.id) if one.leaver_id == mine.account_id
        ],
    )


@bp.page(
    "/organisations/<reference>/people/hand-over/stop",
    needs=MANAGE_TEAM,
    load=queries.organisation_by_reference,
    methods=("POST",),
)
def keep_leading(organisation: Organisation) -> ResponseReturnValue:
    """Stay after all."""
    operations.keep_leading(current_session(), organisation=organisation, actor=current_actor())
    flash("You stay. The invitation does not work any more.", "success")
    return go(f"/organisations/{organisation.reference}/people")


@bp.page(
    "/organisations/<reference>/people/ask-to-lead",
    needs=VIEW_ORGANISATION,
    load=queries.organisation_by_reference,
    methods=("GET", "POST"),
)
def ask_to_lead(organisation: Organisation) -> ResponseReturnValue:
    """The lead is gone: somebody of the team asks the office."""
    if current_actor().in_team(organisation.id, TeamRole.LEAD):
        return go(f"/organisations/{organisation.reference}/people")
    return _ask(AskToLeadForm(), organisation)


@bp.page("/organisations/ask-to-lead", needs=OWN_ORGANISATIONS, methods=("GET", "POST"))
def ask_to_lead_from_outside() -> ResponseReturnValue:
    """The same for somebody who is in no team of it. They are never told which organisations there are."""
    return _ask(NameOrganisationForm(), None)


def _ask(form: AskToLeadForm, organisation: Organisation | None) -> ResponseReturnValue:
    session, actor = current_session(), current_actor()
    if request.method == "POST" and form.validate():
        operations.ask_to_lead(
            session,
            organisation=organisation,
            typed=form.name.data if isinstance(form, NameOrganisationForm) else "",
            reason=form.reason.data,
            actor=actor,
        )
        return go(request.path)
    waiting = leading_queries.open_request_of(session, actor.account_id or 0)
    return page(
        "organisations/ask_to_lead.html", organisation=organisation, form=form, errors=form.summary, waiting=waiting
    )


@bp.page("/manage/lead-requests", needs=CHECK_MEMBERS)
def lead_requests() -> ResponseReturnValue:
    """Who asks to lead because the lead is gone, the oldest first."""
    session = current_session()
    paging = page_number(request.args.get("page"), leading_queries.count_lead_requests(session))
    return page(
        "organisations/lead_requests.html", requests=leading_queries.lead_requests(session, paging), paging=paging
    )


@bp.page(
    "/manage/lead-requests/<request>",
    needs=CHECK_MEMBERS,
    load=leading_queries.lead_request,
    methods=("GET", "POST"),
)
def lead_request(asked: Asked) -> ResponseReturnValue:
    """One request: who asks, who leads now, and the answer with its reason."""
    session, actor, found = current_session(), current_actor(), asked.request
    leads = [one for one in asked.people if one.role == TeamRole.LEAD and one.account_id != found.account_id]
    form = DecideLeadForm([(one.account.reference, one.account.name) for one in leads])
    problem = None
    if request.method == "POST" and form.validate():
        place = found.organisation or leading_queries.organisation_named(session, form.organisation.data)
        if form.verdict.data == "decline":
            operations.decline_lead(session, request=found, reason=form.reason.data, actor=actor)
            return go("/manage/lead-requests")
        if place is not None:
            gone = next((one for one in leads if one.account.reference == form.gone.data), None)
            operations.grant_lead(
                session,
                request=found,
                organisation=place,
                reason=form.reason.data,
                gone=gone,
                hand_on=_hand_on,
                actor=actor,
            )
            return go("/manage/lead-requests")
        problem = ("organisation", "Enter the reference of the organisation, like ORG-7QJ4")
    return page(
        "organisations/lead_request.html",
        asked=asked,
        leads=leads,
        form=form,
        labels=TEAM_ROLE_LABELS,
        problem=problem,
        errors=[*form.summary, *([problem] if problem else [])],
    )
