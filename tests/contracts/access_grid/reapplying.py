"""Who reads last time's feedback in a draft: its team. Here it is a draft without any, so the page is nobody's."""

from tests.contracts.access_grid.row import Row

STAFF = dict(asha="403", cara="403", ines="403", olive="403", grace="403", sam="403")
NOBODY = dict(anonymous="sign-in", amina="404", beth="404", vera="404", owen="404", nell="404", **STAFF)

ROWS = [
    Row("GET", "/applications/{draft}/last-time", **NOBODY),
    Row("POST", "/applications/{draft}/last-time", **NOBODY),
]
