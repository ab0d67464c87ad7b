"""Writing feedback: a round's progress, the editor, the preview."""

from collections import Counter

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from portal.applications.models import Application
from portal.applications.states import DECIDED, ApplicationState
from portal.core.clash import Stale, clashes
from portal.core.text import normalise, plural
from portal.decisions.models import OUTCOME_LABELS
from portal.decisions.queries import application_to_decide
from portal.feedback import queries
from portal.feedback.models import Feedback
from portal.feedback.operations import approve_feedback, complete_feedback, draft_feedback, save_feedback
from portal.feedback.operations.releasing import lacks_of
from portal.feedback.operations.writing import fields_of, principles_of
from portal.feedback.policy import OVERSEE, WRITE
from portal.feedback.queries.beside import beside, has_other_officer
from portal.feedback.queries.concerned import tasks_of_round
from portal.feedback.rules import FIELD_LABELS, FIELDS, MOST_CHANGES, MOST_WORDS, labels, problems, warnings
from portal.feedback.rules.checks import doubts_beside
from portal.feedback.rules.workbench import STAND_LABELS, Neighbours, Stand, neighbours_of, stand_of
from portal.feedback.states import FeedbackState
from portal.feedback.views.applicant import show
from portal.feedback.views.letter import letter_of
from portal.feedback.wording import BANDS
from portal.funds.models import Round
from portal.funds.queries import round_by_slug
from portal.web.clash import chosen, clash_page, read_revision
from portal.web.context import current_actor, current_session, keep_changes
from portal.web.guard import Guarded
from portal.web.kept import posted
from portal.web.pages import page

bp = Guarded("write_feedback", __name__)
DRAFTABLE = DECIDED | {ApplicationState.RECOMMENDED}


@bp.page("/manage/rounds/<slug>/feedback", methods=("GET", "POST"), needs=OVERSEE, load=round_by_slug)
def progress(round_: Round) -> ResponseReturnValue:
    """How far each feedback of a round is; draft all that are still to be drafted."""
    session, actor = current_session(), current_actor()
    found = queries.lines(session, round_)
    ours = [line for line in found if not actor.in_team(line.application.organisation_id)]
    undrafted = [line for line in ours if _to_draft(line)]
    if request.method == "POST":
        for line in undrafted:
            feedback = draft_feedback(session, application=line.application, actor=actor)
            complete_feedback(session, feedback=feedback, actor=actor)
        flash(f"Drafted feedback on {plural(len(undrafted), 'application')}.", "success")
        return redirect(f"/manage/rounds/{round_.slug}/feedback", code=303)
    stands = {line.application.id: _stand(line) for line in found}
    chosen_stand = request.args.get("show", "")
    shown = [line for line in found if chosen_stand not in STAND_LABELS or stands[line.application.id] == chosen_stand]
    return page(
        "feedback/progress.html",
        round=round_,
        lines=found,
        shown=shown,
        stands=stands,
        stand_labels=STAND_LABELS,
        counts=Counter(stands.values()),
        chosen=chosen_stand,
        undrafted=len(undrafted),
        ready=sum(1 for line in found if not lacks_of(line)),
        lacks=lacks_of,
        tasks=tasks_of_round(session, round_.id),
        outcomes=OUTCOME_LABELS,
    )


def _to_draft(line: queries.Line) -> bool:
    """Whether there is a draft to make: of all of it, or of principles that were scored since."""
    if line.application.state not in DRAFTABLE:
        return False
    if line.feedback is None:
        return True
    known = {f"{row.criterion.number}. {row.criterion.short_name}" for row in line.feedback.principles}
    return bool(set(line.unsaid) - known)


@bp.page(
    "/manage/applications/<reference>/feedback",
    methods=("GET", "POST"),
    needs=WRITE,
    load=application_to_decide,
)
def edit(application: Application) -> ResponseReturnValue:
    """Reasons and scores on the left, the text on the right; save, approve."""
    session, actor = current_session(), current_actor()
    feedback = queries.feedback_on(session, application.reference)
    if request.method == "GET":
        return _editor(application, feedback)
    if feedback is None:
        draft_feedback(session, application=application, actor=actor)
        return redirect(_address(application), code=303)
    fields = _fields(feedback)
    action = request.form.get("action")
    if action == "approve" and fields == fields_of(feedback):
        return _approve(application, feedback)
    try:
        save_feedback(session, feedback=feedback, fields=fields, revision=read_revision(request.form), actor=actor)
    except Stale:
        return _clash(application, feedback, fields)
    if action == "approve":
        return _approve(application, feedback)
    flash("Saved. Somebody else must read and approve it before it can be released.", "success")
    following = _neighbours(application).following if action == "save-next" else None
    return redirect(_address_of(following) if following else _address(application), code=303)


