"""What the office keeps beside an application is for grants officers alone, and never about a draft."""

from tests.contracts.access_grid.finding import NOT_THERE, OFFICE
from tests.contracts.access_grid.row import Row

BOARD, CASE = "/manage/rounds/{scoring_round}/board", "/manage/applications/{scoring}/triage"
HINT = f"{CASE}/hints/same-group/{{announced}}"

ROWS = [
    Row("GET", BOARD, **OFFICE),
    Row("GET", "/manage/rounds/nowhere/board", **NOT_THERE),
    Row("GET", f"{BOARD}/set", **OFFICE),
    Row("POST", f"{BOARD}/set", **OFFICE),
    Row("GET", CASE, **OFFICE),
    Row("POST", CASE, **OFFICE),
    Row("GET", "/manage/applications/{draft}/triage", **NOT_THERE),
    Row("POST", "/manage/applications/{draft}/triage", **NOT_THERE),
    Row("GET", f"{CASE}/owner", **OFFICE),
    Row("POST", f"{CASE}/owner", **OFFICE),
    Row("GET", f"{CASE}/flags/new", **OFFICE),
    Row("POST", f"{CASE}/flags/new", **OFFICE),
    Row("GET", f"{CASE}/flags/1", **OFFICE),
    Row("POST", f"{CASE}/flags/1", **OFFICE),
    Row("GET", f"{CASE}/flags/9", **NOT_THERE),
    Row("GET", f"{CASE}/notes/1", **OFFICE),
    Row("POST", f"{CASE}/notes/1", **OFFICE),
    Row("GET", f"{CASE}/notes/9", **NOT_THERE),
    Row("GET", HINT, **NOT_THERE),
    Row("POST", HINT, **NOT_THERE),
]
