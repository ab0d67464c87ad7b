"""Drafting, approving, releasing and correcting feedback; the promised day; helping people to read it."""

from portal.feedback.operations.completing import complete_feedback
from portal.feedback.operations.correcting import approve_correction, drop_correction, save_correction
from portal.feedback.operations.helping import mail_as_text, tick_task
from portal.feedback.operations.planning import cancel_release, plan_release, release_planned
from portal.feedback.operations.promising import remind_of_promises
from portal.feedback.operations.releasing import release_round
from portal.feedback.operations.writing import approve_feedback, draft_feedback, save_feedback

__all__ = [
    "approve_correction",
    "approve_feedback",
    "cancel_release",
    "complete_feedback",
    "draft_feedback",
    "drop_correction",
    "mail_as_text",
    "plan_release",
    "release_planned",
    "release_round",
    "remind_of_promises",
    "save_correction",
    "save_feedback",
    "tick_task",
]
