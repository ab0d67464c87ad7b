"""The assessor's list and declarations."""

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from portal.assessment.forms import MOST_CONFLICT_WORDS, DeclareForm
from portal.assessment.models import Assignment
from portal.assessment.operations import declare_conflict, declare_no_link
from portal.assessment.operations.scoring import drafts_of
from portal.assessment.policy import LIST, OPEN
from portal.assessment.states import AssignmentState
from portal.assessment.views.loading import my_assignments, own_assignment
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("assess", __name__)


@bp.page("/assess", needs=LIST)
def home() -> ResponseReturnValue:
    """What I am to declare and to score, what is half done, what is done."""
    return page("assessment/home.html", mine=my_assignments(current_session()), scored=scored_principles)


@bp.page("/assess/declare/<reference>", methods=("GET", "POST"), needs=OPEN, load=own_assignment)
def declare(assignment: Assignment) -> ResponseReturnValue:
    """Names first: is there a link? Afterwards the same page lets someone recuse themselves."""
    late = assignment.state != AssignmentState.ASSIGNED
    form = DeclareForm(late=late)
    if not (form.is_submitted() and form.validate()):
        return page(
            "assessment/declare.html",
            assignment=assignment,
            application=assignment.application,
            form=form,
            late=late,
            most_words=MOST_CONFLICT_WORDS,
            errors=form.summary,
        )
    session, actor = current_session(), current_actor()
    if not form.declares_link:
        declare_no_link(session, assignment=assignment, actor=actor)
        return redirect(f"/assess/{assignment.application.reference}", code=303)
    declare_conflict(session, assignment=assignment, kind=form.kind.data, text=form.text.data, actor=actor)
    flash("Thank you. You will not see this application again, and your scores on it do not count.", "success")
    return redirect("/assess", code=303)


def scored_principles(assignment: Assignment) -> int:
    """How many principles have both a score and a reason."""
    return sum(1 for draft in drafts_of(assignment).values() if draft.done)
