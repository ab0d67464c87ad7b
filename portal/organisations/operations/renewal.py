"""Renewing a membership each year: the group goes through its details; nobody has to look where nothing changed."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from portal.access.actor import SYSTEM, Actor
from portal.access.permission import require
from portal.core.clock import now, today
from portal.core.dates import date_words
from portal.core.refusal import Refused
from portal.documents.queries import file_states
from portal.documents.states import Scan
from portal.formkit.carrying import carry
from portal.formkit.definition import Section
from portal.formkit.journey import missing
from portal.formkit.operations import freeze, save_answers, start_response, thaw
from portal.formkit.queries import answers_at, answers_of, form_of, latest_version, sections_of
from portal.organisations.models import Membership, Renewal
from portal.organisations.operations.facts import take_facts
from portal.organisations.operations.membership import NOT_FOR_THIS_KIND
from portal.organisations.operations.telling import note, tell_leads
from portal.organisations.policy import CHECK_MEMBERS, EDIT_MEMBERSHIP, SEND_MEMBERSHIP
from portal.organisations.queries import asked_answers, changes_in, check_list, live_renewal, lock_membership
from portal.organisations.rules import (
    FORM_KEY,
    blocks_of,
    is_member,
    may_join,
    may_renew,
    open_lines,
    promises_of,
    renew_from,
    renewed_until,
    renews_at_once,
)
from portal.organisations.states import MEMBERSHIP, RENEWAL, MembershipState, RenewalState

NO, YES = "no", "yes"


def go_through(session: Session, *, membership: Membership, said: Mapping[str, str], actor: Actor) -> Renewal:
    """Keep what the group says of each section of its form ("no": nothing changed, "yes"), and begin the renewal with
    a copy of its answers when there is none. No puts back what was changed there before. Nothing is sent.
    """
    require(actor, EDIT_MEMBERSHIP, membership)
    lock_membership(session, membership)
    _in_time(membership)
    renewal = live_renewal(session, membership.id) or _begin(session, membership, actor)
    _still_open(renewal)
    form = form_of(renewal.response.form_version)
    known = {section.key: section for section in blocks_of(form, answers_of(session, renewal.response))}
    fresh = {key: word for key, word in said.items() if key in known and word in (NO, YES)}
    for key, word in fresh.items():
        if word == NO:
            _put_back(session, renewal, known[key], actor)
    if renewal.said | fresh != renewal.said:
        renewal.said = renewal.said | fresh
        note(session, "membership:renewal-saved", membership, actor, sections=sorted(fresh))
    session.flush()
    return renewal


def note_renewal_saved(session: Session, *, renewal: Renewal, changed: frozenset[str], actor: Actor) -> None:
    """Audit a saving of a renewal's form by the names of the questions; refused once it was sent or time is up."""
    require(actor, EDIT_MEMBERSHIP, renewal.membership)
    _in_time(renewal.membership)
    _still_open(renewal)
    note(session, "membership:renewal-saved", renewal.membership, actor, questions=sorted(changed))


def send_renewal(session: Session, *, renewal: Renewal, agreed: bool, actor: Actor) -> bool:
    """Send it, with every promise made anew; whether the membership was renewed at once.

    That is when nothing material changed and no check is open or a problem; otherwise an officer decides, and the
    membership stays until its end and thirty days more. State, mail to the leads, audit.
    """
    membership = renewal.membership
    require(actor, SEND_MEMBERSHIP, membership)
    lock_membership(session, membership)
    _in_time(membership)
    _still_open(renewal)
    form = form_of(renewal.response.form_version)
    if any(section.key not in renewal.said for section in blocks_of(form, answers_of(session, renewal.response))):
        raise Refused("Say for each part whether anything has changed.", title="You cannot send this yet")
    if not agreed:
        raise Refused("Read what you agree to, and tick the box.", title="You cannot send this yet")
    _promise(session, renewal, actor)
    freeze(session, response=renewal.response)
    answers = answers_of(session, renewal.response)
    lacking = missing(form, answers)
    if lacking:
        raise Refused(f"Something is missing. First: {lacking[0].message}.", title="You cannot send this yet")
    if not may_join(answers.get("org_type", "")):
        raise Refused(NOT_FOR_THIS_KIND, title="We cannot take this form")
    RENEWAL.advance(session, renewal, "send", actor_id=actor.account_id)
    renewal.sent_at, renewal.sent_by_id, renewal.sent_by_name = now(), actor.account_id, actor.name[:200]
    membership.renewal_waits = True
    changed = changes_in(session, renewal)
    note(
        session, "membership:renewal-sent", membership, actor, changed=[one.question.key for one in changed]
    )  # what is new stands in the answers
    at_once = renews_at_once(changed, len(open_lines(check_list(session, membership))))
    if at_once:
        _renew(session, renewal, SYSTEM)
    else:
        tell_leads(session, membership, "network_renew_received", date=date_words(_end(membership)))
    session.flush()
    return at_once


def renew(session: Session, *, renewal: Renewal, actor: Actor) -> date:
    """Renew the membership for a year from its old last day: the new answers and facts count; mail, audit."""
    require(actor, CHECK_MEMBERS)
    lock_membership(session, renewal.membership)
    return _renew(session, renewal, actor)


