"""The audit trail as a page."""

from flask import request
from flask.typing import ResponseReturnValue

from portal.audit import queries
from portal.audit.policy import READ_AUDIT
from portal.core.paging import page_number
from portal.core.text import one_line
from portal.web.context import current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("audit", __name__)
LONGEST_SEARCH = 200


@bp.page("/admin/audit", needs=READ_AUDIT)
def audit() -> ResponseReturnValue:
    """Who did what, newest first; found by person, act or reference."""
    search = one_line(request.args.get("search", ""))[:LONGEST_SEARCH]
    session = current_session()
    paging = page_number(request.args.get("page"), queries.count_entries(session, search))
    entries = queries.entries(session, search, paging)
    return page("audit/audit.html", entries=entries, paging=paging, search=search)
