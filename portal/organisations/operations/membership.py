"""Membership of the Funding Network: asking for it, and the office's answers."""

from datetime import date

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.core.clock import now, today
from portal.core.dates import date_words
from portal.core.refusal import Refused
from portal.core.text import plural
from portal.formkit.journey import missing
from portal.formkit.loader import compile_form, load_yaml
from portal.formkit.models import FormVersion
from portal.formkit.operations import freeze, publish, save_answers, start_response, thaw
from portal.formkit.queries import answers_of, form_of, latest_version
from portal.organisations.models import Membership, Organisation
from portal.organisations.operations.facts import remember_keys, take_facts
from portal.organisations.operations.telling import note, tell_leads
from portal.organisations.policy import CHECK_MEMBERS, EDIT_MEMBERSHIP, SEND_MEMBERSHIP
from portal.organisations.queries import asked_answers, check_list, live_renewal
from portal.organisations.rules import (
    FORM_KEY,
    REGISTRATION,
    WORKING_DAYS_TO_REPLY,
    decline_reasons,
    facts_of,
    for_the_audit,
    latest_end,
    may_ask_again,
    may_join,
    open_lines,
    pack,
    working_days_after,
)
from portal.organisations.states import MEMBERSHIP, RENEWAL, MembershipState

OF_ORGANISATION = "n2"
NOT_FOR_THIS_KIND = (
    "We can only give grants to groups that do not share profits with their owners. "
    "Change the type of your organisation if it is not right."
)


def publish_registration_form(session: Session) -> FormVersion:
    """Publish the pack's registration form as it is now; the same form again is the version that is there."""
    lists = {
        f"reference.{name}": value["items"]
        for name, value in pack("12_reference_lists.yaml").items()
        if isinstance(value, dict) and "items" in value
    }
    source = load_yaml(REGISTRATION)
    document = compile_form(source, name=REGISTRATION.name, lists=lists, facts={"this_year": today().year})
    return publish(session, document=document)


def begin_membership(session: Session, *, organisation: Organisation, actor: Actor) -> Membership:
    """Begin the form of an organisation, with its name and kind filled in; nothing is sent."""
    version = latest_version(session, FORM_KEY) or publish_registration_form(session)
    response = start_response(session, version=version)
    membership = Membership(organisation=organisation, response=response, state=MembershipState.DRAFT)
    session.add(membership)
    session.flush()
    section = form_of(version).section(OF_ORGANISATION)
    assert section is not None
    known = {"org_name": organisation.name, "org_type": organisation.kind}
    save_answers(session, response=response, section=section, values=known, base=0, actor=actor)
    remember_keys(session, organisation=organisation, answers=known)
    return membership


def note_saved(session: Session, *, membership: Membership, changed: frozenset[str], actor: Actor) -> None:
    """Audit a saving of the form by the names of the questions that changed."""
    require(actor, EDIT_MEMBERSHIP, membership)
    note(session, "membership:saved", membership, actor, questions=sorted(changed))


def apply(session: Session, *, membership: Membership, actor: Actor) -> None:
    """Send the form: nothing more can be written; it must be complete and of a kind that can join; state; the
    organisation takes its name; receipt by mail to the sender; audit.
    """
    require(actor, SEND_MEMBERSHIP, membership)
    response = membership.response
    freeze(session, response=response)
    answers = answers_of(session, response)
    lacking = missing(form_of(response.form_version), answers)
    if lacking:
        raise Refused(f"Your form is not complete yet. First: {lacking[0].message}.", title="You cannot send this yet")
    if not may_join(answers.get("org_type", "")):
        raise Refused(NOT_FOR_THIS_KIND, title="We cannot take this form")
    MEMBERSHIP.advance(session, membership, "apply", actor_id=actor.account_id)
    membership.applied_at = now()
    membership.applied_by_id = actor.account_id
    membership.reply_by = None
    membership.organisation.name = facts_of(answers)["name"]
    remember_keys(session, organisation=membership.organisation, answers=asked_answers(session, response))
    reply = date_words(working_days_after(today(), WORKING_DAYS_TO_REPLY))
    tell_leads(session, membership, "network_received", date=reply, reference=membership.organisation.reference)
    note(session, "membership:applied", membership, actor)
    session.flush()


