"""Putting up calls about feedback, booking one instead of a question, moving it, cancelling it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.accounts.models import Account
from portal.accounts.operations import recipient
from portal.aftercare.models import CallSlot
from portal.aftercare.policy import ASK, KEEP_CALLS
from portal.aftercare.queries.calls import call_of, free_slots, starts_taken
from portal.aftercare.queries.questions import question_on
from portal.aftercare.rules.asking import may_ask
from portal.aftercare.rules.calls import MINUTES, may_change, phone_problem, put_up_problem
from portal.audit.operations import record
from portal.core.clock import now, today
from portal.core.dates import deadline_words
from portal.core.refusal import Refused
from portal.feedback.models import Feedback
from portal.funds.models import Round
from portal.outbox.operations import Recipient, queue

ASKED_INSTEAD = "Your group has asked its question in writing, so we answer it in writing."
TOO_LATE = "The time to book a call about this feedback is over. You can still phone or email us."
TAKEN = "Somebody else has just booked that call, or it was taken down. Choose another."
TOO_NEAR = "The call is today or over, so it cannot be changed here. Phone us if you cannot make it."
_BOOKING = ["application_id", "booked_by_id", "booked_at", "phone"]


def put_up(session: Session, *, round_: Round, starts: Sequence[datetime], actor: Actor) -> int:
    """Put up calls of one's own in a round; how many are new. Times at which one has a call already are left out.

    Effects: the slots, audit.
    """
    require(actor, KEEP_CALLS, round_)
    assert actor.account_id is not None
    problem = put_up_problem(starts, now())
    if problem:
        raise Refused(f"{problem}.")
    # Held, so that two presses of one officer come one after the other.
    session.refresh(session.get_one(Account, actor.account_id), ["name"], with_for_update=True)
    taken = starts_taken(session, actor.account_id, starts)
    new = [start for start in starts if start not in taken]
    session.add_all(
        CallSlot(round_id=round_.id, officer_id=actor.account_id, starts_at=start, minutes=MINUTES, made_at=now())
        for start in new
    )
    session.flush()
    if new:
        record(session, "round:calls-put-up", subject_type="round", subject=round_.slug, actor=actor, calls=len(new))
    return len(new)


def take_down_slot(session: Session, *, slot: CallSlot, actor: Actor) -> None:
    """Take down a call that nobody has booked. Effects: the slot goes, audit."""
    require(actor, KEEP_CALLS, slot.round)
    session.refresh(slot, _BOOKING, with_for_update=True)
    if slot.application_id is not None:
        raise Refused("A group has booked this call. Phone them first, and ask them to choose another.")
    session.delete(slot)
    session.flush()
    slug = slot.round.slug
    record(session, "round:call-taken-down", subject_type="round", subject=slug, actor=actor, call=slot.reference)


def book(session: Session, *, feedback: Feedback, reference: str, phone: str, actor: Actor) -> CallSlot:
    """Book a call, by its reference, for a group; the call that it had is free again. Pressed twice it is one booking.

    Locks the feedback, as asking does: a group has one question or one call. Refused when the call is taken, or its
    time or the group's is over. Effects: the slot, one mail to whoever books and one to the officer, audit.
    """
    require(actor, ASK, feedback)
    session.refresh(feedback, ["state", "released_at"], with_for_update=True)
    application = feedback.application
    if question_on(session, application.id) is not None:
        raise Refused(ASKED_INSTEAD, title="You have asked already")
    problem = phone_problem(phone)
    if problem:
        raise Refused(f"{problem}.")
    before = call_of(session, application.id)
    if before is not None and before.reference == reference:
        before.phone = phone
        session.flush()
        return before
    if before is None and not may_ask(feedback.released_at, today()):
        raise Refused(TOO_LATE)
    slot = _locked(session, feedback, reference)
    if before is not None:
        _free(session, before, feedback)
    slot.application_id, slot.booked_by_id, slot.booked_at, slot.phone = application.id, actor.account_id, now(), phone
    session.flush()
    _tell(session, "feedback_call_booked", Recipient(actor.account_id, actor.name, actor.email), slot, feedback)
    _tell(session, "feedback_call_to_make", recipient(slot.officer), slot, feedback)
    _record(session, "feedback:call-booked", slot, feedback, actor)
    return slot


def cancel(session: Session, *, feedback: Feedback, actor: Actor) -> None:
    """Cancel the group's call, until the day before; done already, it changes nothing.

    Effects: the slot is free, one mail to the officer, audit.
    """
    require(actor, ASK, feedback)
    session.refresh(feedback, ["state", "released_at"], with_for_update=True)
    slot = call_of(session, feedback.application_id)
    if slot is None:
        return
    _free(session, slot, feedback)
    _record(session, "feedback:call-cancelled", slot, feedback, actor)


def _locked(session: Session, feedback: Feedback, reference: str) -> CallSlot:
    """A free call, held; Refused when a group that came first has it, or its time is over."""
    found = free_slots(session, feedback.application, now())
    slot = next((one for one in found if one.reference == reference), None)
    if slot is not None:
        session.refresh(slot, _BOOKING, with_for_update=True)
    if slot is None or slot.application_id is not None or not may_change(slot.starts_at, today()):
        raise Refused(TAKEN, title="That call is taken")
    return slot


def _free(session: Session, slot: CallSlot, feedback: Feedback) -> None:
    """Let others book a slot again, and tell its officer; refused on its day. Written at once: a group has one call."""
    if not may_change(slot.starts_at, today()):
        raise Refused(TOO_NEAR)
    _tell(session, "feedback_call_cancelled", recipient(slot.officer), slot, feedback)
    slot.application_id, slot.booked_by_id, slot.booked_at, slot.phone = None, None, None, ""
    session.flush()


def _tell(session: Session, template: str, to: Recipient, slot: CallSlot, feedback: Feedback) -> None:
    application = feedback.application
    queue(
        session,
        key=f"{template}:{slot.reference}:{application.reference}:{slot.booked_at:%Y%m%d%H%M%S%f}",
        template=template,
        to=to,
        about_type="application",
        about=application.reference,
        reference=application.reference,
        org_name=application.organisation.name,
        when=deadline_words(slot.starts_at),
        minutes=str(slot.minutes),
        phone=slot.phone,
        link=f"/applications/{application.reference}/feedback",
        calls_link=f"/manage/rounds/{application.round.slug}/calls",
    )


def _record(session: Session, action: str, slot: CallSlot, feedback: Feedback, actor: Actor) -> None:
    about = feedback.application.reference
    record(session, action, subject_type="application", subject=about, actor=actor, call=slot.reference)
