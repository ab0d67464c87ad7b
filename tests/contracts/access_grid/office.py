"""Who reaches the pages that belong to no group: the public ones, desks, messages and the audit."""

from tests.contracts.access_grid.row import Row

EVERYONE = dict(
    anonymous="ok", amina="ok", owen="ok", nell="ok", asha="ok", ines="ok", olive="ok", grace="ok", sam="ok"
)
SIGNED_IN = EVERYONE | dict(anonymous="sign-in")
NOBODY = dict(
    anonymous="sign-in",
    amina="403",
    owen="403",
    nell="403",
    asha="403",
    ines="403",
    olive="403",
    grace="403",
    sam="403",
)

PUBLIC = ("/", "/help", "/privacy", "/accessibility", "/cookies", "/health", "/ready")

ROWS = [
    *(Row("GET", path, **EVERYONE) for path in PUBLIC),
    Row("GET", "/desk", **SIGNED_IN),
    Row("GET", "/manage/messages", **NOBODY | dict(olive="ok")),
    Row("GET", "/manage/messages/{message}", **NOBODY | dict(olive="ok")),
    Row("GET", "/admin/audit", **NOBODY | dict(sam="ok")),
]