def ask_for_more(session: Session, *, membership: Membership, request: str, reply_by: date, actor: Actor) -> None:
    """Ask the group for more by a date: state, the form can be written again, mail to the leads, audit."""
    require(actor, CHECK_MEMBERS)
    if reply_by < today():
        raise Refused("Choose a day from today on.")
    MEMBERSHIP.advance(session, membership, "ask", actor_id=actor.account_id, reason=request)
    thaw(session, response=membership.response)
    membership.message = request
    membership.reply_by = reply_by
    link = f"/organisations/{membership.organisation.reference}/membership"
    tell_leads(session, membership, "network_more_info", request=request, date=date_words(reply_by), link=link)
    note(session, "membership:asked", membership, actor, reply_by=reply_by.isoformat())
    session.flush()


def approve(
    session: Session,
    *,
    membership: Membership,
    until: date,
    conditions: str,
    despite_checks: bool = False,
    actor: Actor,
) -> None:
    """Make the group a member until a day within twelve months: state, facts of the form onto the organisation, mail to
    the leads, audit with where each check stands. Checks that are open or a problem stop it unless `despite_checks`.
    """
    require(actor, CHECK_MEMBERS)
    if not today() < until <= latest_end(today()):
        raise Refused(f"Choose a day after today, until {date_words(latest_end(today()))}.")
    checks = check_list(session, membership)
    left = open_lines(checks)
    if left and not despite_checks:
        raise Refused(f"{plural(len(left), 'check is', 'checks are')} open or a problem. Say that you approve anyway.")
    MEMBERSHIP.advance(session, membership, "approve", actor_id=actor.account_id, reason=conditions)
    membership.approved_until = until
    membership.message = conditions
    _decided(membership, actor)
    take_facts(session, organisation=membership.organisation, answers=asked_answers(session, membership.response))
    words = f"What to put in place: {conditions}" if conditions else "There is nothing more that you have to do."
    tell_leads(session, membership, "network_approved", conditions=words, link="/funds")
    note(
        session,
        "membership:approved",
        membership,
        actor,
        until=until.isoformat(),
        conditions=bool(conditions),
        checks=for_the_audit(checks),
        despite_checks=bool(left),
    )
    session.flush()


def decline(session: Session, *, membership: Membership, reason: str, next_steps: str, actor: Actor) -> None:
    """Do not approve, with a reason of the pack and what to do next: state, mail to the leads, audit."""
    require(actor, CHECK_MEMBERS)
    if reason not in decline_reasons():
        raise Refused("Choose one of the reasons.")
    message = f"{reason}.\n\n{next_steps}"
    MEMBERSHIP.advance(session, membership, "decline", actor_id=actor.account_id, reason=message)
    freeze(session, response=membership.response)
    membership.message = message
    _decided(membership, actor)
    tell_leads(session, membership, "network_not_approved", reason=message)
    note(session, "membership:declined", membership, actor, reason=reason)
    session.flush()


def ask_again(session: Session, *, membership: Membership, actor: Actor) -> None:
    """Open the form again after the office's answer, with everything still in it: state, audit.

    What was written in a renewal that was not sent in time is in it too.
    """
    require(actor, SEND_MEMBERSHIP, membership)
    if not may_ask_again(membership.state):
        raise Refused("Your form is open, or we are checking it. You can see where it stands on your membership page.")
    MEMBERSHIP.advance(session, membership, "ask_again", actor_id=actor.account_id)
    renewal = live_renewal(session, membership.id)
    if renewal:
        RENEWAL.advance(session, renewal, "leave", actor_id=actor.account_id)
        renewal.live = None
        membership.response = renewal.response
        membership.renewal_waits = False
    thaw(session, response=membership.response)
    note(session, "membership:opened-again", membership, actor)
    session.flush()


def _decided(membership: Membership, actor: Actor) -> None:
    membership.decided_at = now()
    membership.decided_by_id = actor.account_id
    membership.reply_by = None
