"""Ticking last time's feedback as dealt with, and saying who may see it."""

from collections.abc import Iterable

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.applications.models import Application
from portal.applications.policy import EDIT_APPLICATION
from portal.applications.states import ApplicationState
from portal.audit.operations import record
from portal.core.clock import now
from portal.core.refusal import Refused
from portal.reapplying.models import Addressed, SharedChange
from portal.reapplying.queries import last_time, ticked_in
from portal.reapplying.rules import ticks


def tick(
    session: Session, *, application: Application, shown: Iterable[str], done: Iterable[str], actor: Actor
) -> None:
    """Keep which notes on a page (`shown`, keys of principles) are dealt with (`done`). Others stay as they are.

    Two people at once: each press counts for the notes on its own page. Effects: the ticks, audit when one changed.
    """
    require(actor, EDIT_APPLICATION, application)
    _hold(session, application)
    found = last_time(session, application)
    if found is None:
        return
    before = ticked_in(session, application)
    after = ticks(shown, done, [note.principle for note in found.notes], before)
    if after == before:
        return
    gone = Addressed.application_id == application.id, Addressed.principle.in_(before - after)
    session.execute(delete(Addressed).where(*gone))
    for principle in sorted(after - before):
        session.add(
            Addressed(
                application_id=application.id,
                principle=principle,
                addressed_at=now(),
                addressed_by_id=actor.account_id,
            )
        )
    session.flush()
    _record(session, "application:feedback-addressed", application, actor, principles=sorted(after))


def share_change(session: Session, *, application: Application, agreed: bool, actor: Actor) -> None:
    """Say whether people who score may see last time's feedback and what changed. Effects: the answer, audit."""
    require(actor, EDIT_APPLICATION, application)
    _hold(session, application)
    if last_time(session, application) is None:
        raise Refused("There is no feedback from an earlier application here.")
    said = session.get(SharedChange, application.id)
    if said is not None and said.agreed == agreed:
        return
    assert actor.account_id is not None
    said = said or SharedChange(application_id=application.id)
    said.agreed, said.said_at, said.said_by_id = agreed, now(), actor.account_id
    session.add(said)
    session.flush()
    _record(session, "application:change-shared", application, actor, agreed=agreed)


def _hold(session: Session, application: Application) -> None:
    session.refresh(application, ["state"], with_for_update=True)
    if application.state != ApplicationState.DRAFT:
        raise Refused("This application has been sent, so this can no longer be changed.")


def _record(session: Session, action: str, application: Application, actor: Actor, **detail: object) -> None:
    record(session, action, subject_type="application", subject=application.reference, actor=actor, **detail)
