"""Who reaches passports: a team its own, by role, officers those of groups that asked to join; a stranger nothing."""

from tests.contracts.access_grid.organisations import LEADS, NO_SUCH_MEMBER, NOBODY, OFFICERS, SWAPPED, TEAM
from tests.contracts.access_grid.row import Row

# Those who write for Harbour Sisters: Amina leads, Beth edits.
WRITERS = LEADS | dict(beth="ok")
# What only leads and people with the finance role keep.
FINANCE = LEADS | dict(beth="404")
EVERYONE_IN_IT = TEAM | dict(beth="ok", mira="404")
PASSPORT = "/organisations/{harbour}/passport"
OFFICE = "/manage/members/{harbour}/passport"

ROWS = [
    Row("GET", PASSPORT, **EVERYONE_IN_IT),
    Row("GET", "/organisations/ORG-NONE/passport", **NOBODY),
    Row("GET", f"{PASSPORT}/documents/public_liability", **EVERYONE_IN_IT),
    Row("GET", f"{PASSPORT}/documents/quote", **NOBODY),
    Row("GET", f"{PASSPORT}/documents/governing_document/add", **WRITERS),
    Row("POST", f"{PASSPORT}/documents/governing_document/add", **WRITERS),
    Row("GET", f"{PASSPORT}/documents/bank_statement/add", **FINANCE),
    Row("POST", f"{PASSPORT}/documents/bank_statement/add", **FINANCE),
    Row("GET", f"{PASSPORT}/documents/governing_document/dates", **WRITERS),
    Row("POST", f"{PASSPORT}/documents/governing_document/dates", **WRITERS),
    Row("GET", f"{PASSPORT}/versions/{{harbour_file}}", **EVERYONE_IN_IT),
    Row("GET", "/organisations/{northway}/passport/versions/{harbour_file}", **(SWAPPED | dict(olive="403"))),
    Row("GET", f"{PASSPORT}/versions/{{harbour_file}}/remove", **WRITERS),
    Row("POST", f"{PASSPORT}/versions/{{harbour_file}}/remove", **WRITERS),
    Row("POST", "/organisations/{northway}/passport/versions/{harbour_file}/remove", **NOBODY),
    Row("GET", f"{PASSPORT}/readings", **FINANCE),
    Row("GET", OFFICE, **OFFICERS),
    Row("GET", f"{OFFICE}/versions/{{harbour_file}}", **OFFICERS),
    Row("GET", "/manage/members/{northway}/passport/versions/{harbour_file}", **NO_SUCH_MEMBER),
    Row("GET", f"{OFFICE}/readings", **OFFICERS),
    Row("GET", "/manage/members/{ember}/passport", **NO_SUCH_MEMBER),
    Row("GET", "/applications/{draft}/passport", **EVERYONE_IN_IT),
    # A partner reads the whole bid, and nothing of the other's passport.
    Row("GET", "/applications/{bid}/passport", **(NOBODY | dict(mira="ok", tess="ok", owen="404"))),
]
