"""Officers keep the directory and ask; whoever holds a link gives advice; a group's team reads what partners said."""

from tests.contracts.access_grid.finding import NOT_THERE, OFFICE
from tests.contracts.access_grid.row import Row

PEOPLE = ("anonymous", "amina", "owen", "asha", "ines", "olive", "grace", "sam")
ANYONE, NOBODY = dict.fromkeys(PEOPLE, "ok"), dict.fromkeys(PEOPLE, "404")
STAFF = dict(asha="403", ines="403", olive="403", grace="403", sam="403")
TEAM = dict(anonymous="sign-in", amina="ok", beth="ok", vera="ok", owen="404", nell="404", **STAFF)
WRITERS = TEAM | dict(vera="404")
KEY, MANAGE = "/advice/{advice_key}", "/manage/applications"

ROWS = [
    Row("GET", "/manage/consultees", **OFFICE),
    Row("GET", "/manage/consultees/new", **OFFICE),
    Row("POST", "/manage/consultees/new", **OFFICE),
    Row("GET", "/manage/consultees/{consultee}", **OFFICE),
    Row("POST", "/manage/consultees/{consultee}", **OFFICE),
    Row("GET", "/manage/consultees/CE-NOTHNG", **NOT_THERE),
    Row("POST", "/manage/consultees/{consultee}/retire", **OFFICE),
    Row("POST", "/manage/consultees/{consultee}/bring-back", **OFFICE),
    Row("GET", "/manage/rounds/{scoring_round}/consultation", **OFFICE),
    Row("POST", "/manage/rounds/{scoring_round}/consultation", **OFFICE),
    Row("GET", "/manage/rounds/nowhere/consultation", **NOT_THERE),
    Row("GET", "/manage/rounds/{scoring_round}/consultation/ask", **OFFICE),
    Row("POST", "/manage/rounds/{scoring_round}/consultation/ask", **OFFICE),
    Row("GET", "/manage/consultations/{consultation}", **OFFICE),
    Row("GET", "/manage/consultations/CN-NOTHNG", **NOT_THERE),
    Row("POST", "/manage/consultations/{consultation}/link", **OFFICE),
    Row("GET", MANAGE + "/{scoring}/advice", **OFFICE),
    Row("POST", MANAGE + "/{scoring}/advice", **OFFICE),
    Row("GET", MANAGE + "/{draft}/advice", **NOT_THERE),
    Row("GET", MANAGE + "/{scoring}/advice/summary", **OFFICE),
    Row("POST", MANAGE + "/{scoring}/advice/summary", **OFFICE),
    Row("GET", MANAGE + "/{draft}/advice/summary", **NOT_THERE),
    Row("GET", "/applications/{scoring}/what-partners-said", **TEAM),
    Row("POST", "/applications/{scoring}/what-partners-said", **WRITERS),
    Row("GET", "/applications/{draft}/what-partners-said", **TEAM | dict(amina="404", beth="404", vera="404")),
    Row("GET", KEY, **ANYONE),
    Row("POST", KEY, **ANYONE),
    Row("GET", "/advice/no-such-key", **NOBODY),
    Row("GET", f"{KEY}/interests", **ANYONE),
    Row("POST", f"{KEY}/interests", **ANYONE),
    Row("GET", f"{KEY}/projects/1", **ANYONE),
    Row("POST", f"{KEY}/projects/1", **ANYONE),
    Row("GET", f"{KEY}/decline", **ANYONE),
    Row("POST", f"{KEY}/decline", **ANYONE),
    Row("GET", f"{KEY}/done", **ANYONE),
    Row("POST", f"{KEY}/done", **ANYONE),
    Row("GET", "/advice/new-link", **ANYONE),
    Row("POST", "/advice/new-link", **ANYONE),
    Row("GET", "/advice/new-link/sent", **ANYONE),
]
