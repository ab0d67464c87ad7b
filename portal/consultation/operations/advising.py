"""What a consultee does behind their link: says which groups they are linked to, answers, declines, finishes."""

import hashlib
from collections.abc import Collection, Mapping

from sqlalchemy.orm import Session

from portal.access.actor import ANONYMOUS, Actor
from portal.access.permission import require
from portal.audit.operations import record
from portal.consultation.models import Advice, Consultation
from portal.consultation.operations.links import hold
from portal.consultation.policy import GIVE_ADVICE
from portal.consultation.rules import (
    MOST_REASON_WORDS,
    NOTHING_SAID,
    is_over,
    live,
    missing,
    over,
    too_long,
    undeclared,
    waiting,
)
from portal.consultation.states import AdviceState
from portal.core.clash import Stale
from portal.core.clock import now
from portal.core.dates import deadline_words
from portal.core.refusal import Refused
from portal.core.text import plural
from portal.outbox.operations import Recipient, queue

# Named, because a row that is locked must not bring its application by an outer join (PostgreSQL).
_CHANGES = ("state", "declared_at", *NOTHING_SAID, "revision")


def declare_interests(
    session: Session, *, consultation: Consultation, seen: Collection[int], linked: Collection[int]
) -> None:
    """Say which of the groups that were shown (`seen`, by their numbers) one is linked to; those vanish. Audit.

    Numbers that were not shown stay undeclared, so that what was asked meanwhile is looked at on its own.
    """
    _hold_open(session, consultation)
    for one in undeclared(consultation):
        if one.number not in seen:
            continue
        one.declared_at = now()
        if one.number in linked:
            _conflict(session, consultation, one)
    _record(session, "advice:declared", consultation, count=len(set(seen)))
    session.flush()


def has_interest(session: Session, *, advice: Advice) -> None:
    """Say while reading that one is linked to the group: what was said is taken out, and it vanishes. Audit."""
    _hold_open(session, advice.consultation)
    session.refresh(advice, _CHANGES, with_for_update=True)
    if advice.state != AdviceState.CONFLICT:
        _conflict(session, advice.consultation, advice)
    session.flush()


def save_advice(
    session: Session, *, advice: Advice, state: AdviceState, said: Mapping[str, str], revision: int
) -> None:
    """Keep what a consultee says about one application: an answer to the four questions, no view, or not their area.

    Texts are kept whatever is chosen. The same again changes nothing. Audit without the words. Raises Stale when
    another page of theirs saved since `revision`, Refused when the time is over or something is missing.
    """
    _hold_open(session, advice.consultation)
    session.refresh(advice, _CHANGES, with_for_update=True)
    if advice.declared_at is None or advice.state == AdviceState.CONFLICT:
        raise Refused("Say first whether you have a link to this group.")
    answered = state == AdviceState.ANSWERED
    if missing(said) if answered else too_long(said):
        raise Refused("Look at your answers again. Something is missing or too long.")
    kept = dict(said) if answered else dict(said) | {"need": "", "duplicate": ""}
    if (advice.state, said_of(advice)) == (state, kept):
        advice.consultation.declined_at = None
        session.flush()
        return
    if advice.revision != revision:
        raise Stale
    advice.state = state
    _put(advice, kept)
    advice.consultation.declined_at, advice.consultation.finished_at = None, None
    _record(session, "advice:saved", advice.consultation, application=advice.application.reference, state=state)
    session.flush()


def decline(session: Session, *, consultation: Consultation, reason: str) -> None:
    """Say that one gives no advice on what is left, and why; what was said before stays. Twice is once; audit."""
    _hold_open(session, consultation)
    if not reason or over(reason, MOST_REASON_WORDS):
        raise Refused("Tell us in a few words why you cannot help.")
    if consultation.declined_at is None or consultation.decline_reason != reason:
        consultation.declined_at, consultation.decline_reason = now(), reason
        _record(session, "advice:declined", consultation)
    session.flush()


def take_part_again(session: Session, *, consultation: Consultation) -> None:
    """Take back that one declined. Twice is once; audit."""
    _hold_open(session, consultation)
    if consultation.declined_at is not None:
        consultation.declined_at = None
        _record(session, "advice:taken-up-again", consultation)
    session.flush()


def finish(session: Session, *, consultation: Consultation) -> None:
    """Say that one is done, and get a receipt that counts and quotes nothing. Twice is one receipt; audit.

    Raises Refused while something waits for an answer.
    """
    _hold_open(session, consultation)
    left = waiting(consultation)
    if left or undeclared(consultation):
        raise Refused(f"You have {plural(len(left), 'project')} left. You can choose No view.")
    if consultation.finished_at is None:
        consultation.finished_at = now()
        _record(session, "advice:finished", consultation)
    given = live(consultation)
    said = ";".join(f"{one.number}:{one.state}:{one.revision}" for one in given)
    digest = hashlib.sha256(said.encode()).hexdigest()[:16]
    who = consultation.consultee
    queue(
        session,
        key=f"consult_receipt:{consultation.reference}:{digest}",
        template="consult_receipt",
        to=Recipient(None, who.person, who.email),
        about_type="consultation",
        about=consultation.reference,
        fund_name=consultation.round.name,
        answered=plural(sum(one.state == AdviceState.ANSWERED for one in given), "project"),
        left_out=plural(sum(one.state in (AdviceState.NO_VIEW, AdviceState.NOT_MY_AREA) for one in given), "project"),
        date=deadline_words(consultation.ends_at),
    )
    session.flush()


def said_of(advice: Advice) -> dict[str, str]:
    """What is kept of the four questions, by field."""
    return {field: getattr(advice, field) for field in NOTHING_SAID}


def as_consultee(consultation: Consultation) -> Actor:
    """Whoever holds the link, as the audit names them: by what the directory says."""
    return Actor(None, f"{consultation.consultee.person} ({consultation.consultee.body}), by their link")


def _hold_open(session: Session, consultation: Consultation) -> None:
    """Lock it; Refused when nothing can be said any more."""
    require(ANONYMOUS, GIVE_ADVICE)
    hold(session, consultation)
    if is_over(consultation, now()):
        raise Refused(
            f"You could answer until {deadline_words(consultation.ends_at)}. What you saved before is with us.",
            title="The time for this is over",
        )


def _conflict(session: Session, consultation: Consultation, advice: Advice) -> None:
    _put(advice, NOTHING_SAID)
    advice.state = AdviceState.CONFLICT
    _record(session, "advice:conflict", consultation, application=advice.application.reference)


def _put(advice: Advice, said: Mapping[str, str]) -> None:
    for field in NOTHING_SAID:
        setattr(advice, field, said[field])
    advice.saved_at, advice.revision = now(), advice.revision + 1


def _record(session: Session, action: str, consultation: Consultation, **detail: object) -> None:
    record(
        session,
        action,
        subject_type="consultation",
        subject=consultation.reference,
        actor=as_consultee(consultation),
        **detail,
    )
