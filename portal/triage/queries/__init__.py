"""Reading what the office keeps beside applications."""

from portal.triage.queries.board import (
    Looking,
    board,
    cases_for,
    cases_of,
    count_board,
    owned_by_linked,
    sent_in,
    waiting,
)
from portal.triage.queries.case import (
    FlagPage,
    NotePage,
    case_of,
    flag_page,
    flags_of,
    note_page,
    notes_of,
    officers,
    timeline_of,
)
from portal.triage.queries.hints import HintPage, hint_page, hints_about, set_aside_of

__all__ = [
    "FlagPage",
    "HintPage",
    "Looking",
    "NotePage",
    "board",
    "case_of",
    "cases_for",
    "cases_of",
    "count_board",
    "flag_page",
    "flags_of",
    "hint_page",
    "hints_about",
    "note_page",
    "notes_of",
    "officers",
    "owned_by_linked",
    "sent_in",
    "set_aside_of",
    "timeline_of",
    "waiting",
]
