"""The board of a round, and changing several applications at once."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.accounts.models import Account
from portal.applications.models import Application
from portal.applications.states import APPLICATION
from portal.core.clash import Stale
from portal.core.clock import today
from portal.core.paging import page_number
from portal.core.text import plural
from portal.funds.models import Round
from portal.funds.queries import round_by_slug
from portal.triage import queries, rules
from portal.triage.forms import OwnerForm
from portal.triage.operations import give, set_due
from portal.triage.policy import SEE_BOARD
from portal.triage.queries import Looking
from portal.web.context import current_actor, current_session, from_slot
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("triage_board", __name__)
NONE_CHOSEN = [("chosen", "Select an application")]
CHANGED = (
    "Someone changed this after you opened the page. Look at the list again, then save again to put yours in place"
)


@bp.page("/manage/rounds/<slug>/board", needs=SEE_BOARD, load=round_by_slug)
def board(round_: Round) -> ResponseReturnValue:
    """Every sent application of a round with its owner, day, flags and checks; the filter is in the address."""
    return _board(round_, rules.filter_from(request.args), request.args.get("page"))


def _board(round_: Round, found: rules.Filter, number: str | None, errors: object = ()) -> ResponseReturnValue:
    session, day = current_session(), today()
    ownerless = queries.owned_by_linked(session, round_.id, from_slot("round:kept-from", session, round_.id))
    looking = Looking(current_actor().account_id, day, ownerless)
    paging = page_number(number, queries.count_board(session, round_, found, looking), rules.PAGE_SIZE)
    return page(
        "triage/board.html",
        round=round_,
        lines=queries.board(session, round_, found, looking, paging),
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
    session = current_session()
    values = request.form if request.method == "POST" else request.args
    found = rules.filter_from(dict(parse_qsl(values.get("filter", ""))))
    chosen = queries.sent_in(session, round_, rules.references_in(values.getlist("chosen")))
    if not chosen:
        return _board(round_, found, None, NONE_CHOSEN)
    people = {one.reference: one for one in queries.officers(session)}
    form, due = OwnerForm({key: one.name for key, one in people.items()}), values.get("what") == "due"
    shown: dict[str, Any] = {"form": form, "filter": found, "what": "due" if due else "owner"}
    if request.method != "POST":
        return _set_page(round_, chosen, **shown)
    if due and (problem := form.problem()):
        return _set_page(round_, chosen, **shown, errors=[("due", problem)], seen=request.form.getlist("seen"))
    try:
        count = _set(round_, chosen, form, None if due else people)
    except Stale:
        return _set_page(round_, chosen, **shown, errors=[(shown["what"], CHANGED)], status=409)
    flash(f"{plural(count, 'application')} changed.", "success")
    return redirect(f"/manage/rounds/{round_.slug}/board?{found.query()}".rstrip("?"), code=303)


def _set(round_: Round, chosen: Sequence[Application], form: OwnerForm, people: Mapping[str, Account] | None) -> int:
    """Set the day, or with `people` the owner; how many changed. Stale when one was changed since the page."""
    session, actor = current_session(), current_actor()
    shown = rules.revisions_in(request.form.getlist("seen"))
    seen = {one.id: shown[one.reference] for one in chosen if one.reference in shown}
    if people is None:
        return set_due(session, applications=chosen, due_on=form.read_day(), seen=seen, actor=actor)
    owner, kept = people.get(form.owner.data or ""), from_slot("round:kept-from", session, round_.id)
    return give(session, applications=chosen, owner=owner, seen=seen, actor=actor, kept=kept)


def _set_page(
    round_: Round,
    chosen: Sequence[Application],
    *,
    seen: Sequence[str] = (),
    status: int = 200,
    errors: Sequence[tuple[str, str]] = (),
    **facts: Any,
) -> ResponseReturnValue:
    """The form beside what stands; `seen` are the revisions that an earlier page showed, none for those of now."""
    session = current_session()
    cases = queries.cases_of(session, [one.id for one in chosen])
    kept = from_slot("round:kept-from", session, round_.id)
    now = [f"{one.reference}:{cases[one.id].revision if one.id in cases else 0}" for one in chosen]
    return page(
        "triage/set.html",
        status,
        round=round_,
        chosen=chosen,
        owners={one.id: rules.owner_of(cases.get(one.id), kept) for one in chosen},
        days={key: case.due_on for key, case in cases.items()},
        total=rules.total_pence(chosen),
        seen=seen or now,
        errors=list(errors),
        **facts,
    )
