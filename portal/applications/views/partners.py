"""Partner organisations: who is in the bid, what each costs, and whether they agree."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import redirect, request
from flask.typing import ResponseReturnValue

from portal.access.roles import TeamRole
from portal.accounts.models import MailedToken, Purpose
from portal.accounts.operations import DEAD
from portal.accounts.queries import account_by_id, token_of
from portal.accounts.rules import LinkState, link_state
from portal.applications.forms import InvitePartnerForm
from portal.applications.models import Application, Partner, Snapshot
from portal.applications.operations import agree, invite_partner, join_as_partner, leave, remove_partner, save_costs
from portal.applications.operations.bid import read_bid, together_facts
from portal.applications.policy import (
    AGREE_AS_PARTNER,
    INVITE_PARTNER,
    JOIN_AS_PARTNER,
    LEAVE_AS_PARTNER,
    READ_APPLICATION,
    REMOVE_PARTNER,
    WRITE_COSTS,
)
from portal.applications.queries import application_by_reference, my_organisations
from portal.applications.queries.partners import partner_by_reference, partner_of
from portal.applications.rules.partnership import (
    Share,
    agrees,
    budget_of,
    line_problems,
    name_of,
    shares_in,
    unfair_shares,
)
from portal.applications.rules.signing import standing_partners
from portal.applications.states import PARTNER, PartnerState
from portal.core.clock import now
from portal.formkit.definition import Form
from portal.formkit.queries import form_of
from portal.formkit.types import TYPES
from portal.formkit.types.base import Shown, Source
from portal.formkit.wizard import FieldView
from portal.web.context import current_actor, current_session, keep_changes
from portal.web.guard import Guarded
from portal.web.kept import posted
from portal.web.pages import page

bp = Guarded("partners", __name__)


@dataclass(frozen=True)
class PartnerTable:
    """A partner's costs to read, what they ask for, and whether they agree."""

    partner: Partner
    name: str
    shown: Shown
    asked: int
    agreed: bool


def partner_tables(application: Application) -> list[PartnerTable]:
    """The partners who are in, with their costs as the budget's own table shows them."""
    standing = standing_partners(application.partners)
    if not standing:
        return []
    bid = read_bid(current_session(), application)
    question = budget_of(bid.form)
    rows = [(name_of(one), one.lines) for one in standing]
    shares = shares_in(bid.form, bid.answers, application.organisation.name, rows)[1:]
    return [
        PartnerTable(
            one,
            name_of(one),
            TYPES["table"].show(question, one.lines) if question else Shown("blank"),
            share.asked,
            agrees(bid.form, bid.answers, one),
        )
        for one, share in zip(standing, shares, strict=True)
    ]


def bid_shares(application: Application) -> dict[str, Any]:
    """What each organisation asks for, the total, and the partners whose delivery gets too little."""
    standing = standing_partners(application.partners)
    if not standing:
        return {"shares": [], "total": 0, "unfair": []}
    bid = read_bid(current_session(), application)
    rows = [(name_of(one), one.lines) for one in standing]
    shares = shares_in(bid.form, bid.answers, application.organisation.name, rows)
    total = sum(share.asked for share in shares)
    return {"shares": shares, "total": total, "unfair": unfair_shares(shares[0], shares[1:])}


@bp.page("/applications/<reference>/partners", needs=READ_APPLICATION, load=application_by_reference)
def partners(application: Application) -> ResponseReturnValue:
    """Who is in the bid, and what each asks for."""
    return page(
        "applications/partners.html",
        application=application,
        partners=application.partners,
        tables={one.partner.id: one for one in partner_tables(application)},
        name_of=name_of,
        labels=PARTNER.labels,
        **bid_shares(application),
    )


@bp.page(
    "/applications/<reference>/partners/invite",
    methods=("GET", "POST"),
    needs=INVITE_PARTNER,
    load=application_by_reference,
)
def invite(application: Application) -> ResponseReturnValue:
    """Ask an organisation into the bid."""
    form = InvitePartnerForm()
    if request.method == "POST" and form.validate():
        invite_partner(current_session(), application=application, whom=form.whom.data, actor=current_actor())
        return redirect(f"/applications/{application.reference}/partners", code=303)
    return page("applications/partner_invite.html", application=application, form=form, errors=form.summary)


@bp.page("/applications/<reference>/partners/<partner>", needs=READ_APPLICATION, load=partner_of)
def one(found: Partner) -> ResponseReturnValue:
    """A partner's costs, its agreement, and what ends it."""
    bid = read_bid(current_session(), found.application)
    tables = {table.partner.id: table for table in partner_tables(found.application)}
    question = budget_of(bid.form)
    return page(
        "applications/partner.html",
        application=found.application,
        partner=found,
        name=name_of(found),
        table=tables.get(found.id),
        lacking=line_problems(question, found.lines) if question else [],
        sha256=bid.agreed_hash(found),
        label=PARTNER.labels[PartnerState(found.state)].applicant,
        writing=found.application.state == "draft",
    )


