"""Drafting, editing, approving and releasing feedback, and helping people to take it in."""

from portal.feedback.operations.helping import mail_as_text, tick_task
from portal.feedback.operations.releasing import release_round
from portal.feedback.operations.writing import approve_feedback, draft_feedback, save_feedback

__all__ = ["approve_feedback", "draft_feedback", "mail_as_text", "release_round", "save_feedback", "tick_task"]
