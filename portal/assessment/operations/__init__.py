"""Giving out applications, links between people and groups, scoring."""

from portal.assessment.operations.assigning import assign, assign_all, decline, take_off
from portal.assessment.operations.declaring import (
    declare_conflict,
    declare_no_link,
    declare_round,
    dismiss_suggestion,
    lift_conflict,
    pin_conflict,
)
from portal.assessment.operations.from_paper import save_sheet
from portal.assessment.operations.preparing import (
    keep_expertise,
    practise,
    set_blind,
    set_practice,
    set_weights,
)
from portal.assessment.operations.reading import note_readings
from portal.assessment.operations.reminding import remind_assessors, remind_now, set_last_day
from portal.assessment.operations.scoring import change_scores, reopen_scores, save_scores, submit_scores

__all__ = [
    "assign",
    "assign_all",
    "change_scores",
    "declare_conflict",
    "declare_no_link",
    "declare_round",
    "decline",
    "dismiss_suggestion",
    "keep_expertise",
    "lift_conflict",
    "note_readings",
    "pin_conflict",
    "practise",
    "remind_assessors",
    "remind_now",
    "reopen_scores",
    "save_scores",
    "save_sheet",
    "set_blind",
    "set_last_day",
    "set_practice",
    "set_weights",
    "submit_scores",
    "take_off",
]
