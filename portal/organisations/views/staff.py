"""The office's side: who asks to join, what they wrote, and the answer."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.audit.queries import entries_about_any
from portal.core.clock import london, today
from portal.core.dates import date_words
from portal.formkit.queries import answers_of, form_of
from portal.formkit.reading import answered
from portal.organisations import operations, queries
from portal.organisations.forms import ApproveForm, AskForm, DeclineForm
from portal.organisations.models import Membership, NoDouble, Organisation
from portal.organisations.policy import CHECK_MEMBERS
from portal.organisations.rules import (
    WORKING_DAYS_TO_REPLY,
    kind_of,
    last_day,
    latest_end,
    open_lines,
    suggests_by_and_for,
    working_days_after,
)
from portal.organisations.states import MEMBERSHIP, RENEWAL, MembershipState
from portal.organisations.views.membership import file_links
from portal.organisations.views.organisation import go
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("members", __name__)
LONGEST_SEARCH = 200
MOVES = ("approve", "ask", "decline", "suspend", "restore")
DONE = {
    "approved": "They are a member now",
    "asked": "We have asked them for more",
    "declined": "We have told them",
    "suspended": "The membership is on hold. We have told them",
    "restored": "They are a member again. We have told them",
    "apart": "Noted: these are two groups",
    "merged": "The two entries are one now",
    "renewed": "The membership is renewed. We have told them",
    "not-renewed": "We have told them that it is not renewed",
}
DAYS_TO_REPLY_USUALLY = 10


@bp.page("/manage/members/<reference>", needs=CHECK_MEMBERS, load=queries.member_for_office)
def member(found: Membership) -> ResponseReturnValue:
    """One member or one who asks: answers, files, checks, who else is alike, what was done.

    Each part is a template of its own in `organisations/member/`. An entry that was merged leads to the other one.
    """
    session = current_session()
    if found.organisation.merged_into is not None:
        return go(f"/manage/members/{found.organisation.merged_into.reference}")
    merged = queries.merged_into(session, found.organisation_id)
    references = [found.organisation.reference, *(one.reference for one in merged)]
    answers = answers_of(session, found.response)
    return page(
        "organisations/member.html",
        membership=found,
        label=MEMBERSHIP.labels[MembershipState(found.state)].staff,
        sections=answered(form_of(found.response.form_version), answers),
        file_url=file_links(found),
        could_be_by_and_for=suggests_by_and_for(answers) and answers.get("by_and_for_self") != "yes",
        checks=queries.check_list(session, found),
        alike=queries.alike(session, found.organisation_id),
        told_apart=_told_apart(session, found),
        merged=merged,
        renewal=queries.live_renewal(session, found.id),
        renewals=queries.past_renewals(session, found.id),
        renewal_labels=RENEWAL.labels,
        last_day=last_day(found),
        kind=kind_of(found.organisation.kind),
        team=queries.team(session, found.organisation_id),
        history=entries_about_any(session, "organisation", references),
        reply_by=_reply_by(found),
        may={name: MEMBERSHIP.allows(found.state, name) for name in MOVES},
        done=DONE.get(request.args.get("done", "")),
    )


@bp.page(
    "/manage/members/<reference>/approve", needs=CHECK_MEMBERS, load=queries.member_for_office, methods=("GET", "POST")
)
def approve(found: Membership) -> ResponseReturnValue:
    """Make them a member."""
    lines = queries.check_list(current_session(), found)
    left = open_lines(lines)
    form = ApproveForm(checks_left=len(left))
    problem = _day_problem(form)
    if request.method == "POST" and form.validate() and not problem:
        until = form.read_day()
        assert until is not None
        operations.approve(
            current_session(),
            membership=found,
            until=until,
            conditions=form.conditions.data,
            despite_checks=bool(form.despite.data),
            actor=current_actor(),
        )
        return _back(found, "approved")
    day = form.typed_day(latest_end(today()))
    return _answer_page("approve", found, form, problem, day=day, left=left, latest=date_words(latest_end(today())))


@bp.page(
    "/manage/members/<reference>/ask", needs=CHECK_MEMBERS, load=queries.member_for_office, methods=("GET", "POST")
)
def ask(found: Membership) -> ResponseReturnValue:
    """Ask them for more."""
    form = AskForm()
    problem = _day_problem(form)
    if request.method == "POST" and form.validate() and not problem:
        reply_by = form.read_day()
        assert reply_by is not None
        operations.ask_for_more(
            current_session(), membership=found, request=form.request.data, reply_by=reply_by, actor=current_actor()
        )
        return _back(found, "asked")
    day = form.typed_day(working_days_after(today(), DAYS_TO_REPLY_USUALLY))
    return _answer_page("ask", found, form, problem, day=day)


@bp.page(
    "/manage/members/<reference>/decline", needs=CHECK_MEMBERS, load=queries.member_for_office, methods=("GET", "POST")
)
def decline(found: Membership) -> ResponseReturnValue:
    """Do not approve, with the reason and what they can do."""
    form = DeclineForm()
    if request.method == "POST" and form.validate():
        operations.decline(
            current_session(),
            membership=found,
            reason=form.reason.data,
            next_steps=form.next_steps.data,
            actor=current_actor(),
        )
        return _back(found, "declined")
    return _answer_page("decline", found, form, None)


def _answer_page(name: str, found: Membership, form: Any, problem: str | None, **values: Any) -> ResponseReturnValue:
    errors = form.summary
    if problem:
        errors = [*errors, (f"{form.day_field}-day", problem)]
    return page(f"organisations/{name}.html", membership=found, form=form, errors=errors, problem=problem, **values)


def _day_problem(form: AskForm | ApproveForm) -> str | None:
    return form.problem() if request.method == "POST" else None


def _reply_by(found: Membership) -> Any:
    """The day by which we promised to reply; nothing once we have."""
    if found.state != MembershipState.APPLIED or found.applied_at is None:
        return None
    return working_days_after(london(found.applied_at).date(), WORKING_DAYS_TO_REPLY)


def _back(found: Membership, done: str) -> ResponseReturnValue:
    return go(f"/manage/members/{found.organisation.reference}?done={done}")


def _told_apart(session: Session, found: Membership) -> list[tuple[Organisation, NoDouble]]:
    """Those that look alike and are another group, with who said so."""
    rows = queries.told_apart(session, found.organisation_id)
    names = queries.names_of(session, rows)
    return [(names[other], row) for other, row in rows.items() if other in names]
