"""Drafting, editing, approving and releasing feedback."""

from portal.feedback.operations.releasing import release_round
from portal.feedback.operations.writing import approve_feedback, draft_feedback, save_feedback

__all__ = ["approve_feedback", "draft_feedback", "release_round", "save_feedback"]
