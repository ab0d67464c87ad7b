"""Who reaches the administrator's pages: administrators, and nobody else."""

from tests.contracts.access_grid.row import Row

ADMINISTRATORS = dict(
    anonymous="sign-in",
    amina="403",
    vera="403",
    owen="403",
    nell="403",
    asha="403",
    ines="403",
    olive="403",
    grace="403",
    sam="ok",
)
NO_SUCH_PERSON = dict(
    anonymous="sign-in",
    amina="403",
    vera="403",
    owen="403",
    nell="403",
    asha="403",
    ines="403",
    olive="403",
    grace="403",
    sam="404",
)

ROWS = [
    Row("GET", "/admin/people", **ADMINISTRATORS),
    Row("GET", "/admin/people/invite", **ADMINISTRATORS),
    Row("POST", "/admin/people/invite", **ADMINISTRATORS),
    Row("GET", "/admin/people/P-OLIVE", **ADMINISTRATORS),
    Row("GET", "/admin/people/P-NOBODY", **NO_SUCH_PERSON),
    Row("GET", "/admin/people/P-OLIVE/give-role", **ADMINISTRATORS),
    Row("POST", "/admin/people/P-OLIVE/give-role", **ADMINISTRATORS),
    Row("GET", "/admin/people/P-OLIVE/remove-role/officer", **ADMINISTRATORS),
    Row("POST", "/admin/people/P-OLIVE/remove-role/officer", **ADMINISTRATORS),
    Row("GET", "/admin/people/P-OLIVE/suspend", **ADMINISTRATORS),
    Row("POST", "/admin/people/P-OLIVE/suspend", **ADMINISTRATORS),
    Row("GET", "/admin/people/P-OLIVE/restore", **ADMINISTRATORS),
    Row("POST", "/admin/people/P-OLIVE/restore", **ADMINISTRATORS),
    Row("GET", "/admin/people/P-OLIVE/reset-second-factor", **ADMINISTRATORS),
    Row("POST", "/admin/people/P-OLIVE/reset-second-factor", **ADMINISTRATORS),
    Row("POST", "/admin/invitations/{staff_invitation}/again", **ADMINISTRATORS),
    Row("POST", "/admin/invitations/{staff_invitation}/cancel", **ADMINISTRATORS),
]
