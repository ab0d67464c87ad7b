"""What an officer checks about a group: the task list, and a page for each check."""

from flask import request
from flask.typing import ResponseReturnValue

from portal.core.clock import today
from portal.formkit.queries import form_of
from portal.formkit.reading import answered_questions
from portal.organisations import operations, queries
from portal.organisations.forms import CheckForm
from portal.organisations.models import Membership
from portal.organisations.policy import CHECK_MEMBERS
from portal.organisations.queries import CheckPage
from portal.organisations.rules import open_lines, register_links, usual_end
from portal.organisations.states import OUTCOME_LABELS, Outcome
from portal.organisations.views.membership import file_links
from portal.organisations.views.organisation import go
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("checks", __name__)


@bp.page("/manage/members/<reference>/checks", needs=CHECK_MEMBERS, load=queries.member_for_office)
def checks(found: Membership) -> ResponseReturnValue:
    """Everything to check about this kind of group, and where each check stands."""
    lines = queries.check_list(current_session(), found)
    return page(
        "organisations/checks.html",
        membership=found,
        lines=lines,
        left=open_lines(lines),
        recorded=request.args.get("recorded", ""),
    )


@bp.page(
    "/manage/members/<reference>/checks/<key>", needs=CHECK_MEMBERS, load=queries.check_page, methods=("GET", "POST")
)
def check(place: CheckPage) -> ResponseReturnValue:
    """One check: what to look for, what the group wrote, what was found before, and the outcome."""
    session, membership, kind = current_session(), place.membership, place.kind
    form = CheckForm(kind)
    problem = form.problem() if request.method == "POST" else None
    if request.method == "POST" and form.validate() and not problem:
        operations.record_check(
            session,
            membership=membership,
            key=kind.key,
            outcome=Outcome(form.outcome.data),
            note=form.note.data,
            expires_on=form.read_day(),
            seen=form.seen_id(),
            actor=current_actor(),
        )
        return go(f"/manage/members/{membership.organisation.reference}/checks?recorded={kind.key}")
    outcomes = queries.outcomes_of(session, place.organisation_id, kind.key)
    live = next((one for one in outcomes if one.live), None)
    answers = queries.asked_answers(session, membership.response)
    errors = [*form.summary, *([("expires_on-day", problem)] if problem else [])]
    return page(
        "organisations/one_check.html",
        membership=membership,
        kind=kind,
        form=form,
        errors=errors,
        problem=problem,
        day=form.typed_day(usual_end(kind, today())),
        seen=request.form.get("seen", live.id if live else ""),
        outcomes=outcomes,
        labels=OUTCOME_LABELS,
        asked=answered_questions(form_of(membership.response.form_version), answers, list(kind.answers)),
        registers=register_links(answers) if "charity_number" in kind.answers else [],
        file_url=file_links(membership),
    )
