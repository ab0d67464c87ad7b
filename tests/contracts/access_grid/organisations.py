"""Who reaches the pages of organisations: a team its own, officers those of members; a stranger finds nothing there."""

from tests.contracts.access_grid.row import Row

EVERYONE = dict(
    anonymous="ok", amina="ok", vera="ok", owen="ok", nell="ok", asha="ok", ines="ok", olive="ok", grace="ok", sam="ok"
)
APPLICANTS = dict(
    anonymous="sign-in",
    amina="ok",
    vera="ok",
    owen="ok",
    nell="ok",
    asha="403",
    ines="403",
    olive="403",
    grace="403",
    sam="403",
)
# Whoever works for Harbour Sisters.
TEAM = dict(
    anonymous="sign-in",
    amina="ok",
    vera="ok",
    owen="404",
    nell="404",
    asha="403",
    ines="403",
    olive="403",
    grace="403",
    sam="403",
)
# Those who lead there (and, for the form, those who write: of these ten people the lead alone).
LEADS = dict(
    anonymous="sign-in",
    amina="ok",
    vera="404",
    owen="404",
    nell="404",
    asha="403",
    ines="403",
    olive="403",
    grace="403",
    sam="403",
)
# Who leads Northway Youth.
NORTHWAY = dict(
    anonymous="sign-in",
    amina="404",
    vera="404",
    owen="ok",
    nell="404",
    asha="403",
    ines="403",
    olive="403",
    grace="403",
    sam="403",
)
# What is not there, or belongs to another organisation than the address says.
NOBODY = dict(
    anonymous="sign-in",
    amina="404",
    vera="404",
    owen="404",
    nell="404",
    asha="403",
    ines="403",
    olive="403",
    grace="403",
    sam="403",
)
# A file of a form that was sent: the team, and officers.
FILE = dict(
    anonymous="sign-in",
    amina="ok",
    vera="ok",
    owen="404",
    nell="404",
    asha="403",
    ines="403",
    olive="ok",
    grace="403",
    sam="403",
)
# The same file at another organisation's address.
SWAPPED = dict(
    anonymous="sign-in",
    amina="404",
    vera="404",
    owen="404",
    nell="404",
    asha="403",
    ines="403",
    olive="404",
    grace="403",
    sam="403",
)
OFFICERS = dict(
    anonymous="sign-in",
    amina="403",
    vera="403",
    owen="403",
    nell="403",
    asha="403",
    ines="403",
    olive="ok",
    grace="403",
    sam="403",
)
NO_SUCH_MEMBER = dict(
    anonymous="sign-in",
    amina="403",
    vera="403",
    owen="403",
    nell="403",
    asha="403",
    ines="403",
    olive="404",
    grace="403",
    sam="403",
)

ROWS = [
    Row("GET", "/network", **EVERYONE),
    Row("GET", "/invitations/made-up", **EVERYONE),
    Row("POST", "/invitations/made-up", **EVERYONE),
    Row("GET", "/organisations", **APPLICANTS),
    Row("GET", "/organisations/new", **APPLICANTS),
    Row("POST", "/organisations/new", **APPLICANTS),
    Row("GET", "/organisations/new/sole-trader", **APPLICANTS),
    Row("GET", "/organisations/{harbour}", **TEAM),
    Row("GET", "/organisations/{harbour}/people", **TEAM),
    Row("GET", "/organisations/{harbour}/people/invite", **LEADS),
    Row("POST", "/organisations/{harbour}/people/invite", **LEADS),
    Row("GET", "/organisations/{harbour}/people/P-VERA/role", **LEADS),
    Row("POST", "/organisations/{harbour}/people/P-VERA/role", **LEADS),
    Row("GET", "/organisations/{harbour}/people/P-VERA/remove", **LEADS),
    Row("POST", "/organisations/{harbour}/people/P-VERA/remove", **LEADS),
    Row("GET", "/organisations/{harbour}/people/hand-over", **LEADS),
    Row("POST", "/organisations/{harbour}/people/hand-over", **LEADS),
    Row("POST", "/organisations/{harbour}/people/hand-over/stop", **LEADS),
    Row("GET", "/organisations/{harbour}/people/ask-to-lead", **TEAM),
    Row("POST", "/organisations/{harbour}/people/ask-to-lead", **TEAM),
    Row("GET", "/organisations/ask-to-lead", **APPLICANTS),
    Row("POST", "/organisations/ask-to-lead", **APPLICANTS),
    Row("GET", "/manage/lead-requests", **OFFICERS),
    Row("GET", "/manage/lead-requests/{lead_request}", **OFFICERS),
    Row("POST", "/manage/lead-requests/{lead_request}", **OFFICERS),
    Row("GET", "/manage/lead-requests/LR-NONE", **NO_SUCH_MEMBER),
    Row("POST", "/organisations/{northway}/invitations/{team_invitation}/again", **NORTHWAY),
    Row("POST", "/organisations/{northway}/invitations/{team_invitation}/cancel", **NORTHWAY),
    Row("POST", "/organisations/{harbour}/invitations/{team_invitation}/again", **NOBODY),
    Row("POST", "/organisations/{harbour}/invitations/{team_invitation}/cancel", **NOBODY),
    Row("GET", "/organisations/{harbour}/membership", **TEAM),
    Row("GET", "/organisations/{harbour}/membership/tasks/n1/you", **LEADS),
    Row("POST", "/organisations/{harbour}/membership/tasks/n1/you", **LEADS),
    Row("GET", "/organisations/{harbour}/membership/tasks/n1/no-such-step", **NOBODY),
    Row("GET", "/organisations/{harbour}/membership/check", **LEADS),
    Row("POST", "/organisations/{harbour}/membership/send", **LEADS),
    Row("POST", "/organisations/{harbour}/membership/again", **LEADS),
    Row("GET", "/organisations/{harbour}/files/{harbour_file}", **FILE),
    Row("GET", "/organisations/{northway}/files/{harbour_file}", **SWAPPED),
    Row("GET", "/manage/members", **OFFICERS),
    Row("GET", "/manage/members/{lantern}", **OFFICERS),
    Row("GET", "/manage/members/{lantern}/approve", **OFFICERS),
    Row("POST", "/manage/members/{lantern}/approve", **OFFICERS),
    Row("GET", "/manage/members/{lantern}/ask", **OFFICERS),
    Row("POST", "/manage/members/{lantern}/ask", **OFFICERS),
    Row("GET", "/manage/members/{lantern}/decline", **OFFICERS),
    Row("POST", "/manage/members/{lantern}/decline", **OFFICERS),
    Row("GET", "/manage/members/ORG-NONE", **NO_SUCH_MEMBER),
]
