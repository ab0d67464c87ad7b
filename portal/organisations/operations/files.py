"""What an organisation hears about its files."""

from sqlalchemy.orm import Session

from portal.access.actor import SYSTEM
from portal.access.roles import TeamRole
from portal.accounts.operations import recipient
from portal.audit.operations import record
from portal.core.dates import datetime_words
from portal.documents.models import StoredFile
from portal.formkit.operations import drop_file
from portal.organisations.queries import live_renewal, membership_with_form, organisation_by_id, team
from portal.outbox.operations import queue


def drop_infected_file(session: Session, stored: StoredFile) -> None:
    """A virus was found in a file: take it out of the registration form and a renewal unless that was sent; tell
    the team's leads and whoever uploaded it; audit.
    """
    organisation = organisation_by_id(session, stored.organisation_id)
    if organisation is None:
        return
    membership = membership_with_form(session, organisation.id)
    renewal = live_renewal(session, membership.id) if membership else None
    open_forms = [one.response for one in (membership, renewal) if one]
    keys = frozenset[str]().union(
        *(drop_file(session, response=form, file_id=stored.public_id, actor=SYSTEM) for form in open_forms)
    )
    if keys:
        reference = organisation.reference
        record(
            session, "membership:file_dropped", subject_type="organisation", subject=reference, actor=SYSTEM,
            questions=sorted(keys),
        )  # fmt: skip
    for member in team(session, organisation.id):
        told = member.role == TeamRole.LEAD or member.account_id == stored.uploaded_by_id
        if told and member.account.suspended_at is None:
            queue(
                session,
                key=f"file_infected:{stored.public_id}:{member.account_id}",
                template="file_infected",
                to=recipient(member.account),
                about_type="organisation",
                about=organisation.reference,
                organisation_name=organisation.name,
                file_name=stored.name,
                uploaded_at=datetime_words(stored.uploaded_at),
                link="/applications",
            )
