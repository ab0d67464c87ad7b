"""Renewing a membership: one page that asks for each part whether anything has changed; the office's short list."""

from collections.abc import Mapping
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from portal.core.clock import london, today
from portal.core.paging import page_number
from portal.documents.operations import MOST_FILES
from portal.formkit.definition import Question, Section
from portal.formkit.journey import first_step, missing
from portal.formkit.operations import Saved
from portal.formkit.queries import answers_of, form_of
from portal.formkit.reading import answered
from portal.formkit.wizard import Wizard, open_wizard, show_step, take_step
from portal.organisations import operations, queries
from portal.organisations.forms import RenewalAnswerForm
from portal.organisations.models import Membership, Renewal
from portal.organisations.policy import CHECK_MEMBERS, EDIT_MEMBERSHIP, SEND_MEMBERSHIP
from portal.organisations.queries import RenewalStep
from portal.organisations.rules import (
    GRACE,
    WORKING_DAYS_TO_REPLY,
    blocks_of,
    last_day,
    may_renew,
    open_lines,
    promises_of,
    renew_from,
    renewed_until,
    working_days_after,
)
from portal.organisations.states import RENEWAL, RenewalState
from portal.organisations.views.membership import file_links, store_for
from portal.organisations.views.organisation import go
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.kept import posted
from portal.web.pages import page

bp = Guarded("renewal", __name__)
NAME = "Renew your membership"
ANSWERS = {"renew": "renewed", "back": "asked", "decline": "not-renewed"}


@bp.page(
    "/organisations/<reference>/membership/renew",
    needs=EDIT_MEMBERSHIP,
    load=queries.membership_of,
    methods=("GET", "POST"),
)
def renew(found: Membership) -> ResponseReturnValue:
    """Has anything changed? For each part of the form, with what we have beside it."""
    session = current_session()
    renewal = queries.live_renewal(session, found.id)
    response = renewal.response if renewal else found.response
    form, answers = form_of(response.form_version), answers_of(session, response)
    blocks = blocks_of(form, answers)
    typed: Mapping[str, str] = posted() or {}
    said = (renewal.said if renewal else {}) | {
        section.key: word for section in blocks if (word := typed.get(f"said-{section.key}")) in ("no", "yes")
    }
    unsaid = [section for section in blocks if section.key not in said]
    if request.method == "POST" and not unsaid:
        renewal = operations.go_through(session, membership=found, said=said, actor=current_actor())
        return go(_onwards(found, renewal, blocks))
    if (renewal and renewal.state == RenewalState.SENT) or not may_renew(found, today()):
        return _waits(found, renewal)
    wrong = {section.key: f"Select yes or no for {section.title}" for section in unsaid if request.method == "POST"}
    return page(
        "organisations/renew.html",
        422 if wrong else 200,
        membership=found,
        renewal=renewal,
        blocks=[(part, said.get(part.section.key), wrong.get(part.section.key)) for part in answered(form, answers)
                if part.section in blocks],
        errors=[(f"said-{key}", words) for key, words in wrong.items()],
        file_url=file_links(found),
        until=renewed_until(found.approved_until, today()) if found.approved_until else None,
    )  # fmt: skip


@bp.page(
    "/organisations/<reference>/membership/renew/tasks/<section>/<step>",
    needs=EDIT_MEMBERSHIP,
    load=queries.renewal_step,
    methods=("GET", "POST"),
)
def step(place: RenewalStep) -> ResponseReturnValue:
    """One page of the form, to change what is not right any more."""
    wizard = _wizard(place.renewal, to_save=request.method == "POST")
    if request.method == "POST":
        return take_step(wizard, place.section, place.step, _note(place.renewal))
    if place.renewal.state != RenewalState.BEGUN:
        return go(_home(place.renewal.membership))
    return show_step(wizard, place.section, place.step)


@bp.page("/organisations/<reference>/membership/renew/check", needs=EDIT_MEMBERSHIP, load=queries.membership_of)
def check(found: Membership) -> ResponseReturnValue:
    """What has changed, what is missing, what is promised, and the button that sends."""
    return _check(found)


@bp.page(
    "/organisations/<reference>/membership/renew/send",
    needs=SEND_MEMBERSHIP,
    load=queries.membership_of,
    methods=("POST",),
)
def send(found: Membership) -> ResponseReturnValue:
    """Send the renewal; pressed twice, it was sent once."""
    renewal = queries.live_renewal(current_session(), found.id)
    if renewal is None or renewal.state != RenewalState.BEGUN:
        return go(_home(found))
    agreed = request.form.get("agreed") == "y"
    if not agreed:
        return _check(found, "Read what you agree to, and tick the box")
    operations.send_renewal(current_session(), renewal=renewal, agreed=agreed, actor=current_actor())
    return go(f"/organisations/{found.organisation.reference}/membership")