@bp.page(
    "/applications/<reference>/partners/<partner>/costs",
    methods=("GET", "POST"),
    needs=WRITE_COSTS,
    load=partner_of,
)
def costs(found: Partner) -> ResponseReturnValue:
    """The partner's own lines, in the columns of the form's budget."""
    question = budget_of(form_of(found.application.response.form_version))
    here = f"/applications/{found.application.reference}/partners/{found.reference}"
    if question is None:
        return redirect(here, code=303)
    typed = posted()
    lines = TYPES["table"].read(question, Source(typed), question.key) if typed is not None else found.lines
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        revision = request.form.get("revision", "")
        base = int(revision) if revision.isascii() and revision.isdigit() and len(revision) < 10 else -1
        save_costs(current_session(), partner=found, lines=lines, revision=base, actor=current_actor())
        action = request.form.get("action", "continue")
        problems = line_problems(question, lines) if action == "continue" else []
        if not problems:
            more = f"?add={question.key}#{question.key}-{len(lines)}" if action.startswith("add-row:") else ""
            return redirect(here if action == "continue" else f"{here}/costs{more}", code=303)
        keep_changes()
    errors = {field: words for field, words in reversed(problems)}
    return page(
        "applications/partner_costs.html",
        application=found.application,
        partner=found,
        name=name_of(found),
        f=FieldView(question, TYPES[question.type], question.key, lines, errors, heading=False),
        extra_row=request.args.get("add", ""),
        errors=problems,
        revision=found.revision,
    )


@bp.page(
    "/applications/<reference>/partners/<partner>/agree",
    methods=("POST",),
    needs=AGREE_AS_PARTNER,
    load=partner_of,
)
def agree_to_it(found: Partner) -> ResponseReturnValue:
    """Agree to what was read."""
    read = request.form.get("sha256", "")
    agree(current_session(), partner=found, sha256=read, actor=current_actor())
    return redirect(f"/applications/{found.application.reference}/partners/{found.reference}", code=303)


@bp.page(
    "/applications/<reference>/partners/<partner>/leave",
    methods=("GET", "POST"),
    needs=LEAVE_AS_PARTNER,
    load=partner_of,
)
def leave_it(found: Partner) -> ResponseReturnValue:
    """Leave the bid, after a page that says what follows."""
    if request.method == "POST":
        leave(current_session(), partner=found, actor=current_actor())
        return redirect("/applications", code=303)
    return page("applications/partner_leave.html", application=found.application, partner=found, name=name_of(found))


@bp.page(
    "/applications/<reference>/partners/<partner>/remove",
    methods=("GET", "POST"),
    needs=REMOVE_PARTNER,
    load=partner_of,
)
def remove(found: Partner) -> ResponseReturnValue:
    """Take a partner out, or an invitation back, after a page that says what follows."""
    if request.method == "POST":
        remove_partner(current_session(), partner=found, actor=current_actor())
        return redirect(f"/applications/{found.application.reference}/partners", code=303)
    return page("applications/partner_remove.html", application=found.application, partner=found, name=name_of(found))


@bp.page("/partner-invitations/<token>", methods=("GET", "POST"), needs=JOIN_AS_PARTNER)
def invitation(token: str) -> ResponseReturnValue:
    """What is behind a mailed invitation: one page, and one button that accepts for an organisation one leads."""
    session, actor = current_session(), current_actor()
    found = token_of(session, token, Purpose.PARTNER_INVITATION)
    state = link_state(found, now())
    partner = partner_by_reference(session, found.grants) if found and state == LinkState.READY else None
    if found is None or partner is None:
        reason = DEAD[state] if state != LinkState.READY else DEAD[LinkState.REPLACED]
        return page("organisations/dead_invitation.html", 410, reason=reason, inviter=_inviter(found))
    if actor.email != found.email:
        return page("organisations/wrong_account.html", 409 if request.method == "POST" else 200, invitation=found)
    led = [one for one in actor.memberships if actor.in_team(one, TeamRole.LEAD)]
    ours = [
        one
        for one in my_organisations(session, led)
        if one.id != partner.application.organisation_id and partner.organisation_id in (None, one.id)
    ]
    chosen = next((one for one in ours if one.reference == request.form.get("organisation")), None)
    chosen = chosen or (ours[0] if len(ours) == 1 else None)
    if request.method == "POST" and chosen:
        join_as_partner(session, secret=token, organisation=chosen, actor=actor)
        return redirect(f"/applications/{partner.application.reference}", code=303)
    problem = "Select your organisation" if request.method == "POST" and ours else None
    return page(
        "applications/partner_invitation.html",
        token=token,
        partner=partner,
        application=partner.application,
        organisations=ours,
        inviter=_inviter(found),
        problem=problem,
        errors=[("organisation", problem)] if problem else [],
    )


def _inviter(found: MailedToken | None) -> str:
    account = account_by_id(current_session(), found.invited_by_id) if found else None
    return account.name if account else ""


@dataclass(frozen=True)
class SentPartner:
    """A partner as it was sent: its name, its costs to read, what it asks for, who agreed."""

    name: str
    shown: Shown
    asked: int
    agreed_by: str


@dataclass(frozen=True)
class SentBid:
    """What stands beside the answers in a copy: partners, who signed, and the partners with too small a share."""

    partners: list[SentPartner]
    signed_by: str
    unfair: list[Share]
    lead: Share | None


def sent_partners(application: Application, form: Form, snapshot: Snapshot | None) -> SentBid:
    """What was sent of partners and signature; for a draft, as they stand."""
    if snapshot is None:
        bid = read_bid(current_session(), application)
        document: dict[str, Any] = together_facts(bid, None)
        answers: Mapping[str, Any] = bid.answers
    else:
        document = json.loads(snapshot.document)
        answers = document["answers"]
    partners = document.get("partners", [])
    shares = shares_in(form, answers, application.organisation.name, [(p["name"], p["lines"]) for p in partners])
    question = budget_of(form)
    shown = [TYPES["table"].show(question, p["lines"]) if question else Shown("blank") for p in partners]
    return SentBid(
        [
            SentPartner(p["name"], table, p["asks_pence"], p["agreed_by"])
            for p, table in zip(partners, shown, strict=True)
        ],
        document.get("signed", {}).get("by", ""),
        unfair_shares(shares[0], shares[1:]),
        shares[0] if partners else None,
    )
