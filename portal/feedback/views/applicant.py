"""The applicant's page. Before the release it is not there, whatever the outcome."""

from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.core.references import canonical_reference
from portal.feedback.models import Feedback
from portal.feedback.policy import READ
from portal.feedback.queries import feedback_on
from portal.feedback.views.letter import letter_of
from portal.web.context import current_session, from_slot
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("feedback", __name__)


def own_feedback(session: Session, reference: str) -> Feedback | None:
    """The feedback on an application; the permission asks whether it is released and theirs."""
    return feedback_on(session, canonical_reference(reference))


@bp.page("/applications/<reference>/feedback", needs=READ, load=own_feedback)
def read(feedback: Feedback) -> ResponseReturnValue:
    """Outcome, reasons, what to change first, and each principle beside one's own answers."""
    session = current_session()
    after = from_slot("feedback:afterwards", session, feedback.application)
    return page("feedback/read.html", letter=letter_of(session, feedback), preview=False, afterwards=after)
