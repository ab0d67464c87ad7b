"""Everybody follows funds, asks and checks; officers answer and see counts; a mail's link works for its holder."""

from tests.contracts.access_grid.row import Row

EVERYONE = dict(
    anonymous="ok", amina="ok", owen="ok", nell="ok", asha="ok", ines="ok", olive="ok", grace="ok", sam="ok"
)
NOBODY = dict(anonymous="404", amina="404", owen="404", asha="404", ines="404", olive="404", grace="404", sam="404")
OFFICE = dict(
    anonymous="sign-in", amina="403", owen="403", nell="403", asha="403", ines="403", olive="ok", grace="403", sam="403"
)
NOT_THERE = OFFICE | dict(olive="404")

ROWS = [
    Row("GET", "/funds.json", **EVERYONE),
    Row("GET", "/funds/{open_round}/dates.ics", **EVERYONE),
    Row("GET", "/funds/nowhere/dates.ics", **NOBODY),
    Row("GET", "/funds/{open_round}/questions/large-print", **EVERYONE),
    Row("POST", "/funds/{open_round}/check/elig_amount", **EVERYONE),
    Row("POST", "/funds/nowhere/check/elig_amount", **NOBODY),
    Row("GET", "/funds/{open_round}/follow", **EVERYONE),
    Row("POST", "/funds/{open_round}/follow", **EVERYONE),
    Row("POST", "/funds/nowhere/follow", **NOBODY),
    Row("GET", "/funds/{open_round}/follow/sent", **EVERYONE),
    Row("GET", "/follow/{follow_key}", **EVERYONE),
    Row("POST", "/follow/{follow_key}", **EVERYONE),
    Row("GET", "/follow/{follow_key}/stop", **EVERYONE),
    Row("POST", "/follow/{follow_key}/stop", **EVERYONE),
    Row("GET", "/follow/no-such-key", **NOBODY),
    Row("POST", "/follow/no-such-key/stop", **NOBODY),
    Row("GET", "/funds/{open_round}/asked", **EVERYONE),
    Row("GET", "/funds/{open_round}/ask", **EVERYONE),
    Row("POST", "/funds/{open_round}/ask", **EVERYONE),
    Row("POST", "/funds/nowhere/ask", **NOBODY),
    Row("GET", "/manage/questions", **OFFICE),
    Row("GET", "/manage/questions/{question}", **OFFICE),
    Row("POST", "/manage/questions/{question}", **OFFICE),
    Row("GET", "/manage/questions/Q-NOTHERE", **NOT_THERE),
    Row("GET", "/manage/rounds/{open_round}/checks", **OFFICE),
    Row("GET", "/manage/rounds/nowhere/checks", **NOT_THERE),
    Row("GET", "/manage/rounds/{open_round}/by-and-for", **OFFICE),
    Row("POST", "/manage/rounds/{open_round}/by-and-for", **OFFICE),
    Row("GET", "/manage/rounds/nowhere/by-and-for", **NOT_THERE),
]
