"""Who reaches the pages of checks, renewals and doubles: officers those of members; a team its own renewal."""

from tests.contracts.access_grid.organisations import LEADS, NO_SUCH_MEMBER, NOBODY, OFFICERS
from tests.contracts.access_grid.row import Row

# Who writes for Harbour Sisters: its lead, and its editor too.
WRITERS = LEADS | dict(beth="ok")
ONLY_LEADS = LEADS | dict(beth="404")

ROWS = [
    Row("GET", "/manage/members/{lantern}/checks", **OFFICERS),
    Row("GET", "/manage/members/ORG-NONE/checks", **NO_SUCH_MEMBER),
    Row("GET", "/manage/members/{lantern}/checks/governing-document", **OFFICERS),
    Row("POST", "/manage/members/{lantern}/checks/governing-document", **OFFICERS),
    # an unincorporated group has no number that could be looked up
    Row("GET", "/manage/members/{lantern}/checks/register", **NO_SUCH_MEMBER),
    Row("GET", "/manage/members/{harbour}/suspend", **OFFICERS),
    Row("POST", "/manage/members/{harbour}/suspend", **OFFICERS),
    Row("GET", "/manage/members/{harbour}/restore", **OFFICERS),
    Row("POST", "/manage/members/{harbour}/restore", **OFFICERS),
    Row("GET", "/manage/members/{harbour}/doubles/{northway}", **OFFICERS),
    Row("POST", "/manage/members/{harbour}/doubles/{northway}", **OFFICERS),
    Row("GET", "/manage/members/{harbour}/doubles/{northway}/merge", **OFFICERS),
    Row("POST", "/manage/members/{harbour}/doubles/{northway}/merge", **OFFICERS),
    Row("GET", "/manage/members/{harbour}/doubles/{harbour}/merge", **NO_SUCH_MEMBER),
    Row("GET", "/manage/members/{cove}/merged/{tide}", **OFFICERS),
    Row("GET", "/manage/members/{northway}/merged/{tide}", **NO_SUCH_MEMBER),
    Row("GET", "/manage/renewals", **OFFICERS),
    Row("GET", "/manage/members/{cove}/renewal", **OFFICERS),
    Row("POST", "/manage/members/{cove}/renewal", **OFFICERS),
    Row("GET", "/manage/members/{northway}/renewal", **NO_SUCH_MEMBER),
    Row("GET", "/organisations/{harbour}/membership/renew", **WRITERS),
    Row("POST", "/organisations/{harbour}/membership/renew", **WRITERS),
    Row("GET", "/organisations/{harbour}/membership/renew/check", **WRITERS),
    Row("POST", "/organisations/{harbour}/membership/renew/send", **ONLY_LEADS),
    Row("GET", "/organisations/{cove}/membership/renew/tasks/n1/you", **NOBODY),
    Row("POST", "/organisations/{cove}/membership/renew/tasks/n1/you", **NOBODY),
]
