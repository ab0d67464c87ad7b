"""So that everyone can take the feedback in: tasks for officers, and the whole text by mail for who asks."""

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.audit.operations import record
from portal.core.clock import now
from portal.core.refusal import Refused
from portal.feedback.models import Feedback, FeedbackTask
from portal.feedback.policy import HELP, READ
from portal.outbox.operations import Recipient, queue

PRESS_WINDOW_SECONDS = 600


def tick_task(session: Session, *, task: FeedbackTask, actor: Actor) -> None:
    """Write down that a task is done, with who and when. Raises Refused when it was ticked off before.

    Effects: the task, audit.
    """
    require(actor, HELP, task)
    session.refresh(task, ["done_at", "done_by_name"], with_for_update=True)
    if task.done_at:
        raise Refused(f"{task.done_by_name} has ticked this off already. You do not need to do it again.")
    task.done_at, task.done_by_id, task.done_by_name = now(), actor.account_id, actor.name[:200]
    session.flush()
    reference = task.feedback.application.reference
    record(session, "feedback:helped", subject_type="application", subject=reference, actor=actor, kind=task.kind)


def mail_as_text(session: Session, *, feedback: Feedback, text: str, actor: Actor) -> None:
    """Mail the whole feedback to whoever asks, and to nobody else; pressed again within ten minutes, it is one mail.

    `text` is the plain text of the page. Effects: a message, whose key holds the ten minutes of the clock.
    """
    require(actor, READ, feedback)
    session.refresh(feedback, ["state"], with_for_update=True)
    reference, window = feedback.application.reference, int(now().timestamp()) // PRESS_WINDOW_SECONDS
    queue(
        session,
        key=f"feedback-text:{reference}:{actor.account_id}:{window}",
        template="feedback_as_text",
        to=Recipient(actor.account_id, actor.name, actor.email),
        about_type="application",
        about=reference,
        reference=reference,
        text=text,
        link=f"/applications/{reference}/feedback",
    )
