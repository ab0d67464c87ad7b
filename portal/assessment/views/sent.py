"""After sending: comparing with the others, changing openly, taking back, and all of one's own scores in one table."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.assessment import queries
from portal.assessment.forms import fields_of, labels_of, read_drafts, score_items
from portal.assessment.models import Assignment
from portal.assessment.operations import change_scores, reopen_scores
from portal.assessment.operations.scoring import drafts_of
from portal.assessment.policy import COMPARE, LIST, SCORE
from portal.assessment.queries.people import changes_to
from portal.assessment.rules import (
    CANNOT,
    MOST_REASON_WORDS,
    MOST_WHY_WORDS,
    Draft,
    change_faults,
    may_change,
    panel,
    shown_name,
)
from portal.assessment.rules.blind import mask_of, shown_title
from portal.assessment.views.loading import my_assignments, own_assignment, write_down
from portal.core.clash import Stale, clashes
from portal.core.text import normalise, plural
from portal.web.clash import chosen, clash_page, read_revision
from portal.web.context import current_actor, current_session, from_slot
from portal.web.guard import Guarded
from portal.web.kept import posted
from portal.web.pages import page

bp = Guarded("scores_sent", __name__)


@bp.page("/assess/<reference>/reopen", methods=("POST",), needs=SCORE, load=own_assignment)
def reopen(assignment: Assignment) -> ResponseReturnValue:
    """Take back scores that were sent."""
    reopen_scores(current_session(), assignment=assignment, actor=current_actor())
    flash("Your scores are open again. Send them when you are done.", "success")
    return redirect(f"/assess/{assignment.application.reference}", code=303)


@bp.page("/assess/<reference>/compare", needs=COMPARE, load=own_assignment)
def compare(assignment: Assignment) -> ResponseReturnValue:
    """My scores beside those of the others who have sent theirs; nobody's name."""
    write_down("compare", assignment)
    application = assignment.application
    given = queries.counted_scores(current_session(), [application.id]).get(application.id, [])
    sent = queries.count_in_states(current_session(), application.id, ["submitted"])
    others = sorted({one.assignment_id for one in given} - {assignment.id})
    weights = {criterion.id: criterion.weight for criterion in application.round.criteria}
    mine = [one for one in changes_to(current_session(), application.id) if one.score.assignment_id == assignment.id]
    return page(
        "assessment/compare.html",
        assignment=assignment,
        application=application,
        name=shown_name(application),
        title=shown_title(application),
        scores={(one.assignment_id, one.criterion_id): one for one in given},
        own=drafts_of(assignment),
        cannot=CANNOT,
        columns=[("You", assignment.id), *((f"Assessor {i}", other) for i, other in enumerate(others, 1))],
        alone=sent == 1,
        panel=panel(given, weights),
        advice=from_slot("application:advice", current_session(), application),
        hide=mask_of(application).text,
        changes=mine,
        change_problem=may_change(application.state),
    )


@bp.page("/assess/<reference>/change", methods=("GET", "POST"), needs=COMPARE, load=own_assignment)
def change(assignment: Assignment) -> ResponseReturnValue:
    """Change scores that were sent, with the reason; what they were is kept."""
    saved = fields_of(drafts_of(assignment), None)
    names = {criterion.number: criterion.short_name for criterion in assignment.application.round.criteria}
    typed = request.form if request.method == "POST" else posted()
    sent = chosen(typed, saved) if typed is not None else None
    drafts = drafts_of(assignment) if sent is None else read_drafts(sent, list(names))
    why = "" if sent is None else normalise(sent.get("why", ""))
    errors: list[tuple[str, str]] = []
    if request.method == "POST" and sent is not None:
        errors = change_faults(list(names.items()), drafts_of(assignment), drafts, why)
        if not errors:
            return _change(assignment, drafts, why, read_revision(sent))
    return page(
        "assessment/change.html",
        assignment=assignment,
        application=assignment.application,
        name=shown_name(assignment.application),
        title=shown_title(assignment.application),
        score_items=score_items,
        values=fields_of(drafts, None),
        why=why,
        revision=assignment.revision if sent is None else read_revision(sent),
        problem=may_change(assignment.application.state),
        cannot=CANNOT,
        most_reason=MOST_REASON_WORDS,
        most_why=MOST_WHY_WORDS,
        wrong=dict(errors),
        errors=errors,
    )


def _change(assignment: Assignment, drafts: dict[int, Draft], why: str, revision: int) -> ResponseReturnValue:
    session, address = current_session(), f"/assess/{assignment.application.reference}"
    try:
        count = change_scores(
            session, assignment=assignment, drafts=drafts, why=why, revision=revision, actor=current_actor()
        )
    except Stale:
        session.refresh(assignment)
        saved, mine = fields_of(drafts_of(assignment), None), fields_of(drafts, None)
        names = {criterion.number: criterion.short_name for criterion in assignment.application.round.criteria}
        return clash_page(
            clashes(labels_of(names), saved, mine),
            typed=mine | {"why": why},
            revision=assignment.revision,
            action=f"{address}/change",
            back=f"{address}/compare",
            who="you, on another page",
        )
    flash(f"{plural(count, 'score')} changed. What you had given before is kept.", "success")
    return redirect(f"{address}/compare", code=303)


@bp.page("/assess/scores", needs=LIST)
def scores() -> ResponseReturnValue:
    """All scores that I have given so far in one table, to look at early ones again."""
    mine = my_assignments(current_session())
    rows = _in_order([*mine.part_scored, *mine.done], request.args.get("sort", ""))
    return page(
        "assessment/scores.html", rows=rows, drafts=drafts_of, name=shown_name, title_of=shown_title, cannot=CANNOT
    )


def _in_order(rows: list[Assignment], sort: str) -> list[Assignment]:
    """By the sum of points, by one principle, or by project; the highest first."""
    if sort == "project":
        return sorted(rows, key=lambda one: one.application.title.casefold())
    number = int(sort) if sort.isascii() and sort.isdecimal() and len(sort) < 4 else None

    def points(one: Assignment) -> int:
        drafts = drafts_of(one)
        wanted = drafts.values() if number is None else [drafts.get(number, Draft())]
        return sum(draft.points or 0 for draft in wanted)

    return sorted(rows, key=points, reverse=True)
