"""The office plans a workshop, changes it, publishes it, and calls it off."""

from collections.abc import Sequence
from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue

from portal.core.clash import Stale
from portal.core.clock import now, today
from portal.core.paging import page_number
from portal.core.text import plural
from portal.organisations.rules import kind_of
from portal.organisations.views.organisation import go
from portal.web.clash import read_revision
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page
from portal.workshops.forms import CancelForm, WorkshopForm
from portal.workshops.models import Workshop
from portal.workshops.operations import cancel_workshop, change, plan, publish
from portal.workshops.policy import MANAGE_WORKSHOPS
from portal.workshops.queries import bookings as booked
from portal.workshops.queries import workshops as queries
from portal.workshops.rules.standing import is_members_first, phase
from portal.workshops.rules.topics import topics
from portal.workshops.states import ATTENDANCE_LABELS, WORKSHOP, WorkshopState
from portal.workshops.views.public import WORDS

bp = Guarded("manage_workshops", __name__)
CHANGED_MEANWHILE = (
    "Someone else changed this workshop while you were writing. Look at its page in another window. "
    "If you save again, yours replaces theirs"
)


@bp.page("/manage/workshops", needs=MANAGE_WORKSHOPS)
def workshops() -> ResponseReturnValue:
    """Every workshop, drafts too."""
    session, at = current_session(), now()
    past = request.args.get("show") == "past"
    paging = page_number(request.args.get("page"), queries.count_for_office(session, at, past=past))
    found = queries.workshops_for_office(session, at, paging, past=past)
    counts = queries.counts_of(session, [one.id for one in found])
    rows = [(one, counts[one.id], WORKSHOP.labels[WorkshopState(one.state)].staff) for one in found]
    return page("workshops/manage.html", rows=rows, past=past, paging=paging, **WORDS)


@bp.page("/manage/workshops/new", methods=("GET", "POST"), needs=MANAGE_WORKSHOPS)
def new() -> ResponseReturnValue:
    """Plan one; the address may name what it is about."""
    topic = request.args.get("topic", "")
    form = WorkshopForm(topic=topic if topic in {one.value for one in topics()} else "")
    if request.method == "POST" and form.validate():
        made = plan(current_session(), facts=form.facts(), actor=current_actor())
        return go(f"/manage/workshops/{made.reference}")
    return _form_page(form, None, "/manage/workshops/new")


@bp.page("/manage/workshops/<reference>", needs=MANAGE_WORKSHOPS, load=queries.workshop_by_reference)
def workshop(found: Workshop) -> ResponseReturnValue:
    """One workshop as the office runs it: who booked, what they need, who waits."""
    session = current_session()
    register = booked.register_of(session, found.id)
    return page(
        "workshops/manage_one.html",
        workshop=found,
        label=WORKSHOP.labels[WorkshopState(found.state)].staff,
        phase=phase(found, now()),
        begun=now() >= found.starts_at,
        members_first=is_members_first(found, today()),
        register=register,
        waiting=booked.waiting_list(session, found.id),
        materials=[one for one in found.materials if one.removed_at is None],
        attendance=ATTENDANCE_LABELS,
        kinds=[kind.label for value in found.kinds if (kind := kind_of(value))],
        **WORDS,
    )


@bp.page(
    "/manage/workshops/<reference>/edit",
    methods=("GET", "POST"),
    needs=MANAGE_WORKSHOPS,
    load=queries.workshop_by_reference,
)
def edit(found: Workshop) -> ResponseReturnValue:
    """Change it."""
    form = WorkshopForm(found)
    action, revision = f"/manage/workshops/{found.reference}/edit", read_revision(request.form)
    if request.method == "GET" or not form.validate():
        return _form_page(form, found, action, revision=found.revision if request.method == "GET" else revision)
    try:
        change(current_session(), workshop=found, facts=form.facts(), revision=revision, actor=current_actor())
    except Stale:
        return _form_page(form, found, action, revision=found.revision, problems=[("title", CHANGED_MEANWHILE)])
    flash("Your changes are saved.", "success")
    return go(f"/manage/workshops/{found.reference}")


def _form_page(
    form: WorkshopForm,
    found: Workshop | None,
    action: str,
    *,
    revision: int = 0,
    problems: Sequence[tuple[str, str]] = (),
) -> ResponseReturnValue:
    """The form with what was typed. `revision` is the one that the next press replaces."""
    values: dict[str, Any] = {"workshop": found, "action": action, "form": form, "revision": revision}
    return page("workshops/edit.html", errors=[*problems, *form.summary], **values)


@bp.page(
    "/manage/workshops/<reference>/publish",
    methods=("POST",),
    needs=MANAGE_WORKSHOPS,
    load=queries.workshop_by_reference,
)
def publish_it(found: Workshop) -> ResponseReturnValue:
    """Show it to everyone."""
    publish(current_session(), workshop=found, actor=current_actor())
    flash("It is published. Everyone can see it now.", "success")
    return go(f"/manage/workshops/{found.reference}")


@bp.page(
    "/manage/workshops/<reference>/cancel",
    methods=("GET", "POST"),
    needs=MANAGE_WORKSHOPS,
    load=queries.workshop_by_reference,
)
def cancel(found: Workshop) -> ResponseReturnValue:
    """Call it off, with the reason that everyone reads."""
    form = CancelForm()
    if request.method == "POST" and form.validate():
        told = cancel_workshop(current_session(), workshop=found, reason=form.reason.data, actor=current_actor())
        flash(f"It is cancelled. We email {plural(told, 'person', 'people')}.", "success")
        return go(f"/manage/workshops/{found.reference}")
    counts = queries.counts_for(current_session(), found)
    return page("workshops/cancel.html", workshop=found, form=form, errors=form.summary, counts=counts)
