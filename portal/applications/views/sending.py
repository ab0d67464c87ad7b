"""Checking, sending, the receipt, the copy that is kept, taking back and withdrawing."""

import json
from datetime import datetime
from typing import Any

from flask import current_app, flash, redirect, request
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeSerializer

from portal.applications.models import Application, Snapshot
from portal.applications.operations import reopen, submit, withdraw
from portal.applications.operations.bid import people_against, read_bid
from portal.applications.policy import (
    READ_APPLICATION,
    REOPEN_APPLICATION,
    SUBMIT_APPLICATION,
    WITHDRAW_APPLICATION,
)
from portal.applications.queries import application_by_reference, latest_snapshot, open_request
from portal.applications.queries.early import early_answer_on
from portal.applications.queries.together import certifiers_of
from portal.applications.rules import (
    applicant_label,
    closing_words,
    may_reopen,
    may_withdraw,
    ready_to_submit,
    way_of,
)
from portal.applications.rules.money import money_sheet
from portal.applications.rules.promise import promise_to
from portal.applications.rules.standing import told_early
from portal.applications.states import ApplicationState
from portal.applications.views.loading import file_links, wizard_of
from portal.applications.views.partners import bid_shares, partner_tables, sent_partners
from portal.applications.views.passport import holdings_of
from portal.core.clock import now, today
from portal.formkit.queries import form_of
from portal.formkit.reading import answered
from portal.formkit.tasks import check_values
from portal.funds.queries import delays_of
from portal.funds.rules import is_announced
from portal.web.context import current_actor, current_session, from_slot
from portal.web.guard import Guarded
from portal.web.pages import allowed, page

bp = Guarded("sending", __name__)


@bp.page(
    "/applications/<reference>/check",
    needs=READ_APPLICATION,
    load=application_by_reference,
)
def check(application: Application) -> ResponseReturnValue:
    """Every answer, what is missing, and the button to send when nothing is."""
    if application.state != ApplicationState.DRAFT:
        return redirect(f"/applications/{application.reference}/submitted")
    values = check_values(wizard_of(application))
    session, at = current_session(), now()
    people = people_against(session, read_bid(session, application))
    reasons = ready_to_submit(application, values["missing"], at, today(), people=people)
    return page(
        "applications/check.html",
        application=application,
        reasons=reasons,
        closes=closing_words(application),
        opened=_stamps().dumps([application.reference, at.isoformat()]),
        partners=partner_tables(application),
        money=money_sheet(form_of(application.response.form_version), values["wizard"].answers, application.partners),
        certified=bool(certifiers_of(session, application.organisation_id)),
        holdings=holdings_of(application) if allowed("application:passport", application) else None,
        **bid_shares(application),
        **values,
    )


def _stamps() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="check-page")


def opened_at(application: Application) -> datetime | None:
    """When the page that this POST comes from was opened, as we signed it then; None when nothing of ours says so."""
    try:
        reference, at = _stamps().loads(request.form.get("opened", ""))
    except (BadSignature, ValueError, TypeError):
        return None
    return datetime.fromisoformat(at) if reference == application.reference else None


@bp.page("/applications/<reference>/submit", methods=("POST",), needs=SUBMIT_APPLICATION, load=application_by_reference)
def send_it(application: Application) -> ResponseReturnValue:
    """Send it. Pressing twice shows the same receipt."""
    opened = opened_at(application)
    submit(current_session(), application=application, opened_at=opened, actor=current_actor())
    return redirect(f"/applications/{application.reference}/submitted", code=303)


@bp.page("/applications/<reference>/submitted", needs=READ_APPLICATION, load=application_by_reference)
def submitted(application: Application) -> ResponseReturnValue:
    """The receipt, and where the application stands. The same page for as long as it exists."""
    snapshot = latest_snapshot(current_session(), application)
    if application.state == ApplicationState.DRAFT:
        return redirect(f"/applications/{application.reference}")
    return page(
        "applications/submitted.html",
        application=application,
        snapshot=snapshot,
        names=names_in(application, snapshot),
        code=in_groups(snapshot.sha256) if snapshot else "",
        label=applicant_label(application),
        way=way_of(application) if snapshot else [],
        delays=delays_of(current_session(), application.round),
        promise=promise_to(application, today()),
        asked=open_request(current_session(), application.id),
        partners_said=from_slot("application:partners-said", current_session(), application),
        equality=from_slot("application:equality", current_session(), application),
        announced=is_announced(application.round),
        early=early_answer_on(current_session(), application.id) if told_early(application) else None,
        may_reopen=may_reopen(application, now()),
        may_withdraw=may_withdraw(application) and not is_announced(application.round),
        closes=closing_words(application),
    )


@bp.page("/applications/<reference>/copy", needs=READ_APPLICATION, load=application_by_reference)
def copy(application: Application) -> ResponseReturnValue:
    """The whole application to read, print or keep: as it was sent, or the draft as it is."""
    snapshot = latest_snapshot(current_session(), application)
    sent = snapshot if snapshot and application.state != ApplicationState.DRAFT else None
    return page(
        "applications/copy.html",
        application=application,
        file_url=file_links(application),
        **copy_values(application, sent),
    )


def copy_values(application: Application, snapshot: Snapshot | None) -> dict[str, Any]:
    """What a readable copy needs. What was sent is read from its snapshot, never from the tables of today."""
    answers = json.loads(snapshot.document)["answers"] if snapshot else wizard_of(application).answers
    form = form_of(application.response.form_version)
    return {
        "snapshot": snapshot,
        "names": names_in(application, snapshot),
        "code": in_groups(snapshot.sha256) if snapshot else "",
        "sections": answered(form, answers),
        "bid": sent_partners(application, form, snapshot),
    }


def names_in(application: Application, snapshot: Snapshot | None) -> dict[str, str]:
    """Project, organisation and round as they were called when it was sent; as they are called now, for a draft."""
    if snapshot is None:
        return {
            "project": application.title or "Your application",
            "organisation": application.organisation.name,
            "round": application.round.name,
        }
    document = json.loads(snapshot.document)
    return {
        "project": document["answers"].get("project_name") or "Your application",
        "organisation": document["organisation"]["name"],
        "round": document["round"]["name"],
    }


def in_groups(digest: str) -> str:
    """A hash that people can compare: groups of four."""
    return " ".join(digest[i : i + 4] for i in range(0, len(digest), 4))


@bp.page(
    "/applications/<reference>/reopen",
    methods=("GET", "POST"),
    needs=REOPEN_APPLICATION,
    load=application_by_reference,
)
def take_back(application: Application) -> ResponseReturnValue:
    """Take it back for changes; it must be sent again."""
    if request.method == "POST":
        reopen(current_session(), application=application, actor=current_actor())
        return redirect(f"/applications/{application.reference}", code=303)
    return page(
        "applications/reopen.html",
        application=application,
        closes=closing_words(application),
        may=may_reopen(application, now()),
    )


@bp.page(
    "/applications/<reference>/withdraw",
    methods=("GET", "POST"),
    needs=WITHDRAW_APPLICATION,
    load=application_by_reference,
)
def take_out(application: Application) -> ResponseReturnValue:
    """Withdraw it for good, after a page that says so."""
    if request.method == "POST":
        withdraw(current_session(), application=application, actor=current_actor())
        flash(f"Your application {application.reference} is withdrawn.", "success")
        return redirect("/applications", code=303)
    return page("applications/withdraw.html", application=application, may=may_withdraw(application))
