"""The page of a partner organisation: the outcome, and what concerns its part. The rest belongs to the applicant."""

from flask.typing import ResponseReturnValue

from portal.applications.rules.partnership import budget_of
from portal.feedback.models import Feedback
from portal.feedback.policy import READ_PART, own_part
from portal.feedback.views.applicant import own_feedback
from portal.feedback.views.letter import PARTNERSHIP, letter_of
from portal.formkit.queries import form_of
from portal.formkit.types import TYPES
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("feedback_part", __name__)


@bp.page("/applications/<reference>/feedback/partner", needs=READ_PART, load=own_feedback)
def read(feedback: Feedback) -> ResponseReturnValue:
    """What was decided, what was said about working in partnership, and the partner's own costs."""
    letter = letter_of(current_session(), feedback)
    partner = own_part(current_actor(), feedback)
    assert letter is not None and partner is not None  # the permission found both
    question = budget_of(form_of(feedback.application.response.form_version))
    return page(
        "feedback/part.html",
        letter=letter,
        partner=partner,
        part=next((one for one in letter.parts if one.feedback.criterion.key == PARTNERSHIP), None),
        costs=TYPES["table"].show(question, partner.lines) if question and partner.lines else None,
    )
