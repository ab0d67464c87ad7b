"""Recording what an officer found."""

from datetime import date

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.core.clock import now, today
from portal.core.refusal import Refused
from portal.organisations.models import Check, Membership
from portal.organisations.operations.telling import note as note_in_audit
from portal.organisations.policy import CHECK_MEMBERS
from portal.organisations.queries import kind_for_checks, live_checks, lock_organisation
from portal.organisations.rules import checks_for, why_not_until
from portal.organisations.states import Outcome

NEEDS_NOTE = frozenset({Outcome.CONDITION, Outcome.PROBLEM, Outcome.NOT_NEEDED})
SEEN_ANOTHER = "Someone recorded this check after you opened the page. Look at what they found, then record yours."


def record_check(
    session: Session,
    *,
    membership: Membership,
    key: str,
    outcome: Outcome,
    note: str,
    expires_on: date | None,
    seen: int | None,
    actor: Actor,
) -> Check:
    """Record the outcome of one check beside the earlier ones, which stay to read; audit without the note.

    `seen` is the id of the outcome that the officer had before them (None: none). A second press of the same finding
    is the first one; another finding that came between is Refused, so that nobody overwrites what they have not read.
    """
    require(actor, CHECK_MEMBERS)
    kind = next((one for one in checks_for(kind_for_checks(session, membership)) if one.key == key), None)
    if kind is None or membership.organisation.merged_into_id is not None:
        raise Refused("This is not checked about this organisation.")
    if outcome in NEEDS_NOTE and not note:
        raise Refused("Say why in the note.")
    wrong = why_not_until(kind, outcome, expires_on, today())
    if wrong:
        raise Refused(f"{wrong}.")
    lock_organisation(session, membership.organisation_id)
    earlier = live_checks(session, membership.organisation_id).get(key)
    if earlier is not None and earlier.id != seen:
        if _is_same(earlier, outcome, note, expires_on, actor):
            return earlier
        raise Refused(SEEN_ANOTHER, title="Someone was faster")
    if earlier is not None:
        earlier.live = None
        session.flush()
    check = Check(
        organisation_id=membership.organisation_id,
        key=key,
        outcome=outcome,
        note=note,
        expires_on=None if outcome == Outcome.PROBLEM else expires_on,
        checked_at=now(),
        checked_by_id=actor.account_id,
        checked_by_name=actor.name[:200],
    )
    session.add(check)
    told = {} if kind.restricted else {"outcome": str(outcome)}
    note_in_audit(session, "membership:checked", membership, actor, check=key, **told)
    session.flush()
    return check


def _is_same(earlier: Check, outcome: Outcome, note: str, expires_on: date | None, actor: Actor) -> bool:
    ends = None if outcome == Outcome.PROBLEM else expires_on
    mine = (outcome, note, ends, actor.account_id)
    return (earlier.outcome, earlier.note, earlier.expires_on, earlier.checked_by_id) == mine
