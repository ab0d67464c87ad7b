"""Published figures are for everyone."""

from tests.contracts.access_grid.row import Row

EVERYONE = dict.fromkeys(
    ("anonymous", "amina", "beth", "vera", "owen", "nell", "asha", "cara", "dev", "ines", "olive", "grace", "sam"), "ok"
)

ROWS = [
    Row("GET", "/score-card", **EVERYONE),
    Row("GET", "/score-card/urgency", **EVERYONE),
    Row("GET", "/score-card/risk", **dict.fromkeys(EVERYONE, "404")),
    Row("GET", "/odds/safer-communities-fund", **EVERYONE),
]
