"""What every act around a membership does: a mail to the leads, an entry in the audit."""

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.accounts.operations import recipient
from portal.audit.operations import record
from portal.core.clock import now
from portal.organisations.models import Membership
from portal.organisations.queries import leads
from portal.outbox.operations import queue


def tell_leads(session: Session, membership: Membership, template: str, **words: str) -> None:
    """One mail to each lead; a new answer of the office is a new mail, a repeated one is not."""
    place = membership.organisation
    for lead in leads(session, place.id):
        queue(
            session,
            key=f"{template}:{place.reference}:{lead.account.reference}:{now().isoformat()}",
            template=template,
            to=recipient(lead.account),
            about_type="organisation",
            about=place.reference,
            org_name=place.name,
            **words,
        )


def note(session: Session, action: str, membership: Membership, actor: Actor, **detail: object) -> None:
    """One entry in the audit about the organisation."""
    reference = membership.organisation.reference
    record(session, action, subject_type="organisation", subject=reference, actor=actor, **detail)
