"""Until when scores are wanted, and kind reminders to those who still have some to send."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.accounts.operations import recipient
from portal.assessment.policy import OVERSEE
from portal.assessment.queries.people import rounds_with_a_last_day, still_to_score
from portal.audit.operations import record
from portal.core.clock import london, today
from portal.core.dates import date_words
from portal.core.refusal import Refused
from portal.core.text import plural
from portal.funds.models import Round
from portal.outbox.operations import queue

REMIND_BEFORE = (timedelta(days=5), timedelta(days=1))


def set_last_day(session: Session, *, round_: Round, day: date | None, actor: Actor) -> None:
    """Say by which London day scores are wanted; None takes it away. Effects: the round, audit."""
    require(actor, OVERSEE)
    session.refresh(round_, ["scores_due_on"], with_for_update=True)
    if day is not None and day < today():
        raise Refused("Choose a day that is not over.")
    if round_.scores_due_on == day:
        return
    round_.scores_due_on = day
    session.flush()
    words = day.isoformat() if day else ""
    record(session, "round:scores-due", subject_type="round", subject=round_.slug, actor=actor, day=words)


def remind_now(session: Session, *, round_: Round, actor: Actor) -> int:
    """Remind everyone who still has scores to send in a round; once a day at the most. Out: how many have some."""
    require(actor, OVERSEE)
    told = _remind(session, round_, today())
    record(session, "assessment:reminded", subject_type="round", subject=round_.slug, actor=actor, people=told)
    return told


def remind_assessors(session: Session, at: datetime) -> int:
    """The worker's chore: five days and one day before the last day, a reminder to each who has scores to send.

    Worked out from the clock and the outbox, so that a worker that was away sends the newest one only.
    """
    day = london(at).date()
    told = 0
    for round_ in rounds_with_a_last_day(session):
        assert round_.scores_due_on is not None
        passed = [round_.scores_due_on - before for before in REMIND_BEFORE if round_.scores_due_on - before <= day]
        if passed and day <= round_.scores_due_on:
            told += _remind(session, round_, max(passed))
    return told


def _remind(session: Session, round_: Round, day: date) -> int:
    waiting = still_to_score(session, round_.id)
    for person, count in waiting:
        due = f" The last day is {date_words(round_.scores_due_on)}." if round_.scores_due_on else ""
        queue(
            session,
            key=f"scores_due:{round_.id}:{person.id}:{day.isoformat()}",
            template="scores_due",
            to=recipient(person),
            about_type="round",
            about=round_.slug,
            round=round_.name,
            count=plural(count, "application"),
            due=due,
            link="/assess",
        )
    return len(waiting)
