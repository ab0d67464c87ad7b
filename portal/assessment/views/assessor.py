"""The assessor's list, declarations for one application or a whole round, giving back, and what they know."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.access.roles import Role
from portal.assessment import queries
from portal.assessment.forms import DeclareForm
from portal.assessment.models import Assignment
from portal.assessment.operations import (
    declare_conflict,
    declare_no_link,
    declare_round,
    decline,
    keep_expertise,
)
from portal.assessment.operations.scoring import drafts_of
from portal.assessment.policy import DECLARE, LIST, OPEN
from portal.assessment.queries.conflicts import round_declaration_of
from portal.assessment.queries.people import expertise
from portal.assessment.rules import CONFLICT_KINDS, shown_name
from portal.assessment.rules.blind import shown_title
from portal.assessment.rules.links import MOST_TEXT_WORDS, WHY_BACK, link_faults, reason_fault
from portal.assessment.states import AssignmentState
from portal.assessment.views.loading import address_to_declare, my_assignments, own_assignment, round_to_declare
from portal.core.text import normalise, plural
from portal.funds.models import Round
from portal.organisations.rules import named
from portal.web.context import current_actor, current_session, from_slot
from portal.web.guard import Guarded
from portal.web.kept import posted
from portal.web.pages import page

bp = Guarded("assess", __name__)
NONE = "none"


@bp.page("/assess", needs=LIST)
def home() -> ResponseReturnValue:
    """What I am to declare and to score, what is half done, what is done."""
    session = current_session()
    mine = my_assignments(session)
    rounds = {one.application.round for one in (*mine.to_declare, *mine.part_scored, *mine.to_score)}
    return page(
        "assessment/home.html",
        mine=mine,
        practice=sorted((one.slug, one.name) for one in rounds),
        rounds=queries.rounds_to_declare(session, current_actor().account_id),
        scored=scored_principles,
        name=shown_name,
        title_of=shown_title,
        declare=address_to_declare,
    )


@bp.page("/assess/declare/<reference>", methods=("GET", "POST"), needs=OPEN, load=own_assignment)
def declare(assignment: Assignment) -> ResponseReturnValue:
    """Names first: is there a link? Afterwards the same page lets someone recuse themselves."""
    late = assignment.state != AssignmentState.ASSIGNED
    if assignment.application.round.blind and not late:
        return redirect(address_to_declare(assignment), code=303)
    form = DeclareForm(late=late)
    if not (form.is_submitted() and form.validate()):
        return page(
            "assessment/declare.html",
            assignment=assignment,
            application=assignment.application,
            form=form,
            late=late,
            most_words=MOST_TEXT_WORDS,
            title_of=shown_title,
            errors=form.summary,
        )
    session, actor = current_session(), current_actor()
    if not form.declares_link:
        declare_no_link(session, assignment=assignment, actor=actor)
        return redirect(f"/assess/{assignment.application.reference}", code=303)
    declare_conflict(session, assignment=assignment, kind=form.kind.data, text=form.text.data, actor=actor)
    from_slot("round:owners-let-go", session, assignment.application.round_id, actor)
    flash("Thank you. You will not see this application again, and your scores on it do not count.", "success")
    return redirect("/assess", code=303)


@bp.page("/assess/links/<slug>", methods=("GET", "POST"), needs=DECLARE, load=round_to_declare)
def links(round_: Round) -> ResponseReturnValue:
    """Every group of a round with its people, nothing of what it asks for: tick those you have a link with."""
    groups = queries.groups_to_declare(current_session(), round_.id, current_actor().account_id)
    typed = posted()
    ticked = [key for key in groups if typed is not None and key in typed.getlist("link")]
    if request.method != "POST":
        return _groups(round_, groups, ticked)
    none = NONE in request.form.getlist("link")
    if none == bool(ticked):
        words = "Tick either groups or “None of these”, not both" if none else "Tick every group you have a link with"
        return _groups(round_, groups, ticked, [("link", words)])
    details = [
        (key, request.form.get(f"kind-{key}", ""), normalise(request.form.get(f"text-{key}", ""))) for key in ticked
    ]
    errors = list(link_faults(details).items())
    if request.form.get("action") != "declare" or errors:
        shown = errors if request.form.get("action") == "declare" else []
        return _details(round_, groups, details, shown)
    found = {groups[key].reference: (kind, text) for key, kind, text in details}
    session, actor = current_session(), current_actor()
    count = declare_round(session, round_=round_, links=found, actor=actor)
    from_slot("round:owners-let-go", session, round_.id, actor)
    words = f"You have a link with {plural(count, 'group')}: you will not see them." if count else "You have no link."
    flash(f"Thank you. {words}", "success")
    return redirect(_home(round_)["href"], code=303)


@bp.page("/assess/<reference>/decline", methods=("GET", "POST"), needs=OPEN, load=own_assignment)
def give_back(assignment: Assignment) -> ResponseReturnValue:
    """Give an application back, with the reason."""
    typed = posted()
    reason = "" if typed is None else normalise(typed.get("reason", ""))
    errors = []
    if request.method == "POST":
        fault = reason_fault(reason, WHY_BACK)
        errors = [("reason", fault)] if fault else []
        if not fault:
            decline(current_session(), assignment=assignment, reason=reason, actor=current_actor())
            flash("Thank you for saying so. We will ask someone else.", "success")
            return redirect("/assess", code=303)
    application = assignment.application
    return page(
        "assessment/decline.html",
        application=application,
        name=shown_name(application),
        project=shown_title(application),
        sent=assignment.state == AssignmentState.SUBMITTED,
        back=address_to_declare(assignment)
        if assignment.state == AssignmentState.ASSIGNED
        else f"/assess/{application.reference}",
        reason=reason,
        most_words=MOST_TEXT_WORDS,
        errors=errors,
    )


@bp.page("/assess/expertise", methods=("GET", "POST"), needs=LIST)
def knows() -> ResponseReturnValue:
    """Which themes and districts I know well, so that I am given those first."""
    session, actor = current_session(), current_actor()
    if request.method == "POST":
        keep_expertise(
            session,
            themes=request.form.getlist("themes"),
            districts=request.form.getlist("districts"),
            actor=actor,
        )
        flash("Saved. We give you those first when we can.", "success")
        return redirect("/assess", code=303)
    mine = expertise(session).get(actor.account_id or 0, {})
    return page(
        "assessment/expertise.html",
        themes=named("themes"),
        districts=named("districts"),
        chosen_themes=sorted(mine.get("theme", ())),
        chosen_districts=sorted(mine.get("district", ())),
    )


def _home(round_: Round) -> dict[str, str]:
    """Where whoever declares links comes from, by what they are to the round."""
    roles = current_actor().roles
    if Role.ASSESSOR in roles:
        return {"href": "/assess", "text": "Applications to assess"}
    office = "/manage/rounds" if Role.OFFICER in roles else "/decide"
    return {"href": f"{office}/{round_.slug}", "text": round_.name}


def _groups(
    round_: Round,
    groups: dict[str, queries.Group],
    ticked: list[str],
    errors: list[tuple[str, str]] | None = None,
) -> ResponseReturnValue:
    before = round_declaration_of(current_session(), round_.id, current_actor().account_id)
    return page(
        "assessment/links.html",
        round=round_,
        back=_home(round_),
        groups=groups,
        ticked=ticked,
        before=before,
        none_key=NONE,
        errors=errors or [],
    )


def _details(
    round_: Round,
    groups: dict[str, queries.Group],
    details: list[tuple[str, str, str]],
    errors: list[tuple[str, str]],
) -> ResponseReturnValue:
    return page(
        "assessment/links_details.html",
        round=round_,
        groups=groups,
        details=details,
        kinds=CONFLICT_KINDS,
        most_words=MOST_TEXT_WORDS,
        wrong=dict(errors),
        none_key=NONE,
        errors=errors,
    )


def scored_principles(assignment: Assignment) -> int:
    """How many principles have both a score (or what stands in its place) and a reason."""
    return sum(1 for draft in drafts_of(assignment).values() if draft.done)
