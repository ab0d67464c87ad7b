"""Giving out applications, declaring links, scoring."""

from portal.assessment.operations.assigning import assign, take_off
from portal.assessment.operations.declaring import declare_conflict, declare_no_link
from portal.assessment.operations.scoring import reopen_scores, save_scores, submit_scores

__all__ = [
    "assign",
    "declare_conflict",
    "declare_no_link",
    "reopen_scores",
    "save_scores",
    "submit_scores",
    "take_off",
]
