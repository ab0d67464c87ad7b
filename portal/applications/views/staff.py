"""The office's pages: find applications, read one, check whether it meets the rules."""

from urllib.parse import urlencode

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.applications import queries
from portal.applications.forms import NOT_ELIGIBLE, EligibilityForm
from portal.applications.models import Application
from portal.applications.operations import find_eligible, find_ineligible
from portal.applications.policy import CHECK_APPLICATION, MANAGE_APPLICATIONS
from portal.applications.queries import Filter, application_by_reference, writers_of
from portal.applications.rules import may_ask, not_eligible_words
from portal.applications.states import APPLICATION, ApplicationState
from portal.applications.views.loading import FilePage, file_links, sent_file_of_application
from portal.applications.views.sending import copy_values
from portal.audit.queries import entries_about
from portal.core.paging import page_number
from portal.core.text import one_line
from portal.documents.views import send
from portal.funds.queries import rounds_to_show
from portal.organisations.queries import checks_on_file
from portal.web.context import current_actor, current_session, from_slot
from portal.web.guard import Guarded
from portal.web.pages import allowed, page

bp = Guarded("manage_applications", __name__)
LONGEST_SEARCH = 200


@bp.page("/manage/applications", needs=MANAGE_APPLICATIONS)
def applications() -> ResponseReturnValue:
    """Every application that was sent; found, filtered and sorted on the server, with its state in the address."""
    asked = request.args
    found = Filter(
        round_slug=one_line(asked.get("round", ""))[:80],
        state=asked.get("state", "") if asked.get("state", "") in set(ApplicationState) else "",
        search=one_line(asked.get("search", ""))[:LONGEST_SEARCH],
        sort=asked.get("sort", "submitted") if asked.get("sort") in queries.SORTS else "submitted",
    )
    session = current_session()
    paging = page_number(asked.get("page"), queries.count_applications(session, found))
    kept = {"round": found.round_slug, "state": found.state, "search": found.search, "sort": found.sort}
    return page(
        "applications/manage.html",
        applications=queries.applications(session, found, paging),
        filter=found,
        paging=paging,
        rounds=rounds_to_show(session),
        labels=APPLICATION.labels,
        query=urlencode({name: value for name, value in kept.items() if value}),
    )


@bp.page(
    "/manage/applications/<reference>",
    methods=("GET", "POST"),
    needs=CHECK_APPLICATION,
    load=application_by_reference,
)
def application(found: Application) -> ResponseReturnValue:
    """One application: what was sent, its history, and the first check. A no is read once more before it counts."""
    form = EligibilityForm(verdict="eligible" if found.state == ApplicationState.ELIGIBLE else None)
    action = request.form.get("action", "")
    if request.method == "POST" and action != "change" and form.validate():
        if form.verdict.data == NOT_ELIGIBLE and action != "confirm":
            words = not_eligible_words(form.reason.data)
            return page("applications/confirm_not_eligible.html", application=found, form=form, words=words)
        return _recorded(found, form)
    return _one(found, form)


def _recorded(found: Application, form: EligibilityForm) -> ResponseReturnValue:
    session, actor = current_session(), current_actor()
    if form.verdict.data == NOT_ELIGIBLE:
        find_ineligible(session, application=found, reason=form.reason.data, actor=actor)
    else:
        find_eligible(session, application=found, actor=actor)
    flash(f"Recorded for {found.reference}.", "success")
    return redirect(f"/manage/applications/{found.reference}", code=303)


def _one(found: Application, form: EligibilityForm) -> ResponseReturnValue:
    session = current_session()
    return page(
        "applications/manage_one.html",
        contacts=writers_of(session, found.organisation_id),
        application=found,
        form=form,
        errors=form.summary,
        label=APPLICATION.labels[ApplicationState(found.state)].staff,
        to_check=APPLICATION.allows(found.state, "find_eligible") or APPLICATION.allows(found.state, "find_ineligible"),
        changes=queries.changes_of(session, found),
        labels=APPLICATION.labels,
        requests=queries.requests_about(session, found.id),
        may_ask=may_ask(found),
        checks=checks_on_file(session, found.organisation),
        history=entries_about(session, "application", found.reference),
        advice=from_slot("application:advice", session, found) if allowed("advice:read", found) else None,
        file_url=file_links(found, "/manage/applications"),
        **copy_values(found, queries.latest_snapshot(session, found)),
    )


@bp.page("/manage/applications/<reference>/files/<public_id>", needs=CHECK_APPLICATION, load=sent_file_of_application)
def file(found: FilePage) -> ResponseReturnValue:
    """A file of the application, as a download for the office."""
    return send(found.file)
