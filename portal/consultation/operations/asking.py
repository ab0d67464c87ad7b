"""Asking consultees for advice: one mail each, nothing twice, more later; and reminding those who have not answered."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.audit.operations import record
from portal.consultation.models import Advice, Consultation, Consultee, consultation_reference
from portal.consultation.operations.links import hold, mail_link
from portal.consultation.policy import CONSULT, no_part_in_it
from portal.consultation.queries import (
    applications_to_advise_on,
    consultation_of,
    consultations_in,
    consultees,
    running_consultations,
)
from portal.consultation.rules import MINUTES_EACH, deadline_from, is_over, may_consult, nudge_due, waiting
from portal.core.clock import london, now, today
from portal.core.db import insert_or
from portal.core.refusal import Refused
from portal.core.text import plural
from portal.funds.models import Round


def ask(session: Session, *, round_: Round, pairs: Iterable[tuple[str, str]], ends_on: date, actor: Actor) -> int:
    """Ask for advice by the end of a day in London: (consultee's reference, application's reference). How many are new.

    One mail to each consultee who is asked anything new; what was asked before is not asked again, but has until the
    later of both days. Audit. Raises Refused when the round is not being assessed, or the day has passed.
    """
    require(actor, CONSULT)
    if not may_consult(round_):
        raise Refused("You can ask for advice while the round is being assessed.")
    if ends_on < today():
        raise Refused("Choose a day from today on.")
    people = {one.reference: one for one in consultees(session)}
    applications = {
        one.reference: one for one, _facts in applications_to_advise_on(session, round_.id) if no_part_in_it(actor, one)
    }
    wanted: dict[str, set[int]] = {}
    for who, what in pairs:
        if who in people and what in applications:
            wanted.setdefault(who, set()).add(applications[what].id)
    found = sorted((people[who] for who in wanted), key=lambda one: one.id)
    return sum(_ask_one(session, one, round_, sorted(wanted[one.reference]), ends_on, actor) for one in found)


def remind_round(session: Session, *, round_: Round, actor: Actor) -> int:
    """Remind everybody in a round who has not answered, at most once a day each. How many were reminded; audit."""
    require(actor, CONSULT)
    day = today().isoformat()
    told = [one for one in consultations_in(session, round_.id) if _remind(session, one, f"by-hand:{day}")]
    for one in told:
        record(session, "consultation:reminded", subject_type="consultation", subject=one.reference, actor=actor)
    session.flush()
    return len(told)


def nudge(session: Session, at: datetime) -> int:
    """Remind those who have not answered, as many days before their deadline as the pack says. How many.

    Worked out from the clock and the outbox, so that a worker that was away sends the newest reminder alone.
    """
    told = 0
    for one in running_consultations(session, at):
        days = nudge_due(one, at)
        if days is not None:
            told += _remind(session, one, f"{london(one.ends_at).date().isoformat()}:{days}")
    return told


def _remind(session: Session, consultation: Consultation, when: str) -> bool:
    left = len(waiting(consultation))
    if not left or is_over(consultation, now()) or consultation.consultee.retired_at is not None:
        return False
    return mail_link(
        session,
        consultation=consultation,
        key=f"consult_reminder:{consultation.reference}:{when}",
        template="consult_reminder",
        count=plural(left, "project"),
    )


def _ask_one(session: Session, who: Consultee, round_: Round, ids: Sequence[int], ends_on: date, actor: Actor) -> int:
    """Ask one consultee; how many applications are new to them."""
    consultation = _begun(session, who, round_, ends_on, actor)
    known = {one.application_id for one in consultation.advice}
    new = [number for number in ids if number not in known]
    consultation.ends_at = max(consultation.ends_at, deadline_from(ends_on))
    if not new:
        session.flush()
        return 0
    last = max((one.number for one in consultation.advice), default=0)
    session.add_all(
        Advice(consultation_id=consultation.id, application_id=one, number=number)
        for number, one in enumerate(new, last + 1)
    )
    consultation.declined_at, consultation.finished_at = None, None
    session.flush()
    mail_link(
        session,
        consultation=consultation,
        key=f"consult_request:{consultation.reference}:{last + len(new)}",
        template="consult_request",
        count=plural(len(new), "project"),
        minutes=str(MINUTES_EACH * len(new)),
    )
    record(
        session,
        "consultation:asked",
        subject_type="consultation",
        subject=consultation.reference,
        actor=actor,
        applications=len(new),
        ends_on=ends_on.isoformat(),
    )
    session.flush()
    return len(new)


def _begun(session: Session, who: Consultee, round_: Round, ends_on: date, actor: Actor) -> Consultation:
    """The row of a consultee in a round, made unless it is there, and locked: two presses make one."""
    values = {
        "reference": consultation_reference(),
        "consultee_id": who.id,
        "round_id": round_.id,
        "asked_at": now(),
        "asked_by_id": actor.account_id,
        "ends_at": deadline_from(ends_on),
        "decline_reason": "",
    }
    session.execute(insert_or(session, Consultation).values(**values).on_conflict_do_nothing())
    found = consultation_of(session, who.id, round_.id)
    assert found is not None
    hold(session, found)
    session.refresh(found, ["advice"])
    return found