@bp.page("/manage/renewals", needs=CHECK_MEMBERS)
def waiting() -> ResponseReturnValue:
    """The renewals in which something changed, or that have an open check; longest waiting first."""
    session = current_session()
    paging = page_number(request.args.get("page"), queries.count_waiting(session))
    rows = [
        (one, working_days_after(london(one.sent_at).date(), WORKING_DAYS_TO_REPLY), last_day(one.membership))
        for one in queries.waiting(session, paging)
        if one.sent_at
    ]
    return page("organisations/renewals.html", rows=rows, paging=paging)


@bp.page(
    "/manage/members/<reference>/renewal",
    needs=CHECK_MEMBERS,
    load=queries.renewal_for_office,
    methods=("GET", "POST"),
)
def decide(renewal: Renewal) -> ResponseReturnValue:
    """What changed, old beside new, the checks that are open, and the answer."""
    session, membership = current_session(), renewal.membership
    form = RenewalAnswerForm()
    if request.method == "POST" and form.validate():
        _answer(renewal, form)
        return go(f"/manage/members/{membership.organisation.reference}?done={ANSWERS[form.answer.data]}")
    lines = queries.check_list(session, membership)
    return page(
        "organisations/renewal.html",
        membership=membership,
        renewal=renewal,
        form=form,
        errors=form.summary,
        changes=queries.changes_in(session, renewal),
        left=open_lines(lines),
        last_day=last_day(membership),
        until=renewed_until(renewal.ends_on, today()),
        file_url=file_links(membership),
    )


def _answer(renewal: Renewal, form: RenewalAnswerForm) -> None:
    session, actor = current_session(), current_actor()
    if form.answer.data == "renew":
        operations.renew(session, renewal=renewal, actor=actor)
    elif form.answer.data == "back":
        operations.send_renewal_back(session, renewal=renewal, request=form.words.data, actor=actor)
    else:
        operations.decline_renewal(session, renewal=renewal, reason=form.words.data, actor=actor)


def _waits(found: Membership, renewal: Renewal | None) -> ResponseReturnValue:
    """Why there is nothing to do now: too early, sent already, or no member."""
    return page(
        "organisations/renew_later.html",
        membership=found,
        renewal=renewal,
        label=RENEWAL.labels[RenewalState(renewal.state)].applicant if renewal else "",
        first=renew_from(found),
        last=last_day(found),
        too_early=_too_early(found),
    )


def _too_early(found: Membership) -> bool:
    first = renew_from(found)
    return first is not None and today() < first


def _check(found: Membership, wrong: str = "") -> ResponseReturnValue:
    session = current_session()
    renewal = queries.live_renewal(session, found.id)
    if renewal is None or renewal.state != RenewalState.BEGUN or not may_renew(found, today()):
        return go(_home(found))
    wizard = _wizard(renewal)
    if any(section.key not in renewal.said for section in blocks_of(wizard.form, wizard.answers)):
        return go(_home(found))
    promises = promises_of(wizard.form)
    lacking = [one for one in missing(wizard.form, wizard.answers) if one.question not in promises]
    return page(
        "organisations/renew_check.html",
        422 if wrong else 200,
        membership=found,
        renewal=renewal,
        wizard=wizard,
        changes=queries.changes_in(session, renewal),
        missing=lacking,
        promises=promises,
        wrong=wrong,
        errors=[("agreed", wrong)] if wrong else [],
        grace=GRACE.days,
        until=renewed_until(renewal.ends_on, today()),
    )


def _onwards(found: Membership, renewal: Renewal, blocks: list[Section]) -> str:
    """The first part that was said to have changed and has not been written in since the renewal began; else check."""
    wizard = _wizard(renewal)
    for section in blocks:
        if renewal.said.get(section.key) == "yes" and wizard.revision(section) <= 1:
            return f"{_home(found)}/tasks/{section.key}/{first_step(wizard.form, wizard.answers, section).key}"
    return f"{_home(found)}/check"


def _wizard(renewal: Renewal, *, to_save: bool = False) -> Wizard:
    membership = renewal.membership
    home = _home(membership)

    def store(upload: FileStorage, question: Question) -> dict[str, Any]:
        return store_for(membership.organisation_id, upload, question)

    return open_wizard(
        current_session(),
        renewal.response,
        to_save=to_save,
        name=NAME,
        home_url=f"{home}/check",
        check_url=f"{home}/check",
        step_url=lambda section, step: f"{home}/tasks/{section}/{step}",
        most_files=MOST_FILES,
        file_url=file_links(membership),
        store=store,
    )


def _note(renewal: Renewal) -> Any:
    def note(saved: Saved, _answers: Mapping[str, Any]) -> None:
        operations.note_renewal_saved(current_session(), renewal=renewal, changed=saved.changed, actor=current_actor())

    return note


def _home(found: Membership) -> str:
    return f"/organisations/{found.organisation.reference}/membership/renew"
