"""Sending an application, taking it back, and taking it out."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.applications.models import Application, Snapshot
from portal.applications.operations.bid import people_against, read_bid, together_facts
from portal.applications.operations.passport import documents_sent
from portal.applications.operations.recording import record_act
from portal.applications.policy import (
    REOPEN_APPLICATION,
    SUBMIT_APPLICATION,
    WITHDRAW_APPLICATION,
)
from portal.applications.queries import latest_snapshot, open_request, writers_of
from portal.applications.queries.together import latest_sign_off
from portal.applications.rules import (
    may_reopen,
    may_send_at,
    may_withdraw,
    ready_to_submit,
    snapshot_facts,
    too_late,
)
from portal.applications.states import APPLICATION, ApplicationState
from portal.core.clock import london, now
from portal.core.dates import date_words, datetime_second_words
from portal.core.refusal import Refused
from portal.formkit.conditions import visible_answers
from portal.formkit.operations import canonical, freeze, hash_of, thaw
from portal.funds.rules import refuse_before_opening
from portal.outbox.operations import Recipient, queue


def submit(session: Session, *, application: Application, opened_at: datetime | None = None, actor: Actor) -> Snapshot:
    """Send an application, once. A second press finds the same snapshot, and changes nothing.

    `opened_at` is when the page that it is sent from was opened: the published rule gives such a page five minutes.
    Freezes the answers, then locks the application (the order in which saving takes them, so that the two never wait
    for each other); reads the clock once, so that what was accepted in time is also dated in
    time; refuses with every reason that stands against it; keeps the snapshot and its hash; state; audit; one receipt
    for each lead and editor.
    """
    require(actor, SUBMIT_APPLICATION, application)
    freeze(session, response=application.response)
    session.refresh(application, ["state"], with_for_update=True)
    sent = latest_snapshot(session, application)
    if sent and application.state not in (ApplicationState.DRAFT, ApplicationState.WITHDRAWN):
        return sent
    at = now()
    if not may_send_at(application.round, application.extension, at, opened_at):
        refuse_before_opening(application.round, at)
        raise too_late(application.round, application.extension)
    bid = read_bid(session, application)
    people = people_against(session, bid)
    reasons = ready_to_submit(application, bid.missing, at, london(at).date(), opened_at, people=people)
    if reasons:
        raise Refused(" ".join(reasons), title="You cannot send your application yet")
    sent_answers = visible_answers(bid.form, bid.answers)
    facts = snapshot_facts(application, sent_answers)
    text = canonical(facts | together_facts(bid, latest_sign_off(session, application)))
    snapshot = Snapshot(
        application_id=application.id,
        number=sent.number + 1 if sent else 1,
        document=text,
        sha256=hash_of(text),
        submitted_at=at,
        submitted_by_id=actor.account_id,
        submitted_by_name=actor.name[:200],
    )
    session.add(snapshot)
    documents_sent(session, application, sent_answers, actor)
    APPLICATION.advance(session, application, "submit", actor_id=actor.account_id)
    application.submitted_at = at
    record_act(session, "submitted", application, actor, sha256=snapshot.sha256, number=snapshot.number)
    _send_receipts(session, application, snapshot)
    session.flush()
    return snapshot


def reopen(session: Session, *, application: Application, actor: Actor) -> None:
    """Take a sent application back for changes while the round is open. What was sent is kept. State; audit."""
    require(actor, REOPEN_APPLICATION, application)
    if not may_reopen(application, now()):
        raise Refused("You can change an application only until the fund closes, and before we have looked at it.")
    thaw(session, response=application.response)
    APPLICATION.advance(session, application, "reopen", actor_id=actor.account_id)
    record_act(session, "reopened", application, actor)


def withdraw(session: Session, *, application: Application, actor: Actor) -> None:
    """Take an application out for good, until it is decided. Frees the place for a new one; freezes; ends what the
    office asks about it; state; audit.
    """
    require(actor, WITHDRAW_APPLICATION, application)
    if not may_withdraw(application):
        raise Refused("This application can no longer be withdrawn.")
    freeze(session, response=application.response)
    asked = open_request(session, application.id)
    if asked:
        asked.open, asked.cancelled_at = None, now()
    APPLICATION.advance(session, application, "withdraw", actor_id=actor.account_id)
    application.live = None
    record_act(session, "withdrawn", application, actor)


def _send_receipts(session: Session, application: Application, snapshot: Snapshot) -> None:
    for account in writers_of(session, application.organisation_id):
        queue(
            session,
            key=f"application_received:{application.reference}:{snapshot.number}:{account.id}",
            template="application_received",
            to=Recipient(account.id, account.name, account.email),
            about_type="application",
            about=application.reference,
            project_name=application.title,
            fund_name=application.round.fund.title,
            reference=application.reference,
            sent_at=datetime_second_words(snapshot.submitted_at),
            decision_date=date_words(application.round.decision_on),
            link=f"/applications/{application.reference}/submitted",
        )
