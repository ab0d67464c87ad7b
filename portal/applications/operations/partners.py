"""Partner organisations in a bid: invited, joined, their costs, their agreement, and gone again."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.access.roles import TeamRole
from portal.accounts.models import Account, MailedToken, Purpose
from portal.accounts.operations import cancel_links, make_link, recipient, spend
from portal.accounts.queries import account_by_email, canonical_email
from portal.applications.models import Application, Partner
from portal.applications.operations.bid import after_change, clear_agreement, hold_bid, tell, tell_partner
from portal.applications.operations.recording import record_act
from portal.applications.policy import (
    AGREE_AS_PARTNER,
    INVITE_PARTNER,
    JOIN_AS_PARTNER,
    LEAVE_AS_PARTNER,
    REMOVE_PARTNER,
    WRITE_COSTS,
)
from portal.applications.queries.finding import writers_of
from portal.applications.queries.partners import invitations_of, organisation_called, partner_by_reference
from portal.applications.queries.together import colleagues
from portal.applications.rules import may_write_at, too_late
from portal.applications.rules.partnership import MOST_PARTNERS, budget_of, line_problems, name_of
from portal.applications.states import PARTNER, PartnerState
from portal.core.clock import now
from portal.core.refusal import Refused
from portal.organisations.models import Organisation
from portal.organisations.rules import why_stopped
from portal.outbox.operations import Recipient, queue

DEAD = "This invitation was taken back, or the application was sent. Ask whoever invited you."


def invite_partner(session: Session, *, application: Application, whom: str, actor: Actor) -> Partner:
    """Ask an organisation into the bid, by its reference (then its leads are written to) or by an email address.

    Asking the same again sends a new link in place of the old one. Raises Refused with what is wrong with `whom`.
    Effects: the partner as invited; a one-time link by mail for seven days; audit.
    """
    require(actor, INVITE_PARTNER, application)
    hold_bid(session, application)
    email = canonical_email(whom) if "@" in whom else ""
    organisation = None if email else _organisation(session, application, whom)
    invited_as = email or (organisation.name if organisation else "")
    partner = next((one for one in application.partners if _same(one, organisation, email)), None)
    if partner is not None and partner.state == PartnerState.ACCEPTED:
        raise Refused(f"{name_of(partner)} is a partner in this application.")
    if partner is None:
        if len(application.partners) >= MOST_PARTNERS:
            raise Refused(f"An application can have {MOST_PARTNERS} partners.")
        partner = Partner(application=application, organisation=organisation, invited_as=invited_as, lines=[])
        session.add(partner)
    partner.invited_at, partner.invited_by_id = now(), actor.account_id
    session.flush()
    _mail_links(session, application, partner, email, actor)
    record_act(session, "partner-invited", application, actor, partner=partner.reference)
    return partner


def _organisation(session: Session, application: Application, typed: str) -> Organisation:
    found = organisation_called(session, typed)
    if found is None:
        raise Refused("We do not know this reference. It looks like ORG-7QJ4. Or enter an email address.")
    if found.id == application.organisation_id:
        raise Refused("This is your own organisation. Enter the reference of your partner.")
    return found


def _same(partner: Partner, organisation: Organisation | None, email: str) -> bool:
    if organisation is not None:
        return partner.organisation_id == organisation.id
    return partner.state == PartnerState.INVITED and partner.invited_as == email


def _mail_links(session: Session, application: Application, partner: Partner, email: str, actor: Actor) -> None:
    """A link for each lead of the organisation, or for the address."""
    if email:
        account = account_by_email(session, email)
        people = [recipient(account) if account else Recipient(None, email, email)]
    else:
        people = [recipient(lead) for lead in colleagues(session, partner.organisation_id or 0, TeamRole.LEAD)]
    for to in people:
        secret, token = make_link(
            session,
            purpose=Purpose.PARTNER_INVITATION,
            email=to.email,
            organisation_id=application.organisation_id,
            grants=partner.reference,
            invited_by_id=actor.account_id,
        )
        queue(
            session,
            key=f"link:{token.reference}",
            template="partner_invite",
            to=to,
            about_type="application",
            about=application.reference,
            secret_link=f"/partner-invitations/{secret}",
            person=actor.name,
            org_name=application.organisation.name,
            project_name=application.title or "an application",
            fund_name=application.round.name,
        )


def join_as_partner(session: Session, *, secret: str, organisation: Organisation, actor: Actor) -> Partner:
    """Spend an invitation and join the bid for an organisation that one leads; audit; mail to those who write it.

    Raises Refused when the link does not work any more, was sent to another address or another organisation, and for
    an organisation that is in the bid already.
    """
    require(actor, JOIN_AS_PARTNER)
    token = spend(session, secret=secret, purpose=Purpose.PARTNER_INVITATION)
    partner = partner_by_reference(session, token.grants)
    if partner is None or partner.state != PartnerState.INVITED or partner.application.state != "draft":
        raise Refused(DEAD, title="This invitation is no longer open")
    if token.email != actor.email:
        raise Refused(f"This invitation was sent to {token.email}. Sign in with that address.")
    _refuse_unfit(partner, organisation, actor)
    bid = hold_bid(session, partner.application)
    PARTNER.advance(session, partner, "accept", actor_id=actor.account_id)
    try:
        with session.begin_nested():
            partner.organisation = organisation
            partner.accepted_at, partner.accepted_by_id = now(), actor.account_id
            session.flush()
    except IntegrityError as error:
        raise Refused(f"{organisation.name} is in this application already.") from error
    _cancel_invitations(session, partner)
    record_act(session, "partner-joined", partner.application, actor, partner=partner.reference)
    _tell_writers(session, partner, "partner_joined", "joined")
    after_change(session, bid, actor)
    return partner


def _refuse_unfit(partner: Partner, organisation: Organisation, actor: Actor) -> None:
    if not actor.in_team(organisation.id, TeamRole.LEAD):
        raise Refused("Only a lead of your organisation can accept this. Ask one of them.")
    if organisation.id == partner.application.organisation_id:
        raise Refused("This is the organisation that invited you. Choose another.")
    if partner.organisation_id not in (None, organisation.id):
        raise Refused(f"This invitation is for {name_of(partner)}.")
    _refuse_stopped(organisation)


def _refuse_stopped(organisation: Organisation) -> None:
    """A partner that may not apply may not bind itself to somebody else's application either."""
    stopped = why_stopped(organisation)
    if stopped:
        raise Refused(stopped, title="Your organisation cannot do this now")


