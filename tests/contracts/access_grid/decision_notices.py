"""Who gets what on the pages of decision notices, and of those who sign for the Commissioner."""

from tests.contracts.access_grid.row import Row

OTHERS = dict.fromkeys(("amina", "beth", "vera", "owen", "nell", "asha", "cara", "dev", "ines", "sam"), "403")
EVERYONE = dict.fromkeys((*OTHERS, "anonymous", "olive", "grace"), "ok")
NOBODY = dict.fromkeys(EVERYONE, "404")
OFFICE = {**OTHERS, "anonymous": "sign-in", "olive": "ok", "grace": "ok"}
SIGNERS = {**OTHERS, "anonymous": "sign-in", "olive": "403", "grace": "ok"}
ROWS = [
    Row("GET", "/manage/decision-notices", **OFFICE),
    Row("GET", "/manage/decision-notices/{notice}", **OFFICE),
    Row("GET", "/manage/decision-notices/FN-1999-001", **(OFFICE | {"olive": "404", "grace": "404"})),
    Row("GET", "/decision-notices/{notice}", **EVERYONE),
    Row("GET", "/decision-notices/FN-1999-001", **NOBODY),
    Row("GET", "/decide/{announced_round}/delegate", **SIGNERS),
    Row("POST", "/decide/{announced_round}/delegate", **SIGNERS),
    Row("GET", "/decide/{open_round}/delegate", **(SIGNERS | {"grace": "404"})),
]
