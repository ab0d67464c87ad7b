"""What becomes of applications when a file of theirs turns out to have a virus."""

from sqlalchemy.orm import Session

from portal.access.actor import SYSTEM
from portal.applications.operations.recording import record_act
from portal.applications.queries import applications_with_forms
from portal.documents.models import StoredFile
from portal.formkit.operations import drop_file


def drop_infected_file(session: Session, stored: StoredFile) -> None:
    """Take the file out of every draft of its organisation, so that sending says what is missing; audit.

    What was sent is never changed: there, the file is named and cannot be opened.
    """
    if stored.organisation_id is None:
        return
    for application in applications_with_forms(session, stored.organisation_id):
        keys = drop_file(session, response=application.response, file_id=stored.public_id, actor=SYSTEM)
        if keys:
            record_act(session, "file_dropped", application, SYSTEM, questions=sorted(keys))
