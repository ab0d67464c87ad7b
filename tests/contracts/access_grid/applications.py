"""Who reaches applications: the team its own, by what each may do; officers what was sent; nobody else at all."""

from tests.contracts.access_grid.row import Row

STAFF = dict(asha="403", cara="403", dev="403", ines="403", grace="403", sam="403")
APPLICANTS = dict(anonymous="sign-in", amina="ok", beth="ok", vera="ok", owen="ok", nell="ok", olive="403", **STAFF)
# Harbour Sisters' own: amina leads, beth edits, vera reads; owen leads another group, nell has none.
READS = dict(anonymous="sign-in", amina="ok", beth="ok", vera="ok", owen="404", nell="404", olive="403", **STAFF)
WRITES = dict(anonymous="sign-in", amina="ok", beth="ok", vera="404", owen="404", nell="404", olive="403", **STAFF)
LEADS = dict(anonymous="sign-in", amina="ok", beth="404", vera="404", owen="404", nell="404", olive="403", **STAFF)
# Northway Youth's.
OTHERS = dict(anonymous="sign-in", amina="404", beth="404", vera="404", owen="ok", nell="404", olive="403", **STAFF)
# At an address where nothing is, or where something is that belongs elsewhere.
NOTHING = dict(anonymous="sign-in", amina="404", beth="404", vera="404", owen="404", nell="404", olive="403", **STAFF)
OFFICE = dict(anonymous="sign-in", amina="403", beth="403", vera="403", owen="403", nell="403", olive="ok", **STAFF)
NOT_SENT = dict(anonymous="sign-in", amina="403", beth="403", vera="403", owen="403", nell="403", olive="404", **STAFF)

ROWS = [
    Row("GET", "/applications", **APPLICANTS),
    Row("GET", "/funds/{open_round}/apply", **APPLICANTS),
    Row("POST", "/funds/{open_round}/apply", **APPLICANTS),
    Row("GET", "/applications/{draft}", **READS),
    Row("GET", "/applications/{scoring}", **READS),
    Row("GET", "/applications/{announced}", **READS),
    Row("GET", "/applications/{sent}", **OTHERS),
    Row("GET", "/applications/SCF27-NOPE", **NOTHING),
    Row("GET", "/applications/{draft}/tasks/s4/problem", **WRITES),
    Row("POST", "/applications/{draft}/tasks/s4/problem", **WRITES),
    Row("POST", "/applications/{scoring}/tasks/s4/problem", **WRITES),
    Row("GET", "/applications/{draft}/tasks/s4/nothing", **NOTHING),
    Row("GET", "/applications/{sent}/tasks/s4/problem", **OTHERS),
    Row("POST", "/applications/{sent}/tasks/s4/problem", **OTHERS),
    Row("GET", "/applications/{draft}/files/{draft_file}", **READS),
    Row("GET", "/applications/{scoring}/files/{scoring_file}", **READS),
    Row("GET", "/applications/{scoring}/files/{draft_file}", **NOTHING),
    Row("GET", "/applications/{sent}/files/{draft_file}", **NOTHING),
    Row("GET", "/applications/{draft}/files/{harbour_file}", **NOTHING),
    Row("GET", "/applications/{draft}/check", **READS),
    Row("GET", "/applications/{draft}/copy", **READS),
    Row("GET", "/applications/{scoring}/copy", **READS),
    Row("GET", "/applications/{sent}/copy", **OTHERS),
    Row("POST", "/applications/{draft}/submit", **LEADS),
    Row("POST", "/applications/{scoring}/submit", **LEADS),
    Row("GET", "/applications/{scoring}/submitted", **READS),
    Row("GET", "/applications/{announced}/submitted", **READS),
    Row("GET", "/applications/{scoring}/reopen", **LEADS),
    Row("POST", "/applications/{scoring}/reopen", **LEADS),
    Row("POST", "/applications/{sent}/reopen", **OTHERS),
    Row("GET", "/applications/{scoring}/withdraw", **LEADS),
    Row("POST", "/applications/{scoring}/withdraw", **LEADS),
    Row("POST", "/applications/{sent}/withdraw", **OTHERS),
    Row("GET", "/manage/applications", **OFFICE),
    Row("GET", "/manage/applications/{sent}", **OFFICE),
    Row("POST", "/manage/applications/{sent}", **OFFICE),
    Row("GET", "/manage/applications/{draft}", **NOT_SENT),
    Row("POST", "/manage/applications/{draft}", **NOT_SENT),
    Row("GET", "/manage/applications/{scoring}/files/{scoring_file}", **OFFICE),
    Row("GET", "/manage/applications/{scoring}/files/{draft_file}", **NOT_SENT),
    Row("GET", "/manage/applications/{draft}/files/{draft_file}", **NOT_SENT),
]
