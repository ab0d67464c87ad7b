"""Who looks after applications, and by which day: for one or for many at once."""

from collections.abc import Mapping, Sequence, Set
from datetime import date

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.accounts.models import Account
from portal.accounts.operations import recipient
from portal.applications.models import Application
from portal.audit.operations import record
from portal.core.clock import now
from portal.core.dates import date_words
from portal.core.refusal import Refused
from portal.outbox.operations import queue
from portal.triage.policy import TRIAGE
from portal.triage.queries import cases_for, officers

NOBODY: Mapping[int, Set[int]] = {}


def give(
    session: Session,
    *,
    applications: Sequence[Application],
    owner: Account | None,
    actor: Actor,
    kept: Mapping[int, Set[int]] = NOBODY,
) -> int:
    """Make an officer the owner of applications, or nobody; how many changed. Audit for each; one mail to a new owner.

    `kept` are the accounts that must not hear of an application, by its id. Whoever takes something on themselves gets
    no mail. Refused for somebody who is no officer, or who is kept from one of them. A second press changes nothing,
    so it mails nothing.
    """
    for application in applications:
        require(actor, TRIAGE, application)
    if owner is not None and owner.id not in {one.id for one in officers(session)}:
        raise Refused("Choose a grants officer who can sign in.")
    if owner is not None and any(owner.id in kept.get(one.id, ()) for one in applications):
        raise Refused(f"{owner.name} has a link with a group here. Choose someone else.")
    changed = []
    for case in cases_for(session, [one.id for one in applications]):
        if case.owner_id == (owner.id if owner else None):
            continue
        before, case.owner = case.owner.name if case.owner else "", owner
        _record(session, "triage:owned", case.application, actor, before, owner.name if owner else "")
        changed.append(case.application)
    session.flush()
    if changed and owner is not None and owner.id != actor.account_id:
        _tell(session, changed, owner, actor)
    return len(changed)


def set_due(session: Session, *, applications: Sequence[Application], due_on: date | None, actor: Actor) -> int:
    """Say by which day applications should be dealt with, or by none; how many changed. Audit for each."""
    for application in applications:
        require(actor, TRIAGE, application)
    changed = 0
    for case in cases_for(session, [one.id for one in applications]):
        if case.due_on == due_on:
            continue
        before, case.due_on = date_words(case.due_on) if case.due_on else "", due_on
        _record(session, "triage:due", case.application, actor, before, date_words(due_on) if due_on else "")
        changed += 1
    session.flush()
    return changed


def _record(session: Session, action: str, application: Application, actor: Actor, before: str, after: str) -> None:
    about = {"subject_type": "application", "subject": application.reference}
    record(session, action, **about, actor=actor, before=before, after=after)


def _tell(session: Session, changed: Sequence[Application], owner: Account, actor: Actor) -> None:
    first = changed[0]
    many = len(changed) > 1
    queue(
        session,
        key=f"triage_owner:{first.reference}:{owner.id}:{now().isoformat()}",
        template="triage_owner",
        to=recipient(owner),
        about_type="round" if many else "application",
        about=first.round.slug if many else first.reference,
        person=actor.name,
        what=f"{len(changed)} applications" if many else first.reference,
        references="\n".join(f"{one.reference}: {one.title}" for one in changed),
        link=f"/manage/rounds/{first.round.slug}/board?owner=mine",
    )
