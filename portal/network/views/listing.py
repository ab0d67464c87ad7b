"""The list of members, and the list taken out as a spreadsheet."""

from typing import Any
from urllib.parse import urlencode

from flask import Response, request
from flask.typing import ResponseReturnValue

from portal.core.clock import london, today
from portal.core.paging import page_number
from portal.core.sheets import as_csv, as_xlsx
from portal.core.text import one_line
from portal.network.export import HEAD, rows
from portal.network.operations import note_export
from portal.network.policy import EXPORT_NETWORK, READ_NETWORK
from portal.network.queries.listing import all_members, count_members, members
from portal.network.rules import Wanted, choices, wanted_from
from portal.organisations.models import Membership, ReachKind
from portal.organisations.rules import WORKING_DAYS_TO_REPLY, working_days_after
from portal.organisations.states import MembershipState
from portal.web.context import current_actor, current_session
from portal.web.downloads import CSV, XLSX, download
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("members_list", __name__)
LONGEST_SEARCH = 200
MOST_NAMED = 2
FORMATS = {
    "csv": (CSV, as_csv),
    "xlsx": (XLSX, lambda head, found: as_xlsx("Members", head, found)),
}


@bp.page("/manage/members", needs=READ_NETWORK)
def listing() -> ResponseReturnValue:
    """Everyone who has asked to join; until something is asked for, those that wait for us, the longest first."""
    session, day = current_session(), today()
    asked = request.args if request.args else {"state": MembershipState.APPLIED, "sort": "waiting"}
    wanted = _wanted(asked)
    paging = page_number(request.args.get("page"), count_members(session, wanted, day))
    found = members(session, wanted, day, paging)
    query = urlencode(wanted.filled() or {"sort": "name"})
    return page(
        "network/members.html",
        rows=[(one, _areas(one), _reply_by(one)) for one in found],
        paging=paging,
        wanted=wanted,
        choices=choices(),
        query=query,
    )


@bp.page("/manage/members/export", methods=("POST",), needs=EXPORT_NETWORK)
def export() -> Response:
    """The whole list, as it is asked for, as CSV or xlsx; that it was taken is recorded."""
    session, day, wanted = current_session(), today(), _wanted(request.form)
    ending = request.form.get("format", "")
    media_type, write = FORMATS.get(ending, FORMATS["csv"])
    count = count_members(session, wanted, day)
    note_export(session, wanted=wanted, count=count, actor=current_actor())
    data = write(HEAD, rows(all_members(session, wanted, day)))
    return download(data, f"members-{day.isoformat()}.{ending if ending in FORMATS else 'csv'}", media_type)


def _wanted(typed: Any) -> Wanted:
    return wanted_from({**typed, "search": one_line(typed.get("search", ""))[:LONGEST_SEARCH]})


def _areas(found: Membership) -> str:
    """The districts in a few words."""
    names = choices()["district"]
    codes = found.organisation.reaches(ReachKind.DISTRICT)
    if len(codes) == len(names):
        return "Everywhere"
    if len(codes) > MOST_NAMED:
        return f"{len(codes)} districts"
    return ", ".join(names.get(code, code) for code in codes) or "Not known yet"


def _reply_by(found: Membership) -> Any:
    """The day by which we promised to reply; nothing once we have."""
    if found.state != MembershipState.APPLIED or found.applied_at is None:
        return None
    return working_days_after(london(found.applied_at).date(), WORKING_DAYS_TO_REPLY)
