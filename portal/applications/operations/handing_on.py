"""What becomes of somebody's part in applications when they leave the organisation."""

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.accounts.models import Account
from portal.applications.operations.recording import record_act
from portal.applications.queries.handing_on import shares_of
from portal.core.clock import now


def hand_on_work(session: Session, organisation_id: int, leaver: Account, successor: Account, actor: Actor) -> int:
    """Give the sections that one person does in drafts of an organisation to another; audit. How many.

    Comments keep the name of whoever wrote them, and stay open for the team. Its caller judges the right.
    """
    shares = shares_of(session, organisation_id, leaver.id)
    for application, share in shares:
        share.account, share.assigned_at, share.assigned_by_id = successor, now(), actor.account_id
        record_act(session, "shared-out", application, actor, section=share.section_key, person=successor.reference)
    session.flush()
    return len(shares)
