"""Ticking off what an officer does so that somebody can take the feedback in."""

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from portal.feedback.models import FeedbackTask
from portal.feedback.operations import tick_task
from portal.feedback.policy import HELP
from portal.feedback.queries.concerned import task_by_number
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded

bp = Guarded("feedback_tasks", __name__)


@bp.page("/manage/feedback-tasks/<int:number>", methods=("POST",), needs=HELP, load=task_by_number)
def tick(task: FeedbackTask) -> ResponseReturnValue:
    """Done, with who and when."""
    tick_task(current_session(), task=task, actor=current_actor())
    application = task.feedback.application
    flash(f"Ticked off for {task.account.name}, {application.organisation.name}.", "success")
    return redirect(f"/manage/rounds/{application.round.slug}/feedback#tasks", code=303)
