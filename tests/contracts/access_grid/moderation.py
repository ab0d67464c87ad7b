"""Officers arrange; the panel attends; whoever must not hear of an item finds nothing there; the chair leads."""

from tests.contracts.access_grid.row import Row

APPLICANTS = dict.fromkeys(("amina", "beth", "vera", "owen", "mira", "tess", "nell"), "403")
OTHERS = {"anonymous": "sign-in", **APPLICANTS, "ines": "403", "grace": "403", "sam": "403"}
OFFICERS = {"olive": "ok", "piers": "ok"}
ARRANGE = {**OTHERS, "asha": "403", "cara": "403", "dev": "403", **OFFICERS}
NOT_THERE = {**OTHERS, "asha": "403", "cara": "403", "dev": "403", "olive": "404", "piers": "404"}
ATTEND = {**OTHERS, "asha": "ok", "cara": "ok", "dev": "404", **OFFICERS}
LEAD = {**OTHERS, "asha": "ok", "cara": "404", "dev": "404", **OFFICERS}
CHAIR = {**OTHERS, "asha": "ok", "cara": "404", "dev": "404", "olive": "404", "piers": "404"}
NOBODY = {**OTHERS, "asha": "404", "cara": "404", "dev": "404", "olive": "404", "piers": "404"}
ROUND, PANEL = "/manage/rounds/{scoring_round}", "/panel/{meeting}"

ROWS = [
    Row("GET", f"{ROUND}/moderation", **ARRANGE),
    Row("GET", f"{ROUND}/moderation/{{scoring}}", **ARRANGE),
    Row("GET", f"{ROUND}/moderation/{{announced}}", **NOT_THERE),
    Row("GET", f"{ROUND}/moderation/SCF26-NONE", **NOT_THERE),
    Row("GET", f"{ROUND}/meetings/new", **ARRANGE),
    Row("POST", f"{ROUND}/meetings/new", **ARRANGE),
    Row("GET", "/manage/meetings/{meeting}", **ARRANGE),
    Row("GET", "/manage/meetings/PM-NONE22", **NOT_THERE),
    Row("POST", "/manage/meetings/{meeting}", **ARRANGE),
    Row("GET", PANEL, **ATTEND),
    Row("GET", "/panel/PM-NONE22", **NOBODY),
    Row("GET", f"{PANEL}/now", **ATTEND),
    Row("GET", f"{PANEL}/calendar.ics", **ATTEND),
    Row("POST", f"{PANEL}/start", **LEAD),
    Row("POST", f"{PANEL}/next", **LEAD),
    Row("POST", f"{PANEL}/people", **LEAD),
    Row("POST", f"{PANEL}/close", **LEAD),
    Row("GET", f"{PANEL}/items/{{scoring}}", **LEAD),
    Row("GET", f"{PANEL}/items/{{announced}}", **NOBODY),
    Row("POST", f"{PANEL}/items/{{scoring}}", **LEAD),
    Row("GET", f"{PANEL}/minutes", **ATTEND),
    Row("GET", f"{PANEL}/minutes/print", **ATTEND),
    Row("GET", f"{PANEL}/minutes/{{scoring}}", **CHAIR),
    Row("POST", f"{PANEL}/minutes/{{scoring}}", **CHAIR),
    Row("POST", f"{PANEL}/minutes/sign", **ATTEND),
]