@bp.page("/manage/applications/<reference>/feedback/preview", needs=WRITE, load=application_to_decide)
def preview(application: Application) -> ResponseReturnValue:
    """What they will read: the applicant's own page."""
    session = current_session()
    feedback = queries.feedback_on(session, application.reference)
    letter = letter_of(session, feedback) if feedback else None
    if letter is None:
        raise NotFound
    return show(letter, preview=True)


def _stand(line: queries.Line) -> Stand:
    one = line.feedback
    return stand_of(one.state, one.edited_by_id) if one else stand_of(None, None)


def _fields(feedback: Feedback) -> dict[str, str]:
    sent = chosen(request.form, fields_of(feedback))
    return {name: normalise(sent.get(name, "")) for name in labels(principles_of(feedback))}


def _approve(application: Application, feedback: Feedback) -> ResponseReturnValue:
    missing = problems(fields_of(feedback), principles_of(feedback))
    if missing:
        keep_changes()
        return _editor(application, feedback, errors=missing)
    session, actor = current_session(), current_actor()
    if feedback.edited_by_id == actor.account_id and has_other_officer(session, actor.account_id):
        flash("Saved. You wrote this last, so ask a colleague to read it and approve it.", "important")
        return redirect(_address(application), code=303)
    approve_feedback(session, feedback=feedback, revision=feedback.revision, actor=actor)
    flash(f"Approved for {application.organisation.name}.", "success")
    following = _neighbours(application).to_approve
    return redirect(_address_of(following) if following else _round(application), code=303)


def _neighbours(application: Application) -> Neighbours:
    actor = current_actor()
    found = queries.lines(current_session(), application.round)
    ours = [line for line in found if not actor.in_team(line.application.organisation_id)]
    approvable = {
        line.application.reference
        for line in ours
        if line.feedback
        and line.feedback.state == FeedbackState.DRAFT
        and line.feedback.edited_by_id != actor.account_id
    }
    return neighbours_of(application.reference, [line.application.reference for line in ours], approvable)


def _round(application: Application) -> str:
    return f"/manage/rounds/{application.round.slug}/feedback"


def _clash(application: Application, feedback: Feedback, typed: dict[str, str]) -> ResponseReturnValue:
    current_session().refresh(feedback)
    who = feedback.edited_by.name if feedback.edited_by else "someone else"
    found = clashes(labels(principles_of(feedback)), fields_of(feedback), typed)
    address = _address(application)
    return clash_page(found, typed=typed, revision=feedback.revision, action=address, back=address, who=who)


def _editor(
    application: Application, feedback: Feedback | None, errors: list[tuple[str, str]] | None = None
) -> ResponseReturnValue:
    session = current_session()
    typed = posted() if request.method == "GET" else None
    saved = fields_of(feedback) if feedback else {}
    values = {name: typed.get(name, "") for name in saved} if typed else saved
    names = principles_of(feedback) if feedback else {}
    doubts = warnings(saved, names, queries.names_of_assessors(session, application.id))
    return page(
        "feedback/edit.html",
        application=application,
        feedback=feedback,
        draftable=application.state in DRAFTABLE,
        values=values,
        revision=read_revision(typed) if typed else feedback.revision if feedback else 0,
        judged={one.number: one for one in queries.judged(session, application)},
        bands=BANDS,
        fields_of_principle=[(field, FIELD_LABELS[field]) for field in FIELDS],
        changes=range(1, MOST_CHANGES + 1),
        most_words=MOST_WORDS,
        doubts=doubts,
        beside=_beside(application, saved),
        neighbours=_neighbours(application),
        wrote_last=feedback is not None
        and feedback.edited_by_id == current_actor().account_id
        and has_other_officer(session, current_actor().account_id),
        wrong=dict(errors or []),
        errors=errors or [],
    )


def _beside(application: Application, saved: dict[str, str]) -> dict[str, list[str]]:
    """What to look at beside each field."""
    facts = beside(current_session(), application)
    return {
        name: doubts_beside(text, people=facts.people, groups=facts.groups, elsewhere=facts.elsewhere)
        for name, text in saved.items()
    }


def _address(application: Application) -> str:
    return _address_of(application.reference)


def _address_of(reference: str) -> str:
    return f"/manage/applications/{reference}/feedback"
