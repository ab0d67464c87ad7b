"""Who reaches a request for information: the office that asks, and the team of the one application that is asked."""

from tests.contracts.access_grid.row import Row

STAFF = dict(asha="403", ines="403", grace="403", sam="403")
OFFICE = dict(anonymous="sign-in", amina="403", owen="403", nell="403", olive="ok", **STAFF)
NOTHING_FOR_THE_OFFICE = OFFICE | {"olive": "404"}
# Northway Youth is asked about its application in the open round; owen leads it.
ASKED = dict(anonymous="sign-in", amina="404", beth="404", owen="ok", nell="404", olive="403", **STAFF)
NOT_ASKED = dict(anonymous="sign-in", amina="404", beth="404", owen="404", nell="404", olive="403", **STAFF)
LEADS = dict(anonymous="sign-in", amina="ok", beth="404", vera="404", owen="404", nell="404", olive="403", **STAFF)

ROWS = [
    Row("GET", "/manage/applications/{sent}/ask", **OFFICE),
    Row("POST", "/manage/applications/{sent}/ask", **OFFICE),
    Row("GET", "/manage/applications/{draft}/ask", **NOTHING_FOR_THE_OFFICE),
    Row("GET", "/manage/applications/{sent}/requests/1", **OFFICE),
    Row("POST", "/manage/applications/{sent}/requests/1", **OFFICE),
    Row("GET", "/manage/applications/{sent}/requests/2", **NOTHING_FOR_THE_OFFICE),
    Row("GET", "/applications/{sent}/request", **ASKED),
    Row("GET", "/applications/{draft}/request", **NOT_ASKED),
    Row("GET", "/applications/{sent}/request/tasks/s4/problem", **ASKED),
    Row("POST", "/applications/{sent}/request/tasks/s4/problem", **ASKED),
    Row("GET", "/applications/{sent}/request/tasks/s4/evidence", **NOT_ASKED),
    Row("POST", "/applications/{sent}/request/send", **ASKED),
    Row("POST", "/applications/{scoring}/request/send", **LEADS),
]
