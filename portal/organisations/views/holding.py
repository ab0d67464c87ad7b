"""The office puts a membership on hold, and lets one go on."""

from flask import request
from flask.typing import ResponseReturnValue

from portal.core.clock import today
from portal.core.dates import date_words
from portal.organisations import operations, queries
from portal.organisations.forms import RestoreForm, SuspendForm
from portal.organisations.models import Membership
from portal.organisations.policy import CHECK_MEMBERS
from portal.organisations.rules import latest_end
from portal.organisations.views.organisation import go
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("holding", __name__)


@bp.page(
    "/manage/members/<reference>/suspend", needs=CHECK_MEMBERS, load=queries.member_for_office, methods=("GET", "POST")
)
def suspend(found: Membership) -> ResponseReturnValue:
    """Put a membership on hold, with the reason that the group reads."""
    form = SuspendForm()
    if request.method == "POST" and form.validate():
        operations.suspend(current_session(), membership=found, reason=form.reason.data, actor=current_actor())
        return _back(found, "suspended")
    return page("organisations/suspend.html", membership=found, form=form, errors=form.summary)


@bp.page(
    "/manage/members/<reference>/restore", needs=CHECK_MEMBERS, load=queries.member_for_office, methods=("GET", "POST")
)
def restore(found: Membership) -> ResponseReturnValue:
    """Let it go on, until a day."""
    until = found.approved_until if found.approved_until and found.approved_until > today() else latest_end(today())
    form = RestoreForm(latest=max(until, latest_end(today())))
    problem = form.problem() if request.method == "POST" else None
    if request.method == "POST" and form.validate() and not problem:
        day = form.read_day()
        assert day is not None
        operations.restore(current_session(), membership=found, until=day, words=form.words.data, actor=current_actor())
        return _back(found, "restored")
    return page(
        "organisations/restore.html",
        membership=found,
        form=form,
        errors=[*form.summary, *([("until-day", problem)] if problem else [])],
        problem=problem,
        day=form.typed_day(until),
        latest=date_words(form.latest),
    )


def _back(found: Membership, done: str) -> ResponseReturnValue:
    return go(f"/manage/members/{found.organisation.reference}?done={done}")
