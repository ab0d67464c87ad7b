"""Writing together: who does what, what is said, who is here now."""

from flask import jsonify, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.access.roles import TeamRole
from portal.applications.models import Application, Comment
from portal.applications.operations import add_comment, note_open, resolve_comment, share_out
from portal.applications.policy import COMMENT, EDIT_APPLICATION
from portal.applications.queries import application_by_reference
from portal.applications.queries.together import assignees_of, colleagues, comment_of, comments_of, present_on
from portal.applications.rules.together import PRESENT_FOR, topics
from portal.applications.views.loading import StepPage, step_of_application
from portal.core.clock import now
from portal.core.text import normalise
from portal.formkit.queries import form_of
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.kept import posted
from portal.web.pages import page

bp = Guarded("together", __name__)
LONGEST_COMMENT = 2000


@bp.page(
    "/applications/<reference>/share",
    methods=("GET", "POST"),
    needs=EDIT_APPLICATION,
    load=application_by_reference,
)
def share(application: Application) -> ResponseReturnValue:
    """Who of the team does which part."""
    session = current_session()
    sections = form_of(application.response.form_version).sections
    if request.method == "POST":
        share_out(
            session,
            application=application,
            wanted={one.key: request.form.get(one.key, "") for one in sections},
            before={one.key: request.form.get(f"before-{one.key}", "") for one in sections},
            actor=current_actor(),
        )
        return redirect(f"/applications/{application.reference}", code=303)
    return page(
        "applications/share.html",
        application=application,
        sections=sections,
        done_by=assignees_of(session, application),
        people=colleagues(session, application.organisation_id, TeamRole.LEAD, TeamRole.EDITOR),
        kept=posted(),
    )


@bp.page(
    "/applications/<reference>/comments",
    methods=("GET", "POST"),
    needs=COMMENT,
    load=application_by_reference,
)
def comments(application: Application) -> ResponseReturnValue:
    """What the team and its partners said to each other, newest first."""
    typed = posted()
    text = normalise(typed.get("text", "")) if typed else ""
    about = (typed or request.args).get("about", "")[:80]
    problem = _comment_problem(text) if request.method == "POST" else None
    if request.method == "POST" and not problem:
        add_comment(current_session(), application=application, about=about, text=text, actor=current_actor())
        return redirect(f"/applications/{application.reference}/comments", code=303)
    form = form_of(application.response.form_version)
    words = dict(topics(form))
    found = comments_of(current_session(), application)
    return page(
        "applications/comments.html",
        application=application,
        comments=found,
        topics=topics(form),
        words_of=lambda comment: words.get(comment.question_key or comment.section_key, words[""]),
        about=about if about in words else "",
        text=text,
        problem=problem,
        errors=[("text", problem)] if problem else [],
    )


def _comment_problem(text: str) -> str | None:
    if not text:
        return "Enter your comment"
    over = len(text) - LONGEST_COMMENT
    return f"Comment must be {LONGEST_COMMENT:,} characters or fewer" if over > 0 else None


def comment_at(session: Session, reference: str, number: int) -> Comment | None:
    """The comment that the address names."""
    return comment_of(session, reference, number)


@bp.page("/applications/<reference>/comments/<int:number>/done", methods=("POST",), needs=COMMENT, load=comment_at)
def done(found: Comment) -> ResponseReturnValue:
    """Mark one as dealt with."""
    resolve_comment(current_session(), comment=found, actor=current_actor())
    return redirect(f"/applications/{found.application.reference}/comments", code=303)


@bp.page(
    "/applications/<reference>/tasks/<section>/<step>/open",
    methods=("POST",),
    needs=EDIT_APPLICATION,
    load=step_of_application,
)
def open_now(found: StepPage) -> ResponseReturnValue:
    """The page says that it is open; the answer is who else has it open. By script only, and no use of the sign-in."""
    session, actor = current_session(), current_actor()
    where = (found.section.key, found.step.key)
    note_open(session, application=found.application, step=where, actor=actor)
    since = now() - PRESENT_FOR
    return jsonify(here=present_on(session, found.application, where, since=since, but=actor.account_id))