def save_costs(
    session: Session, *, partner: Partner, lines: Sequence[dict[str, Any]], revision: int, actor: Actor
) -> bool:
    """Keep a partner's costs, whatever they lack; whether anything changed. Rows have the columns of the budget.

    Refused when a colleague saved since (`revision` is what the page showed), once the application was sent, and
    after the closing time as answers are.
    Effects: the costs; the partner's agreement and the certifier's signature end; audit.
    """
    require(actor, WRITE_COSTS, partner)
    bid = hold_bid(session, partner.application)
    session.refresh(partner, ["lines", "revision"])
    rows = list(lines)
    if rows == partner.lines:
        return False
    place = partner.application
    if not may_write_at(place.round, place.extension, now()):
        raise too_late(place.round, place.extension)
    if partner.revision != revision:
        raise Refused(
            f"{partner.saved_by_name} saved your costs while you were typing. Open the page again to see them.",
            title="Someone else changed this",
        )
    partner.lines, partner.revision = rows, partner.revision + 1
    partner.saved_at, partner.saved_by_name = now(), actor.name[:200]
    record_act(session, "partner-costs", partner.application, actor, partner=partner.reference, rows=len(rows))
    after_change(session, bid, actor)
    return True


def agree(session: Session, *, partner: Partner, sha256: str, actor: Actor) -> None:
    """A partner agrees to the application as it read it (`sha256` was on the page); twice is once.

    Refused while its costs are not whole, and when amounts or its costs changed since. Effects: who, when and the hash
    of both; mail to those who write the application; audit.
    """
    require(actor, AGREE_AS_PARTNER, partner)
    bid = hold_bid(session, partner.application)
    session.refresh(partner, ["lines", "agreed_at"])
    if partner.agreed_at is not None:
        return
    assert partner.organisation is not None
    _refuse_stopped(partner.organisation)
    question = budget_of(bid.form)
    problems = line_problems(question, partner.lines) if question else []
    if problems:
        raise Refused(f"Your costs are not complete yet. {problems[0][1]}.", title="You cannot agree yet")
    if bid.agreed_hash(partner) != sha256:
        raise Refused(
            "An amount was changed after you opened the page. Read it again, then agree.",
            title="This is not what you read",
        )
    partner.agreed_at, partner.agreed_by_id, partner.agreed_by_name = now(), actor.account_id, actor.name[:200]
    partner.agreed_sha256, partner.agreed_whole_sha256, partner.voided_at = sha256, bid.sha256, None
    record_act(session, "partner-agreed", partner.application, actor, partner=partner.reference, sha256=sha256)
    _tell_writers(session, partner, "partner_agreed", f"agreed:{now().isoformat()}")
    session.flush()


def leave(session: Session, *, partner: Partner, actor: Actor) -> None:
    """A partner leaves the bid before it is sent; its costs leave every sum. Mail to those who write; audit."""
    require(actor, LEAVE_AS_PARTNER, partner)
    application, bid = partner.application, hold_bid(session, partner.application)
    PARTNER.advance(session, partner, "leave", actor_id=actor.account_id)
    _tell_writers(session, partner, "partner_left", "left")
    _take_out(session, application, partner, "partner-left", actor)
    after_change(session, bid, actor)


def remove_partner(session: Session, *, partner: Partner, actor: Actor) -> None:
    """The lead organisation takes a partner out, or an invitation back. Mail to the partner's leads; audit."""
    require(actor, REMOVE_PARTNER, partner)
    application, bid = partner.application, hold_bid(session, partner.application)
    joined = partner.state == PartnerState.ACCEPTED
    PARTNER.advance(session, partner, "remove", actor_id=actor.account_id)
    if joined:
        tell_partner(session, partner, "partner_removed", "removed")
    _take_out(session, application, partner, "partner-removed", actor)
    after_change(session, bid, actor)


def _take_out(session: Session, application: Application, partner: Partner, verb: str, actor: Actor) -> None:
    _cancel_invitations(session, partner)
    partner.live = None
    clear_agreement(partner)
    record_act(session, verb, application, actor, partner=partner.reference)
    session.flush()
    session.refresh(application, ["partners"])


def _cancel_invitations(session: Session, partner: Partner) -> None:
    for token in invitations_of(session, partner):
        cancel_links(session, email=token.email, purposes=(Purpose.PARTNER_INVITATION,), grants=partner.reference)


def _tell_writers(session: Session, partner: Partner, template: str, key: str) -> None:
    application = partner.application
    link = f"/applications/{application.reference}/partners"
    for account in writers_of(session, application.organisation_id):
        to: Account = account
        words = {"partner": name_of(partner), "link": link}
        tell(session, application, template, f"{partner.id}:{key}", recipient(to), **words)


def is_for(token: MailedToken, actor: Actor) -> bool:
    """Whether an invitation was sent to the person who is signed in."""
    return token.email == actor.email
