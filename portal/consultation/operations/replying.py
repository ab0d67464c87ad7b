"""The right of reply: what partners said in the office's words, sent once; the applicant's reply, sent once."""

from datetime import date

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.accounts.operations import recipient
from portal.applications.models import Application
from portal.applications.queries import writers_of
from portal.audit.operations import record
from portal.consultation.models import FactualSummary
from portal.consultation.policy import READ_ADVICE, REPLY_TO_SUMMARY
from portal.consultation.queries import advice_on, summary_of
from portal.consultation.rules import GONE, MOST_REPLY_WORDS, MOST_SUMMARY_WORDS, may_consult, may_reply, names_in, over
from portal.consultation.states import SUMMARY, SummaryState
from portal.core.clash import Stale
from portal.core.clock import now, today
from portal.core.dates import weekday_words
from portal.core.db import insert_or
from portal.core.refusal import Refused
from portal.core.text import in_words
from portal.outbox.operations import queue


def save_summary(
    session: Session, *, application: Application, words: str, revision: int, actor: Actor
) -> FactualSummary:
    """Keep a draft of what the applicant is told, for officers alone. Audit. Raises Stale, and Refused once sent."""
    require(actor, READ_ADVICE, application)
    found = _held(session, application)
    if found.state != SummaryState.DRAFT:
        raise Refused("This summary was sent, so it cannot change.")
    if found.words == words:
        return found
    if found.revision != revision:
        raise Stale
    found.words, found.revision, found.written_by_id = words, found.revision + 1, actor.account_id
    _record(session, "summary:saved", application, actor)
    session.flush()
    return found


def send_summary(session: Session, *, application: Application, due_on: date, actor: Actor) -> FactualSummary:
    """Send the summary as it is kept to the applicant's leads and editors, to reply until a day. Audit, mails.

    Refused when it is blank or too long, names a consultee, the day has passed, or the round is no longer assessed.
    A second press finds it sent.
    """
    require(actor, READ_ADVICE, application)
    found = _held(session, application)
    if found.state != SummaryState.DRAFT:
        return found
    advice = advice_on(session, application.id)
    if not may_consult(application.round) or application.state in GONE:
        raise Refused("You can send a summary while the application is being assessed.")
    if not found.words or over(found.words, MOST_SUMMARY_WORDS):
        raise Refused(f"Write a summary of {MOST_SUMMARY_WORDS} words or fewer first.")
    named = names_in(found.words, [one.consultation.consultee for one in advice])
    if named:
        raise Refused(f"Take out {in_words(named)}. The applicant must not read who said what.")
    if due_on < today():
        raise Refused("Choose a day from today on.")
    SUMMARY.advance(session, found, "send", actor_id=actor.account_id)
    found.sent_at, found.due_on = now(), due_on
    found.kinds = [one.consultation.consultee.kind for one in advice]
    _record(session, "summary:sent", application, actor, due_on=due_on.isoformat())
    for account in writers_of(session, application.organisation_id):
        queue(
            session,
            key=f"partners_said:{application.reference}:{account.id}",
            template="partners_said",
            to=recipient(account),
            about_type="application",
            about=application.reference,
            reference=application.reference,
            date=weekday_words(due_on),
            link=f"/applications/{application.reference}/what-partners-said",
        )
    session.flush()
    return found


def reply(session: Session, *, application: Application, words: str, actor: Actor) -> FactualSummary:
    """Send the applicant's reply, once; audit. The same words again are a second press.

    Raises Refused when nothing was sent, the day has passed, another reply was sent, or it is blank or too long.
    """
    require(actor, REPLY_TO_SUMMARY, application)
    found = summary_of(session, application.id)
    if found is None or application.state in GONE:
        raise Refused("There is nothing to reply to.")
    session.refresh(found, with_for_update=True)
    if found.state == SummaryState.REPLIED and found.reply == words:
        return found
    if found.state == SummaryState.REPLIED:
        raise Refused(f"{found.replied_by_name} has sent a reply already. You can send one.")
    if found.state == SummaryState.DRAFT:
        raise Refused("There is nothing to reply to.")
    if not may_reply(found, now()):
        assert found.due_on is not None
        raise Refused(f"You could reply until {weekday_words(found.due_on)}.", title="It is too late to reply")
    if not words or over(words, MOST_REPLY_WORDS):
        raise Refused(f"Your reply must have {MOST_REPLY_WORDS} words or fewer.")
    SUMMARY.advance(session, found, "reply", actor_id=actor.account_id)
    found.reply, found.replied_at = words, now()
    found.replied_by_id, found.replied_by_name = actor.account_id, actor.name[:200]
    _record(session, "summary:replied", application, actor)
    session.flush()
    return found


def read_reply(session: Session, *, application: Application, actor: Actor) -> None:
    """Note that the office has read the reply. Twice is once; audit."""
    require(actor, READ_ADVICE, application)
    found = summary_of(session, application.id)
    if found is None:
        raise Refused("There is no reply to read.")
    session.refresh(found, ["state", "read_at"], with_for_update=True)
    if found.state == SummaryState.REPLIED and found.read_at is None:
        found.read_at = now()
        _record(session, "summary:reply-read", application, actor)
    session.flush()


def _held(session: Session, application: Application) -> FactualSummary:
    """The row of an application, made unless it is there, and locked."""
    values = {
        "application_id": application.id,
        "state": SummaryState.DRAFT,
        "words": "",
        "kinds": [],
        "revision": 0,
        "reply": "",
        "replied_by_name": "",
    }
    session.execute(insert_or(session, FactualSummary).values(**values).on_conflict_do_nothing())
    found = summary_of(session, application.id)
    assert found is not None
    session.refresh(found, with_for_update=True)
    return found


def _record(session: Session, action: str, application: Application, actor: Actor, **detail: object) -> None:
    """That something was done, never what was written."""
    record(session, action, subject_type="application", subject=application.reference, actor=actor, **detail)
