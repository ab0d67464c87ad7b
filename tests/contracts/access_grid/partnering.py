"""Applicants find partners; a conversation is for the people of its two groups; officers read what waits for them."""

from tests.contracts.access_grid.finding import NOT_THERE, OFFICE
from tests.contracts.access_grid.row import Row

APPLICANTS = ("amina", "beth", "vera", "owen", "mira", "tess", "nell")
STAFF = dict(asha="403", cara="403", dev="403", ines="403", olive="403", piers="403", grace="403", sam="403")


def only(*names: str) -> dict[str, str]:
    """These are let in; other applicants find nothing there; staff have another part."""
    return dict(anonymous="sign-in", **{name: "ok" if name in names else "404" for name in APPLICANTS}, **STAFF)


ALL, BOTH, WRITE = only(*APPLICANTS), only("amina", "beth", "vera", "owen"), only("amina", "beth", "owen")
LEAD, HARBOUR, NORTHWAY, NOBODY = only("amina", "owen"), only("amina", "beth"), only("owen"), only()
TALK, MANAGE = "/partnering/conversations/{conversation}", "/manage/partnering/conversations"

ROWS = [
    Row("GET", "/partnering", **ALL),
    Row("GET", "/partnering/mine", **ALL),
    Row("GET", "/partnering/entries/{offer}", **ALL),
    Row("GET", "/partnering/entries/PE-NOTHNG", **NOBODY),
    Row("POST", "/partnering/entries/{offer}/answer", **ALL),
    Row("POST", "/partnering/entries/{offer}/renew", **NORTHWAY),
    Row("POST", "/partnering/entries/{look}/renew", **HARBOUR),
    Row("POST", "/partnering/entries/{offer}/close", **NORTHWAY),
    Row("GET", "/organisations/{harbour}/entries/new", **HARBOUR),
    Row("POST", "/organisations/{harbour}/entries/new", **HARBOUR),
    Row("GET", "/organisations/{ember}/entries/new", **only("mira")),
    Row("GET", "/partnering/conversations", **ALL),
    Row("GET", TALK, **BOTH),
    Row("GET", "/partnering/conversations/{reported}", **BOTH),
    Row("GET", "/partnering/conversations/PC-2222222222", **NOBODY),
    Row("POST", TALK, **WRITE),
    Row("POST", f"{TALK}/introduction", **WRITE),
    Row("GET", f"{TALK}/close", **WRITE),
    Row("POST", f"{TALK}/close", **WRITE),
    Row("POST", f"{TALK}/open", **WRITE),
    Row("GET", f"{TALK}/report", **WRITE),
    Row("POST", f"{TALK}/report", **WRITE),
    Row("GET", f"{TALK}/bid", **LEAD),
    Row("POST", f"{TALK}/bid", **LEAD),
    Row("GET", "/manage/partnering", **OFFICE),
    Row("GET", "/manage/partnering/introduce/{offer}/{look}", **OFFICE),
    Row("POST", "/manage/partnering/introduce/{offer}/{look}", **OFFICE),
    Row("GET", "/manage/partnering/introduce/{offer}/PE-NOTHNG", **NOT_THERE),
    Row("GET", f"{MANAGE}/{{conversation}}", **NOT_THERE),
    Row("GET", f"{MANAGE}/{{reported}}", **OFFICE),
    Row("POST", f"{MANAGE}/{{conversation}}/introduce", **NOT_THERE),
    Row("POST", f"{MANAGE}/{{reported}}/introduce", **OFFICE),
    Row("POST", f"{MANAGE}/{{conversation}}/settle", **NOT_THERE),
    Row("POST", f"{MANAGE}/{{reported}}/settle", **OFFICE),
]
