"""Decision notices: the office's list and page, and the page that anyone may read after the announcement."""

from flask import request
from flask.typing import ResponseReturnValue

from portal.access.permission import PUBLIC
from portal.core.paging import page_number
from portal.decisions.models import DecisionNotice
from portal.decisions.policy import NOTICES
from portal.decisions.queries.notices import TOLD, count_notices, notice_by_reference, notices, public_notice
from portal.decisions.rules import PAID
from portal.decisions.wording import powers
from portal.web.context import current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("decision_notices", __name__)


@bp.page("/manage/decision-notices", needs=NOTICES)
def listed() -> ResponseReturnValue:
    """Every notice, the newest first."""
    session = current_session()
    paging = page_number(request.args.get("page"), count_notices(session))
    return page("decisions/notices.html", notices=notices(session, paging), paging=paging, told=TOLD, paid=PAID)


@bp.page("/manage/decision-notices/<reference>", needs=NOTICES, load=notice_by_reference)
def one(notice: DecisionNotice) -> ResponseReturnValue:
    """One notice for the office, with all that was signed."""
    return _show(notice, office=True)


@bp.page("/decision-notices/<reference>", needs=PUBLIC, load=public_notice)
def public(notice: DecisionNotice) -> ResponseReturnValue:
    """One notice for anyone: the grants, and nothing of those that were not funded."""
    return _show(notice, office=False)


def _show(notice: DecisionNotice, *, office: bool) -> ResponseReturnValue:
    awards = [line for line in notice.lines if line.outcome in PAID]
    return page(
        "decisions/notice.html",
        notice=notice,
        awards=awards,
        total=sum(line.amount_pence for line in awards),
        others=len(notice.lines) - len(awards),
        power=powers().get(notice.power),
        told=notice.round.state in TOLD,
        office=office,
    )
