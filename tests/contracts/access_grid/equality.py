"""Who answers the optional questions, and who sees the totals: the team that sent; officers. No assessor, ever."""

from tests.contracts.access_grid.row import Row

STAFF = dict(asha="403", cara="403", ines="403", grace="403", sam="403")
SENT = dict(anonymous="sign-in", amina="404", beth="404", vera="404", owen="ok", nell="404", olive="403", **STAFF)
NOT_SENT = dict(anonymous="sign-in", amina="404", beth="404", vera="404", owen="404", nell="404", olive="403", **STAFF)
OFFICE = dict(anonymous="sign-in", amina="403", owen="403", nell="403", olive="ok", **STAFF)

ROWS = [
    Row("GET", "/applications/{sent}/equality", **SENT),
    Row("POST", "/applications/{sent}/equality", **SENT),
    Row("GET", "/applications/{draft}/equality", **NOT_SENT),
    Row("POST", "/applications/{draft}/equality", **NOT_SENT),
    Row("GET", "/manage/rounds/{open_round}/equality", **OFFICE),
]
