"""Staff declare their interests; officers and administrators keep the register; everyone reads what is public."""

from tests.contracts.access_grid.finding import EVERYONE
from tests.contracts.access_grid.row import Row

STAFF = dict(
    anonymous="sign-in", amina="403", owen="403", nell="403", asha="ok", ines="ok", olive="ok", grace="ok", sam="ok"
)
KEEPERS = STAFF | dict(asha="403", ines="403", grace="403")

ROWS = [
    Row("GET", "/interests", **STAFF),
    Row("GET", "/interests/declare", **STAFF),
    Row("POST", "/interests/declare", **STAFF),
    Row("GET", "/manage/interests", **KEEPERS),
    Row("POST", "/manage/interests/999999/publish", **(KEEPERS | dict(olive="404", sam="404"))),
    Row("GET", "/register-of-interests", **EVERYONE),
]
