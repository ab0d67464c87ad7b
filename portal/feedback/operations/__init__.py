"""Drafting, editing, approving and releasing feedback, at once or at an hour that was set; keeping the promised day."""

from portal.feedback.operations.completing import complete_feedback
from portal.feedback.operations.planning import cancel_release, plan_release, release_planned
from portal.feedback.operations.promising import remind_of_promises
from portal.feedback.operations.releasing import release_round
from portal.feedback.operations.writing import approve_feedback, draft_feedback, save_feedback

__all__ = [
    "approve_feedback",
    "cancel_release",
    "complete_feedback",
    "draft_feedback",
    "plan_release",
    "release_planned",
    "release_round",
    "remind_of_promises",
    "save_feedback",
]
