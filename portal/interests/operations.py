"""Declaring interests, putting them on the public register, and reminding people."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.accounts.operations import recipient
from portal.audit.operations import record
from portal.core.clock import london, now
from portal.core.dates import date_words
from portal.core.refusal import Refused
from portal.interests.models import Declaration, Interest
from portal.interests.policy import DECLARE_INTERESTS, KEEP_REGISTER
from portal.interests.queries import declaration_of, organisation_named, standings
from portal.interests.rules import MOST, Row, faults, next_due, reminder_due
from portal.outbox.operations import queue


def declare(session: Session, *, rows: Sequence[Row], nothing: bool, actor: Actor) -> Declaration:
    """Declare everything anew; the earlier declaration stays. Refused while something is wrong. Audit by count.

    Pressed twice, the same words within a minute are one declaration.
    """
    require(actor, DECLARE_INTERESTS)
    assert actor.account_id is not None
    if faults(rows, nothing=nothing) or len(rows) > MOST:
        raise Refused("Look at what you entered again. Something is missing.")
    filled = [row for row in rows if not row.blank]
    before = declaration_of(session, actor.account_id)
    if before and (now() - before.declared_at).total_seconds() < 60 and rows_of(before) == filled:
        return before
    made = Declaration(account_id=actor.account_id, declared_at=now())
    made.interests = [_interest(session, row) for row in filled]
    session.add(made)
    session.flush()
    record(
        session, "interests:declared", subject_type="interests", subject=str(made.id), actor=actor, count=len(filled)
    )
    return made


def rows_of(declaration: Declaration) -> list[Row]:
    """What a declaration holds, as the rows that are typed."""
    return [Row(one.kind, one.organisation, one.part, one.private) for one in declaration.interests]


def publish(session: Session, *, declaration: Declaration, actor: Actor) -> None:
    """Put a declaration on the public register, without its private interests. Twice is once; audit."""
    require(actor, KEEP_REGISTER)
    session.refresh(declaration, ["published_at"], with_for_update=True)
    newest = declaration_of(session, declaration.account_id)
    if newest is None or newest.id != declaration.id:
        raise Refused("This person has declared again since. Read the new declaration first.")
    if declaration.published_at is None:
        declaration.published_at, declaration.published_by_id = now(), actor.account_id
        record(session, "interests:published", subject_type="interests", subject=str(declaration.id), actor=actor)
    session.flush()


def remind(session: Session, at: datetime) -> int:
    """Queue a mail to everyone whose declaration at `at` is due in thirty or seven days or today; once each. How many.

    Worked out from the declarations and the outbox, so that a worker that was away catches up with the newest reminder.
    """
    told = 0
    for standing in standings(session):
        if standing.declaration is None:
            continue
        day = reminder_due(standing.declaration.declared_at, london(at).date())
        if day is None:
            continue
        queue(
            session,
            key=f"interests_due:{standing.declaration.id}:{day.isoformat()}",
            template="interests_due",
            to=recipient(standing.account),
            about_type="interests",
            about=str(standing.declaration.id),
            date=date_words(next_due(standing.declaration.declared_at)),
            link="/interests",
        )
        told += 1
    return told


def _interest(session: Session, row: Row) -> Interest:
    place = organisation_named(session, row.organisation)
    return Interest(
        kind=row.kind,
        organisation=row.organisation,
        organisation_id=place.id if place else None,
        part=row.part,
        private=row.private,
    )
