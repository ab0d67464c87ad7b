"""The line and its scenarios are the officers'. An open round has no line, and one round not another's scenario."""

from tests.contracts.access_grid.row import Row

OTHERS = dict.fromkeys(
    ("amina", "beth", "vera", "owen", "nell", "asha", "cara", "dev", "ines", "grace", "sam"), "403"
) | {"anonymous": "sign-in"}
OFFICERS = OTHERS | {"olive": "ok", "piers": "ok"}
NOT_THERE = OTHERS | {"olive": "404"}
HERE = "/manage/rounds/{announced_round}"

ROWS = [
    Row("GET", f"{HERE}/line", **OFFICERS),
    Row("POST", f"{HERE}/line", **OFFICERS),
    Row("GET", "/manage/rounds/{open_round}/line", **NOT_THERE),
    Row("GET", f"{HERE}/scenarios", **OFFICERS),
    Row("GET", "/manage/rounds/{open_round}/scenarios", **NOT_THERE),
    Row("GET", f"{HERE}/scenarios/save", **OFFICERS),
    Row("POST", f"{HERE}/scenarios/save", **OFFICERS),
    Row("GET", f"{HERE}/scenarios/compare", **OFFICERS),
    Row("GET", f"{HERE}/scenarios/1", **OFFICERS),
    Row("GET", "/manage/rounds/{scoring_round}/scenarios/1", **NOT_THERE),
    Row("GET", f"{HERE}/scenarios/1/use", **OFFICERS),
    Row("POST", f"{HERE}/scenarios/1/use", **OFFICERS),
    Row("GET", "/manage/rounds/{scoring_round}/scenarios/1/use", **NOT_THERE),
]
