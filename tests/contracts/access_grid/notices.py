"""People who apply read news and choose what comes by mail; officers send; a mail's link works for its holder."""

from tests.contracts.access_grid.finding import NOBODY, OFFICE
from tests.contracts.access_grid.row import Row

READERS = dict(
    anonymous="sign-in", amina="ok", owen="ok", nell="ok", asha="403", ines="403", olive="403", grace="403", sam="403"
)

ROWS = [
    Row("GET", "/notices", **READERS),
    Row("GET", "/notices/choose", **READERS),
    Row("POST", "/notices/choose", **READERS),
    Row("GET", "/notices/stop/no-such-key", **NOBODY),
    Row("POST", "/notices/stop/no-such-key", **NOBODY),
    Row("GET", "/manage/notices", **OFFICE),
    Row("GET", "/manage/notices/new", **OFFICE),
    Row("POST", "/manage/notices/new", **OFFICE),
]
