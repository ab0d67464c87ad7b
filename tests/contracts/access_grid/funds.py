"""Everybody reads about funds, with or without a sign-in; what is not public is there for nobody."""

from tests.contracts.access_grid.row import Row

EVERYONE = dict(
    anonymous="ok", amina="ok", vera="ok", owen="ok", nell="ok", asha="ok", ines="ok", olive="ok", grace="ok", sam="ok"
)
NOBODY = dict(
    anonymous="404",
    amina="404",
    owen="404",
    asha="404",
    ines="404",
    olive="404",
    grace="404",
    sam="404",
)

ROWS = [
    Row("GET", "/funds", **EVERYONE),
    Row("GET", "/funds/{open_round}", **EVERYONE),
    Row("GET", "/funds/{scoring_round}", **EVERYONE),
    Row("GET", "/funds/{announced_round}", **EVERYONE),
    Row("GET", "/funds/nowhere", **NOBODY),
    Row("GET", "/funds/{open_round}/principles", **EVERYONE),
    Row("GET", "/funds/{open_round}/questions", **EVERYONE),
    Row("GET", "/funds/{open_round}/questions/print", **EVERYONE),
    Row("GET", "/funds/{open_round}/check", **EVERYONE),
    Row("GET", "/funds/{open_round}/check/elig_network", **EVERYONE),
    Row("GET", "/funds/{open_round}/check/result", **EVERYONE),
    Row("GET", "/funds/{open_round}/check/nothing", **NOBODY),
]
