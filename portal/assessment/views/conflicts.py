"""Links between people who score and groups, as officers see them: in a round, and for one application."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.applications.models import Application
from portal.assessment import queries
from portal.assessment.operations import dismiss_suggestion, lift_conflict, pin_conflict
from portal.assessment.policy import ASSIGN, OVERSEE
from portal.assessment.queries import conflicts
from portal.assessment.queries.people import readings_of
from portal.assessment.rules import CONFLICT_KINDS
from portal.assessment.rules.links import MOST_TEXT_WORDS, WHY_NONE, link_faults, reason_fault
from portal.core.text import normalise
from portal.funds.models import Round
from portal.funds.queries import round_by_slug
from portal.web.context import current_actor, current_session, from_slot
from portal.web.guard import Guarded
from portal.web.kept import posted
from portal.web.pages import page

bp = Guarded("conflicts", __name__)
PAGES = {
    "score": "to score it",
    "compare": "to compare scores",
    "pack": "in a panel pack",
    "meeting": "in a panel meeting",
}


@bp.page("/manage/rounds/<slug>/conflicts", needs=OVERSEE, load=round_by_slug)
def in_round(round_: Round) -> ResponseReturnValue:
    """What may be a link, what is one, and who has not gone through the groups yet."""
    session = current_session()
    people = {person.id: person for person in queries.may_have_links(session)}
    applications = {one.id: one for one in queries.sent_in(session, round_.id)}
    declared = conflicts.declared_in(session, round_.id)
    return page(
        "assessment/conflicts.html",
        round=round_,
        suggestions=[
            (applications[one.application_id], people[one.account_id], one.words)
            for one in conflicts.open_suggestions(session, round_.id)
            if one.application_id in applications
        ],
        recorded=conflicts.conflicts_in(session, round_.id),
        kinds=CONFLICT_KINDS,
        not_yet=[person.name for person in queries.assessors(session) if person.id not in declared],
    )


@bp.page(
    "/manage/applications/<reference>/conflicts",
    methods=("GET", "POST"),
    needs=ASSIGN,
    load=queries.application_to_assess,
)
def of_application(application: Application) -> ResponseReturnValue:
    """Record a link, dismiss what suggests one, lift one that was none; and who of the panel has opened it."""
    action = request.form.get("action", "")
    if request.method == "POST" and action in ("pin", "dismiss", "lift"):
        return {"pin": _pin, "dismiss": _dismiss, "lift": _lift}[action](application)
    return _page(application)


def _pin(application: Application) -> ResponseReturnValue:
    people = {person.email: person for person in queries.may_have_links(current_session())}
    person = people.get(request.form.get("person", ""))
    kind, text = request.form.get("kind", ""), normalise(request.form.get("text", ""))
    faults = link_faults([("x", kind, text)])
    errors = [] if person else [("person", "Choose who has the link")]
    errors += [(field.removesuffix("-x"), words) for field, words in faults.items()]
    if person is None or errors:
        return _page(application, errors)
    session, actor = current_session(), current_actor()
    pin_conflict(session, application=application, person=person, kind=kind, text=text, actor=actor)
    from_slot("round:owners-let-go", session, application.round_id, actor)
    if person.id == actor.account_id:
        flash("Thank you. You will not see this application again.", "success")
        return redirect(f"/manage/rounds/{application.round.slug}/conflicts", code=303)
    return _done(application, f"Recorded. {person.name} cannot see this application.")


def _dismiss(application: Application) -> ResponseReturnValue:
    ground, email = request.form.get("ground", ""), request.form.get("assessor", "")
    people = {person.email: person.id for person in queries.may_have_links(current_session())}
    reason = normalise(request.form.get("reason", ""))
    if fault := reason_fault(reason, WHY_NONE):
        return _page(application, [("reason", fault)])
    dismiss_suggestion(
        current_session(),
        application=application,
        account_id=people.get(email, 0),
        ground=ground,
        reason=reason,
        actor=current_actor(),
    )
    return _done(application, "Dismissed, with your reason.")


def _lift(application: Application) -> ResponseReturnValue:
    session, reason = current_session(), normalise(request.form.get("reason", ""))
    if fault := reason_fault(reason, WHY_NONE):
        return _page(application, [("reason", fault)])
    people = {person.email: person.id for person in queries.may_have_links(session)}
    found = conflicts.conflict_of(session, application.id, people.get(request.form.get("assessor", ""), 0))
    if found is not None:
        lift_conflict(session, conflict=found, reason=reason, actor=current_actor())
    return _done(application, "Lifted, with your reason. The application can be given to this person again.")


def _done(application: Application, words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(f"/manage/applications/{application.reference}/conflicts", code=303)


def _page(application: Application, errors: list[tuple[str, str]] | None = None) -> ResponseReturnValue:
    session = current_session()
    people = {person.id: person for person in queries.may_have_links(session)}
    found = conflicts.open_suggestions(session, application.round_id)
    return page(
        "assessment/conflicts_of.html",
        application=application,
        people=people,
        suggestions=[one for one in found if one.application_id == application.id],
        recorded=conflicts.conflicts_of(session, application.id),
        readings=readings_of(session, application.id),
        pages=PAGES,
        kinds=CONFLICT_KINDS,
        typed=posted() or {},
        most_words=MOST_TEXT_WORDS,
        wrong=dict(errors or []),
        errors=errors or [],
    )
