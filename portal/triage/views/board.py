"""The board of a round, and changing several applications at once."""

from urllib.parse import parse_qsl

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.applications.states import APPLICATION
from portal.core.clock import today
from portal.core.paging import page_number
from portal.core.text import plural
from portal.funds.models import Round
from portal.funds.queries import round_by_slug
from portal.triage import queries, rules
from portal.triage.forms import OwnerForm
from portal.triage.operations import give, set_due
from portal.triage.policy import SEE_BOARD
from portal.web.context import current_actor, current_session, from_slot
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("triage_board", __name__)
NONE_CHOSEN = [("chosen", "Select an application")]


@bp.page("/manage/rounds/<slug>/board", needs=SEE_BOARD, load=round_by_slug)
def board(round_: Round) -> ResponseReturnValue:
    """Every sent application of a round with its owner, day, flags and checks; the filter is in the address."""
    return _board(round_, rules.filter_from(request.args), request.args.get("page"))


def _board(round_: Round, found: rules.Filter, number: str | None, errors: object = ()) -> ResponseReturnValue:
    session, me, day = current_session(), current_actor().account_id, today()
    paging = page_number(number, queries.count_board(session, round_, found, me, day), rules.PAGE_SIZE)
    return page(
        "triage/board.html",
        round=round_,
        lines=queries.board(session, round_, found, me, day, paging),
        paging=paging,
        filter=found,
        labels=APPLICATION.labels,
        rules=rules,
        day=day,
        errors=list(errors) if isinstance(errors, list) else [],
    )


@bp.page("/manage/rounds/<slug>/board/set", methods=("GET", "POST"), needs=SEE_BOARD, load=round_by_slug)
def setting(round_: Round) -> ResponseReturnValue:
    """Name each chosen application and ask for the owner or the day (`what`) of all; then set it."""
    session, actor = current_session(), current_actor()
    values = request.form if request.method == "POST" else request.args
    found = rules.filter_from(dict(parse_qsl(values.get("filter", ""))))
    chosen = queries.sent_in(session, round_, rules.references_in(values.getlist("chosen")))
    if not chosen:
        return _board(round_, found, None, NONE_CHOSEN)
    people = {one.reference: one for one in queries.officers(session)}
    form, what = OwnerForm({key: one.name for key, one in people.items()}), values.get("what", "owner")
    problem = form.problem() if what == "due" else None
    if request.method == "POST" and not problem:
        if what == "due":
            count = set_due(session, applications=chosen, due_on=form.read_day(), actor=actor)
        else:
            owner, kept = people.get(form.owner.data or ""), from_slot("round:kept-from", session, round_.id)
            count = give(session, applications=chosen, owner=owner, actor=actor, kept=kept)
        flash(f"{plural(count, 'application')} changed.", "success")
        return redirect(f"/manage/rounds/{round_.slug}/board?{found.query()}".rstrip("?"), code=303)
    return page(
        "triage/set.html",
        round=round_,
        chosen=chosen,
        total=rules.total_pence(chosen),
        form=form,
        what="due" if what == "due" else "owner",
        filter=found,
        problem=problem if request.method == "POST" else None,
        errors=[("due", problem)] if problem and request.method == "POST" else [],
    )