def send_renewal_back(session: Session, *, renewal: Renewal, request: str, actor: Actor) -> None:
    """Ask the group for something more before it is renewed: it can write again; mail to the leads, audit."""
    require(actor, CHECK_MEMBERS)
    membership = renewal.membership
    lock_membership(session, membership)
    if not is_member(membership, today()):
        raise Refused("Their membership has ended, so they cannot change it. Renew it, or do not.")
    RENEWAL.advance(session, renewal, "send_back", actor_id=actor.account_id, reason=request)
    thaw(session, response=renewal.response)
    renewal.message = request
    link = f"/organisations/{membership.organisation.reference}/membership/renew"
    last = date_words(_end(membership))
    tell_leads(session, membership, "network_renew_more", request=request, date=last, link=link)
    note(session, "membership:renewal-sent-back", membership, actor)
    session.flush()


def decline_renewal(session: Session, *, renewal: Renewal, reason: str, actor: Actor) -> None:
    """Do not renew: the membership runs to its old last day with its old details; mail to the leads, audit."""
    require(actor, CHECK_MEMBERS)
    membership = renewal.membership
    lock_membership(session, membership)
    RENEWAL.advance(session, renewal, "decline", actor_id=actor.account_id, reason=reason)
    _over(renewal, actor)
    renewal.message = reason
    tell_leads(session, membership, "network_not_renewed", reason=reason, date=date_words(_end(membership)))
    note(session, "membership:renewal-declined", membership, actor)
    session.flush()


def _renew(session: Session, renewal: Renewal, actor: Actor) -> date:
    membership = renewal.membership
    RENEWAL.advance(session, renewal, "renew", actor_id=actor.account_id)
    if membership.state == MembershipState.LAPSED:
        MEMBERSHIP.advance(session, membership, "restore", actor_id=actor.account_id)
    _over(renewal, actor)
    until = renewed_until(renewal.ends_on, today())
    membership.response = renewal.response
    membership.approved_until = until
    membership.message = ""
    take_facts(session, organisation=membership.organisation, answers=asked_answers(session, renewal.response))
    tell_leads(session, membership, "network_renewed", date=date_words(until), link="/funds")
    note(session, "membership:renewed", membership, actor, until=until.isoformat())
    session.flush()
    return until


def _over(renewal: Renewal, actor: Actor) -> None:
    renewal.live = None
    renewal.answered_at, renewal.answered_by_id = now(), actor.account_id
    renewal.membership.renewal_waits = False


def _begin(session: Session, membership: Membership, actor: Actor) -> Renewal:
    """A renewal whose answers are those of the membership, in the newest form; promises are left out."""
    old = membership.response
    version = latest_version(session, FORM_KEY) or old.form_version
    response = start_response(session, version=version)
    states = file_states(session, membership.organisation_id)

    def is_there(file: Mapping[str, object]) -> bool:
        state = states.get(str(file["id"]))
        return state is not None and not state.removed and state.scan != Scan.INFECTED

    form = form_of(version)
    days = (date.min, date.max)
    carried = carry(form_of(old.form_version), answers_of(session, old), form, days=days, keeps_file=is_there)
    for section in form.sections:
        mine = {
            question.key: carried[question.key]
            for step in section.steps
            for question in step.questions
            if question.key in carried
        }
        save_answers(session, response=response, section=section, values=mine, base=0, actor=actor)
    assert membership.approved_until is not None
    renewal = Renewal(
        membership=membership,
        response=response,
        before=old,
        said={},
        ends_on=membership.approved_until,
        begun_at=now(),
        live=True,
        state=RenewalState.BEGUN,
    )
    session.add(renewal)
    session.flush()
    return renewal


def _put_back(session: Session, renewal: Renewal, section: Section, actor: Actor) -> None:
    """The answers of a section as they were when the renewal began: its first saving."""
    row = sections_of(session, renewal.response)[section.key]
    first = answers_at(session, renewal.response, {section.key: 1})
    values = {key: first.get(key) for key in row.answers}
    save_answers(session, response=renewal.response, section=section, values=values, base=row.revision, actor=actor)


def _promise(session: Session, renewal: Renewal, actor: Actor) -> None:
    form = form_of(renewal.response.form_version)
    held = sections_of(session, renewal.response)
    for question in promises_of(form):
        section = form.place_of[question.key][0]
        values = {question.key: [one["id"] for one in question.details["statements"]]}
        base = held[section.key].revision if section.key in held else 0
        save_answers(session, response=renewal.response, section=section, values=values, base=base, actor=actor)


def _in_time(membership: Membership) -> None:
    if may_renew(membership, today()):
        return
    first = renew_from(membership)
    if is_member(membership, today()) and first is not None:
        raise Refused(f"You can renew from {date_words(first)}.", title="It is too early to renew")
    raise Refused("Your membership is not running, so it cannot be renewed here. See your membership page.")


def _still_open(renewal: Renewal) -> None:
    if renewal.state != RenewalState.BEGUN:
        raise Refused("You have sent this, and we are looking at it.", title="This was sent")


def _end(membership: Membership) -> date:
    assert membership.approved_until is not None
    return membership.approved_until
