"""What stands at the foot of the feedback page: `app.SLOTS` names it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import can
from portal.aftercare.forms import UsefulForm
from portal.aftercare.policy import ASK
from portal.aftercare.queries.calls import call_of, free_slots
from portal.aftercare.queries.questions import question_on
from portal.aftercare.queries.useful import said_by
from portal.aftercare.rules.asking import DAYS_TO_ANSWER, last_day_to_ask, may_ask
from portal.aftercare.rules.calls import may_change
from portal.core.clock import now, today
from portal.core.dates import weekday_words
from portal.feedback.models import Feedback
from portal.web.context import current_actor


def afterwards(session: Session, feedback: Feedback) -> Mapping[str, Any] | None:
    """For the feedback page of whoever reads it now: what its template needs."""
    actor = current_actor()
    if actor.account_id is None:
        return None
    question, call = question_on(session, feedback.application_id), call_of(session, feedback.application_id)
    asks = can(actor, ASK, feedback) and feedback.released_at is not None and may_ask(feedback.released_at, today())
    return {
        "template": "aftercare/_afterwards.html",
        "form": useful_form(session, feedback, actor),
        "question": question,
        "call": call,
        "changes": call is not None and can(actor, ASK, feedback) and may_change(call.starts_at, today()),
        "calls": asks and not question and not call and bool(free_slots(session, feedback.application, now())),
        "asks": asks,
        "until": weekday_words(last_day_to_ask(feedback.released_at)) if feedback.released_at else "",
        "days": DAYS_TO_ANSWER,
    }


def useful_form(session: Session, feedback: Feedback, actor: Actor) -> UsefulForm:
    """The form with what the person said before."""
    said = said_by(session, feedback.id, actor.account_id or 0)
    return UsefulForm(data={"useful": "yes" if said.useful else "no", "line": said.line} if said else {})
