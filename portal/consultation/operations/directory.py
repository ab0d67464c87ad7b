"""The directory of consultees: added, changed, retired, brought back."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.audit.operations import record
from portal.consultation.models import Consultee, ConsulteeReach
from portal.consultation.policy import KEEP_CONSULTEES
from portal.consultation.queries import consultee_by_email
from portal.core.clash import Stale
from portal.core.clock import now
from portal.core.refusal import Refused
from portal.organisations.rules import Reaches


@dataclass(frozen=True)
class Entry:
    """What the directory says of one consultee; `kind` is one of rules.KINDS, `reach` districts and themes."""

    kind: str
    body: str
    person: str
    email: str
    reach: Reaches


def add_consultee(session: Session, *, entry: Entry, actor: Actor) -> Consultee:
    """Put somebody into the directory; audit. The same address once more is the same entry when all else is the same.

    Raises Refused when the address is another entry's.
    """
    require(actor, KEEP_CONSULTEES)
    known = consultee_by_email(session, entry.email)
    if known is not None:
        if _same(known, entry):
            return known
        raise _taken(known)
    made = Consultee(kind=entry.kind, body=entry.body, person=entry.person, email=entry.email)
    made.reach = [ConsulteeReach(kind=kind, value=value) for kind, value in sorted(entry.reach)]
    session.add(made)
    session.flush()
    _record(session, "consultee:added", made, actor, kind=entry.kind)
    return made


def edit_consultee(session: Session, *, consultee: Consultee, entry: Entry, revision: int, actor: Actor) -> None:
    """Change an entry; audit. A new address is where later mails go, and links that were sent keep working.

    Raises Stale when somebody saved since `revision`, Refused when the address is another entry's.
    """
    require(actor, KEEP_CONSULTEES)
    session.refresh(consultee, with_for_update=True)
    if _same(consultee, entry):
        return
    if consultee.revision != revision:
        raise Stale
    other = consultee_by_email(session, entry.email)
    if other is not None and other.id != consultee.id:
        raise _taken(other)
    consultee.kind, consultee.body = entry.kind, entry.body
    consultee.person, consultee.email = entry.person, entry.email
    kept = {(row.kind, row.value): row for row in consultee.reach}
    consultee.reach = [kept.get(one) or ConsulteeReach(kind=one[0], value=one[1]) for one in sorted(entry.reach)]
    consultee.revision += 1
    _record(session, "consultee:changed", consultee, actor)
    session.flush()


def retire(session: Session, *, consultee: Consultee, actor: Actor) -> None:
    """Ask somebody nothing more; what they said stays. Twice is once; audit."""
    require(actor, KEEP_CONSULTEES)
    session.refresh(consultee, ["retired_at"], with_for_update=True)
    if consultee.retired_at is None:
        consultee.retired_at = now()
        _record(session, "consultee:retired", consultee, actor)
    session.flush()


def bring_back(session: Session, *, consultee: Consultee, actor: Actor) -> None:
    """Let somebody be asked again. Twice is once; audit."""
    require(actor, KEEP_CONSULTEES)
    session.refresh(consultee, ["retired_at"], with_for_update=True)
    if consultee.retired_at is not None:
        consultee.retired_at = None
        _record(session, "consultee:brought-back", consultee, actor)
    session.flush()


def entry_of(consultee: Consultee) -> Entry:
    """What the directory says now."""
    reach = frozenset((row.kind, row.value) for row in consultee.reach)
    return Entry(consultee.kind, consultee.body, consultee.person, consultee.email, reach)


def _same(consultee: Consultee, entry: Entry) -> bool:
    return entry_of(consultee) == entry


def _taken(consultee: Consultee) -> Refused:
    return Refused(f"{consultee.body} has this email address in the directory already. Change that entry instead.")


def _record(session: Session, action: str, consultee: Consultee, actor: Actor, **detail: object) -> None:
    record(session, action, subject_type="consultee", subject=consultee.reference, actor=actor, **detail)
