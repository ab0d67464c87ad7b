"""What stands at the foot of the feedback page: `app.SLOTS` names it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.aftercare.forms import UsefulForm
from portal.aftercare.queries.useful import said_by
from portal.applications.models import Application
from portal.feedback.models import Feedback
from portal.feedback.queries import feedback_on
from portal.web.context import current_actor


def afterwards(session: Session, application: Application) -> Mapping[str, Any] | None:
    """For the feedback page of whoever reads it now: what its template needs."""
    feedback = feedback_on(session, application.reference)
    actor = current_actor()
    if feedback is None or actor.account_id is None:
        return None
    return {"template": "aftercare/_afterwards.html", "form": useful_form(session, feedback, actor)}


def useful_form(session: Session, feedback: Feedback, actor: Actor) -> UsefulForm:
    """The form with what the person said before."""
    said = said_by(session, feedback.id, actor.account_id or 0)
    return UsefulForm(data={"useful": "yes" if said.useful else "no", "line": said.line} if said else {})
