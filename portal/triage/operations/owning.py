"""Who looks after applications, and by which day: for one or for many at once.

`seen` and `revision` are what a page showed (application id -> revision of its case). Whoever would overwrite what
somebody else saved meanwhile gets Stale, and nothing of theirs is stored; saving what stands already changes nothing.
"""

from collections.abc import Mapping, Sequence, Set
from datetime import date

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.accounts.models import Account
from portal.accounts.operations import recipient
from portal.applications.models import Application
from portal.audit.operations import record
from portal.core.clash import Stale
from portal.core.clock import now
from portal.core.dates import date_words
from portal.core.refusal import Refused
from portal.outbox.operations import queue
from portal.triage.models import Case
from portal.triage.policy import TRIAGE
from portal.triage.queries import cases_for, officers, owned_by_linked

NOBODY: Mapping[int, Set[int]] = {}


def look_after(
    session: Session,
    *,
    application: Application,
    owner: Account | None,
    due_on: date | None,
    revision: int,
    actor: Actor,
    kept: Mapping[int, Set[int]] = NOBODY,
) -> None:
    """Say who looks after one application and by which day, both at once. Effects and refusals as of the two below."""
    require(actor, TRIAGE, application)
    (case,) = cases_for(session, [application.id])
    if (case.owner_id, case.due_on) == (owner.id if owner else None, due_on):
        return
    seen = {application.id: revision}
    _refuse_unseen([case], seen)
    give(session, applications=[application], owner=owner, seen=seen, actor=actor, kept=kept)
    set_due(session, applications=[application], due_on=due_on, seen={application.id: case.revision}, actor=actor)


def give(
    session: Session,
    *,
    applications: Sequence[Application],
    owner: Account | None,
    seen: Mapping[int, int],
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
    wanted = owner.id if owner else None
    cases = [case for case in cases_for(session, [one.id for one in applications]) if case.owner_id != wanted]
    _refuse_unseen(cases, seen)
    for case in cases:
        _own(session, case, owner, actor)
    session.flush()
    if cases and owner is not None and owner.id != actor.account_id:
        _tell(session, [case.application for case in cases], owner, actor)
    return len(cases)


def set_due(
    session: Session,
    *,
    applications: Sequence[Application],
    due_on: date | None,
    seen: Mapping[int, int],
    actor: Actor,
) -> int:
    """Say by which day applications should be dealt with, or by none; how many changed. Audit for each."""
    for application in applications:
        require(actor, TRIAGE, application)
    cases = [case for case in cases_for(session, [one.id for one in applications]) if case.due_on != due_on]
    _refuse_unseen(cases, seen)
    for case in cases:
        before, case.due_on = date_words(case.due_on) if case.due_on else "", due_on
        case.revision += 1
        _record(session, "triage:due", case.application, actor, before, date_words(due_on) if due_on else "")
    session.flush()
    return len(cases)


def take_from_linked(session: Session, *, round_id: int, kept: Mapping[int, Set[int]], actor: Actor) -> int:
    """Take applications of a round from owners who must not hear of them (`kept`); how many. Audit, without the reason.

    It follows from a link and is nobody's choice, so whoever declares or records one may cause it, and nobody is
    mailed: the board says that nobody owns them.
    """
    found = owned_by_linked(session, round_id, kept)
    cases = [case for case in cases_for(session, sorted(found)) if case.owner_id in kept.get(case.application_id, ())]
    for case in cases:
        _own(session, case, None, actor)
    session.flush()
    return len(cases)


def _refuse_unseen(cases: Sequence[Case], seen: Mapping[int, int]) -> None:
    """Stale when one of the cases, which the caller holds, was changed since it was looked at."""
    if any(seen.get(case.application_id) != case.revision for case in cases):
        raise Stale


def _own(session: Session, case: Case, owner: Account | None, actor: Actor) -> None:
    before, case.owner = case.owner.name if case.owner else "", owner
    case.revision += 1
    _record(session, "triage:owned", case.application, actor, before, owner.name if owner else "")


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
