"""The fairness report names assessors: officers and the Commissioner read it, and nobody else."""

from tests.contracts.access_grid.row import Row

OTHERS = dict.fromkeys(("amina", "beth", "vera", "owen", "nell", "asha", "cara", "dev", "ines", "sam"), "403") | {
    "anonymous": "sign-in"
}
READERS = OTHERS | {"olive": "ok", "piers": "ok", "grace": "ok"}

ROWS = [
    Row("GET", "/manage/rounds/{announced_round}/fairness", **READERS),
    Row("GET", "/manage/rounds/{scoring_round}/fairness", **READERS),
    Row("GET", "/manage/rounds/no-such-round/fairness", **OTHERS | dict.fromkeys(("olive", "piers", "grace"), "404")),
]
