"""Who moves the dates of a round: officers."""

from tests.contracts.access_grid.row import Row

OFFICE = dict(
    anonymous="sign-in",
    amina="403",
    owen="403",
    nell="403",
    asha="403",
    ines="403",
    olive="ok",
    grace="403",
    sam="403",
)
NOTHING = OFFICE | {"olive": "404"}

ROWS = [
    Row("GET", "/manage/rounds/{open_round}/dates", **OFFICE),
    Row("GET", "/manage/rounds/{open_round}/outage", **OFFICE),
    Row("POST", "/manage/rounds/{open_round}/outage", **OFFICE),
    Row("GET", "/manage/rounds/{open_round}/extension", **OFFICE),
    Row("POST", "/manage/rounds/{open_round}/extension", **OFFICE),
    Row("GET", "/manage/rounds/{open_round}/decision-day", **OFFICE),
    Row("POST", "/manage/rounds/{open_round}/decision-day", **OFFICE),
    Row("GET", "/manage/rounds/{open_round}/drafts", **OFFICE),
    Row("GET", "/manage/rounds/nowhere/dates", **NOTHING),
]
