"""When dates move: more time after a fault of ours or for one organisation, and a decision that comes later."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.applications.models import Application, Extension
from portal.applications.queries import drafts_in, extension_of, undecided_in, writers_by_organisation
from portal.applications.rules import TAKES_EXTENSIONS
from portal.audit.operations import record
from portal.core.clock import now, today
from portal.core.dates import date_words, deadline_words
from portal.core.refusal import Refused
from portal.funds.models import DecisionDelay, Outage, Round
from portal.funds.operations import extend
from portal.funds.policy import MANAGE_ROUNDS
from portal.funds.states import RoundState
from portal.organisations.models import Organisation
from portal.outbox.operations import Recipient, queue


def declare_outage(session: Session, *, round_: Round, closes_at: datetime, words: str, actor: Actor) -> Outage:
    """Give everyone more time after a fault of ours: new closing time, a note on the fund's page, mail to every lead
    and editor with a draft; audit.
    """
    before = round_.closes_at
    extend(session, round_=round_, closes_at=closes_at, actor=actor)
    outage = Outage(
        round_id=round_.id,
        words=words,
        before_at=before,
        after_at=closes_at,
        declared_at=now(),
        declared_by_id=actor.account_id,
    )
    session.add(outage)
    session.flush()
    facts = {"reason": words, "old_date": deadline_words(before), "new_date": deadline_words(closes_at)}
    _tell(session, "round_outage", f"outage:{outage.id}", drafts_in(session, round_), fund_name=round_.name, **facts)
    _record(session, "outage-declared", round_, actor, before=before.isoformat(), after=closes_at.isoformat())
    return outage


def put_off_decision(session: Session, *, round_: Round, decision_on: date, reason: str, actor: Actor) -> DecisionDelay:
    """Promise another day for the decision, with the reason and an apology: mail to everyone who waits; audit.

    Refused when the round is announced already, and for a day that is no later or has passed.
    """
    require(actor, MANAGE_ROUNDS, round_)
    session.refresh(round_, ["state", "decision_on"], with_for_update=True)
    if round_.state not in (RoundState.PUBLISHED, RoundState.ASSESSING, RoundState.DECIDED):
        raise Refused("Nobody waits for a decision in this round.")
    if decision_on <= max(round_.decision_on, today()):
        raise Refused(f"The new day must be later than {date_words(max(round_.decision_on, today()))}.")
    delay = DecisionDelay(
        round_id=round_.id,
        reason=reason,
        before_on=round_.decision_on,
        after_on=decision_on,
        told_at=now(),
        told_by_id=actor.account_id,
    )
    session.add(delay)
    round_.decision_on = decision_on
    session.flush()
    facts = {"reason": reason, "old_date": date_words(delay.before_on), "new_date": date_words(decision_on)}
    _tell(session, "decision_delayed", f"delay:{delay.id}", undecided_in(session, round_), **facts)
    _record(session, "decision-put-off", round_, actor, before=facts["old_date"], after=facts["new_date"])
    return delay


def extend_for(
    session: Session, *, round_: Round, organisation: Organisation, closes_at: datetime, reason: str, actor: Actor
) -> Extension:
    """Give one organisation more time, for saving and sending alike; again for it means until the new time.

    Mail to its leads and editors; audit. Refused for a time that gives no more, and once decisions are made.
    """
    require(actor, MANAGE_ROUNDS, round_)
    if round_.state not in TAKES_EXTENSIONS:
        raise Refused("This round takes no more applications.")
    if closes_at <= max(round_.closes_at, now()):
        raise Refused(f"The new time must be later than {deadline_words(max(round_.closes_at, now()))}.")
    extension = extension_of(session, round_, organisation.id)
    if extension is None:
        extension = Extension(round_id=round_.id, organisation_id=organisation.id)
        session.add(extension)
    extension.closes_at, extension.reason = closes_at, reason
    extension.granted_at, extension.granted_by_id = now(), actor.account_id
    session.flush()
    for account in writers_by_organisation(session, [organisation.id]).get(organisation.id, []):
        queue(
            session,
            key=f"extension_given:{round_.slug}:{organisation.reference}:{closes_at.isoformat()}:{account.id}",
            template="extension_given",
            to=Recipient(account.id, account.name, account.email),
            about_type="round",
            about=round_.slug,
            fund_name=round_.name,
            org_name=organisation.name,
            new_date=deadline_words(closes_at),
            link=f"/funds/{round_.slug}/apply",
        )
    _record(session, "extended-for", round_, actor, organisation=organisation.reference, until=closes_at.isoformat())
    return extension


def _tell(session: Session, template: str, key: str, about: Iterable[Application], **words: str) -> None:
    """One mail to each lead and editor about each application."""
    applications = list(about)
    people = writers_by_organisation(session, [one.organisation_id for one in applications])
    for application in applications:
        for account in people.get(application.organisation_id, []):
            queue(
                session,
                key=f"{template}:{key}:{application.reference}:{account.id}",
                template=template,
                to=Recipient(account.id, account.name, account.email),
                about_type="application",
                about=application.reference,
                reference=application.reference,
                link=f"/applications/{application.reference}",
                **words,
            )


def _record(session: Session, verb: str, round_: Round, actor: Actor, **detail: str) -> None:
    record(session, f"round:{verb}", subject_type="round", subject=round_.slug, actor=actor, **detail)
    session.flush()
