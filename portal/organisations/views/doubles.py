"""Organisations that may be one group: told apart, or merged."""

from functools import partial

from flask import request
from flask.typing import ResponseReturnValue

from portal.formkit.queries import answers_of, form_of
from portal.formkit.reading import answered
from portal.organisations import operations, queries
from portal.organisations.forms import ApartForm, MergeForm
from portal.organisations.models import Organisation
from portal.organisations.policy import CHECK_MEMBERS, MERGE_ORGANISATIONS
from portal.organisations.queries import MergedEntry, Pair
from portal.organisations.rules import kind_of
from portal.organisations.states import MEMBERSHIP, MembershipState
from portal.organisations.views.membership import file_links
from portal.organisations.views.organisation import go
from portal.web.context import current_actor, current_session, from_slot
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("doubles", __name__)


@bp.page("/manage/members/<reference>/doubles/<other>", needs=CHECK_MEMBERS, load=queries.pair, methods=("GET", "POST"))
def apart(pair: Pair) -> ResponseReturnValue:
    """Say that two organisations that look alike are two groups, and why."""
    form = ApartForm()
    one = pair.membership.organisation
    if request.method == "POST" and form.validate():
        operations.dismiss_double(
            current_session(), one=one, other=pair.other, reason=form.reason.data, actor=current_actor()
        )
        return go(f"/manage/members/{one.reference}?done=apart")
    return page("organisations/apart.html", one=one, other=pair.other, form=form, errors=form.summary)


@bp.page(
    "/manage/members/<reference>/doubles/<other>/merge",
    needs=MERGE_ORGANISATIONS,
    load=queries.pair,
    methods=("GET", "POST"),
    step_up=True,
)
def merge(pair: Pair) -> ResponseReturnValue:
    """What would move each way; which one stays; and the button that merges."""
    session, one, other = current_session(), pair.membership.organisation, pair.other
    against = partial(from_slot, "organisation:against-merging")
    form = MergeForm(places=(one, other))
    if request.method == "POST" and form.validate():
        stays, gone = (one, other) if form.stays.data == one.reference else (other, one)
        operations.merge(
            session, gone=gone, stays=stays, reason=form.reason.data, against=against, actor=current_actor()
        )
        return go(f"/manage/members/{stays.reference}?done=merged")
    ways = [
        (_facts(gone), _facts(stays), operations.what_moves(session, gone, stays, against), _held(gone))
        for gone, stays in ((other, one), (one, other))
    ]
    return page("organisations/merge.html", one=one, other=other, form=form, errors=form.summary, ways=ways)


@bp.page("/manage/members/<reference>/merged/<gone>", needs=CHECK_MEMBERS, load=queries.merged_entry)
def merged(entry: MergedEntry) -> ResponseReturnValue:
    """What stood in the form of an entry that was merged into this one."""
    membership = entry.membership
    form, answers = form_of(membership.response.form_version), answers_of(current_session(), membership.response)
    return page(
        "organisations/merged.html",
        gone=membership.organisation,
        stays=entry.stays,
        membership=membership,
        sections=answered(form, answers),
        file_url=file_links(membership),
        could_be_by_and_for=False,  # a hint about the entry that stays, not about this one
    )


def _facts(organisation: Organisation) -> dict[str, str]:
    kind, membership = kind_of(organisation.kind), organisation.membership
    state = MEMBERSHIP.labels[MembershipState(membership.state)].staff if membership else "No form"
    return {
        "name": organisation.name,
        "reference": organisation.reference,
        "kind": kind.label if kind else "Not given",
        "state": state,
    }


def _held(organisation: Organisation) -> list[tuple[str, int]]:
    """What hangs on the applications of an organisation, as upper rooms count it; it goes where they go."""
    found: list[tuple[str, int]] = from_slot("organisation:held", current_session(), organisation.id)
    return [(words, count) for words, count in found if count]
