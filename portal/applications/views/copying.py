"""Starting again from an earlier application."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.applications.models import Application
from portal.applications.operations import copy_forward
from portal.applications.policy import COPY_FORWARD
from portal.applications.queries import application_by_reference, live_application
from portal.applications.queries.partners import rounds_to_copy_into
from portal.core.clock import now
from portal.funds.rules import closing_words, is_open
from portal.web.context import current_actor, current_session, from_slot
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("copying", __name__)
NOTHING_COPIED = "You have an application to this fund already. Nothing in it was changed."


@bp.page(
    "/applications/<reference>/again",
    methods=("GET", "POST"),
    needs=COPY_FORWARD,
    load=application_by_reference,
)
def again(source: Application) -> ResponseReturnValue:
    """Choose the round to apply to with these answers."""
    session = current_session()
    rounds = [one for one in rounds_to_copy_into(session) if is_open(one, now()) and one.id != source.round_id]
    chosen = next((one for one in rounds if one.slug == request.form.get("round")), None)
    chosen = chosen or (rounds[0] if len(rounds) == 1 else None)
    if request.method == "POST" and chosen:
        made, copied = copy_forward(session, source=source, round_=chosen, actor=current_actor())
        if not copied:
            flash(NOTHING_COPIED)
        return redirect(f"/applications/{made.reference}", code=303)
    problem = "Select the fund to apply to" if request.method == "POST" and rounds else None
    begun = {one.id: live_application(session, one, source.organisation_id) for one in rounds}
    return page(
        "applications/again.html",
        source=source,
        rounds=rounds,
        begun=begun,
        feedback=from_slot("application:feedback-comes-along", session, source),
        closing_words=closing_words,
        problem=problem,
        errors=[("round", problem)] if problem else [],
    )
