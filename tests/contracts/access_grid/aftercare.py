"""Who says, asks, books and answers what once the feedback is out."""

from tests.contracts.access_grid.row import Row

STAFF = dict(asha="403", cara="403", ines="403", olive="403", grace="403", sam="403")
TEAM = dict(anonymous="sign-in", amina="ok", beth="ok", vera="ok", owen="404", nell="404", **STAFF)
WRITERS = TEAM | dict(vera="404")
OFFICERS = dict(
    anonymous="sign-in", amina="403", vera="403", owen="403", asha="403", ines="403", olive="ok", grace="403", sam="403"
)

ROWS = [
    Row("GET", "/applications/{announced}/feedback/useful", **TEAM),
    Row("POST", "/applications/{announced}/feedback/useful", **TEAM),
    Row("GET", "/manage/rounds/{announced_round}/useful", **OFFICERS),
    Row("GET", "/applications/{announced}/feedback/ask", **WRITERS),
    Row("POST", "/applications/{announced}/feedback/ask", **WRITERS),
    Row("GET", "/applications/{announced}/feedback/call", **WRITERS),
    Row("POST", "/applications/{announced}/feedback/call", **WRITERS),
    Row("GET", "/applications/{announced}/feedback/call.ics", **WRITERS),
    Row("GET", "/manage/rounds/{announced_round}/calls", **OFFICERS),
    Row("POST", "/manage/rounds/{announced_round}/calls", **OFFICERS),
    Row("GET", "/manage/feedback-questions", **OFFICERS),
    Row("GET", "/manage/feedback-questions/{feedback_question}", **OFFICERS),
    Row("POST", "/manage/feedback-questions/{feedback_question}", **OFFICERS),
    Row("GET", "/manage/feedback-questions/{feedback_question}/public", **OFFICERS),
    Row("POST", "/manage/feedback-questions/{feedback_question}/public", **OFFICERS),
]
