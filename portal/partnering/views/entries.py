"""A group's own entries: put up, renewed, closed."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.core.clock import now, today
from portal.core.paging import page_number
from portal.organisations.models import Organisation
from portal.organisations.queries import organisation_by_reference
from portal.organisations.rules import is_member
from portal.partnering import queries
from portal.partnering.forms import EntryForm
from portal.partnering.models import Entry
from portal.partnering.operations import close_entry, put_up, renew
from portal.partnering.policy import FIND_PARTNERS, KEEP_ENTRY, WRITE_FOR
from portal.partnering.rules import KIND_LABELS, Kind
from portal.partnering.views.showing import cards
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("partner_entries", __name__)


@bp.page(
    "/organisations/<reference>/entries/new",
    needs=WRITE_FOR,
    load=organisation_by_reference,
    methods=("GET", "POST"),
)
def new(found: Organisation) -> ResponseReturnValue:
    """Say what a group looks for or offers. Its own areas and themes are ticked to begin with."""
    if not is_member(found.membership, today()):
        return page("partnering/not_a_member.html")
    kinds = ("district", "theme")
    known = {f"{kind}s": [row.value for row in found.reach if row.kind == kind] for kind in kinds}
    form = EntryForm(data={"size": "", **known})
    if request.method == "POST" and form.validate():
        made = put_up(
            current_session(),
            organisation=found,
            kind=Kind(form.kind.data),
            title=form.title.data,
            words=form.words.data,
            size=form.size.data or "",
            reach=form.reach(),
            actor=current_actor(),
        )
        flash("Members can see it now.", "success")
        return redirect(f"/partnering/entries/{made.reference}", code=303)
    return page("partnering/new.html", form=form, organisation=found, errors=form.summary)


@bp.page("/partnering/mine", needs=FIND_PARTNERS)
def mine() -> ResponseReturnValue:
    """Everything that one's organisations put up, with until when it is shown."""
    session, ids = current_session(), list(current_actor().memberships)
    paging = page_number(request.args.get("page"), queries.count_entries_of(session, ids))
    found = queries.entries_of(session, ids, paging)
    return page("partnering/mine.html", cards=cards(found), paging=paging, kinds=KIND_LABELS, at=now())


@bp.page("/partnering/entries/<reference>/renew", methods=("POST",), needs=KEEP_ENTRY, load=queries.entry_by_reference)
def renewing(found: Entry) -> ResponseReturnValue:
    """Show it for another 90 days."""
    renew(current_session(), entry=found, actor=current_actor())
    flash("Members see it for another 90 days.", "success")
    return redirect("/partnering/mine", code=303)


@bp.page("/partnering/entries/<reference>/close", methods=("POST",), needs=KEEP_ENTRY, load=queries.entry_by_reference)
def closing(found: Entry) -> ResponseReturnValue:
    """Show it no longer."""
    close_entry(current_session(), entry=found, actor=current_actor())
    flash("Members no longer see it.", "success")
    return redirect("/partnering/mine", code=303)
