"""Memberships that stop and go on again: suspended, restored, ended by the calendar; and the mails before the end."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.access.actor import SYSTEM, Actor
from portal.access.permission import require
from portal.accounts.operations import recipient
from portal.core.clock import london, today
from portal.core.dates import date_words
from portal.core.refusal import Refused
from portal.organisations.models import Membership
from portal.organisations.operations.telling import note, tell_leads
from portal.organisations.policy import CHECK_MEMBERS
from portal.organisations.queries import ended, leads_of_ending, lock_membership
from portal.organisations.rules import last_day, latest_end, reminder_due
from portal.organisations.states import MEMBERSHIP
from portal.outbox.operations import queue
from portal.outbox.queries import known_keys

RENEW = "network_renew"


def suspend(session: Session, *, membership: Membership, reason: str, actor: Actor) -> None:
    """Put a membership on hold: the group reads everything, but neither starts nor sends an application; state, mail
    to the leads with the reason, audit.
    """
    require(actor, CHECK_MEMBERS)
    MEMBERSHIP.advance(session, membership, "suspend", actor_id=actor.account_id, reason=reason)
    membership.message = reason
    tell_leads(session, membership, "network_suspended", reason=reason)
    note(session, "membership:suspended", membership, actor)
    session.flush()


def restore(session: Session, *, membership: Membership, until: date, words: str, actor: Actor) -> None:
    """Let a membership that was on hold or has ended go on until a day within twelve months: state, mail to the leads,
    audit. `words` are what the group reads with it, and may be empty.
    """
    require(actor, CHECK_MEMBERS)
    latest = max(latest_end(today()), membership.approved_until or today())
    if not today() < until <= latest:
        raise Refused(f"Choose a day after today, until {date_words(latest)}.")
    MEMBERSHIP.advance(session, membership, "restore", actor_id=actor.account_id, reason=words)
    membership.approved_until = until
    membership.message = words
    tell_leads(session, membership, "network_restored", date=date_words(until), words=words, link="/funds")
    note(session, "membership:restored", membership, actor, until=until.isoformat())
    session.flush()


def lapse_ended(session: Session, at: datetime) -> int:
    """End the memberships whose last day is over at `at`, in London: state, mail to the leads, audit. How many.

    The rule `is_member` says no from the first minute of the next day, whenever this runs.
    """
    on, lapsed = london(at).date(), 0
    for membership in ended(session, on):
        lock_membership(session, membership)
        last = last_day(membership)
        if not MEMBERSHIP.allows(membership.state, "lapse") or last is None or last >= on:
            continue
        MEMBERSHIP.advance(session, membership, "lapse", actor_id=None)
        link = f"/organisations/{membership.organisation.reference}/membership"
        tell_leads(session, membership, "network_lapsed", date=date_words(last), link=link)
        note(session, "membership:lapsed", membership, SYSTEM, last_day=last.isoformat())
        lapsed += 1
    session.flush()
    return lapsed


def remind_of_renewal(session: Session, at: datetime) -> int:
    """Queue the mails of 60, 30 and 7 days before a membership ends, to its leads; how many.

    What is due is worked out from the clock and the outbox, so that a worker that was away sends the latest one only,
    and a second run sends nothing.
    """
    on = london(at).date()
    due = {}
    for membership, lead in leads_of_ending(session, on):
        assert membership.approved_until is not None
        days = reminder_due(membership.approved_until, on)
        place = membership.organisation
        if days is not None:
            key = f"{RENEW}:{place.reference}:{membership.approved_until.isoformat()}:{days}:{lead.reference}"
            due[key] = (membership.approved_until, place, lead)
    known = known_keys(session, list(due))
    for key, (until, place, lead) in due.items():
        if key not in known:
            queue(
                session,
                key=key,
                template=RENEW,
                to=recipient(lead),
                about_type="organisation",
                about=place.reference,
                org_name=place.name,
                date=date_words(until),
                link=f"/organisations/{place.reference}/membership/renew",
            )
    return len(due.keys() - known)
