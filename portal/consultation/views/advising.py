"""Behind a consultee's link: no account, no cookie needed, nothing but what they are asked.

Opening a page changes nothing, because mail scanners open links too. Whoever knows the key may send its forms, so they
need no token of ours; the key stands in the path alone and is given to no other site.
"""

from flask import Response, redirect, request
from flask.typing import ResponseReturnValue

from portal.accounts.forms import EmailForm
from portal.consultation import queries
from portal.consultation.forms import FIELDS, DeclineForm, read_numbers, read_said
from portal.consultation.models import Advice, Consultation
from portal.consultation.operations import (
    ask_for_link,
    declare_interests,
    decline,
    finish,
    has_interest,
    save_advice,
    take_part_again,
)
from portal.consultation.operations.advising import said_of
from portal.consultation.policy import GIVE_ADVICE
from portal.consultation.queries import Opened, OpenedItem
from portal.consultation.rules import (
    MINUTES_EACH,
    MOST_ANYTHING_WORDS,
    MOST_REASON_WORDS,
    choices,
    consultee_form,
    is_over,
    live,
    missing,
    most_concern_words,
    question,
    too_long,
    undeclared,
    waiting,
)
from portal.consultation.states import AdviceState
from portal.core.clash import Stale, clashes
from portal.core.clock import now
from portal.funds.views.visitor import visitor_mark
from portal.web.clash import chosen, clash_page, read_revision
from portal.web.context import current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("advising", __name__)
STATES = {"no_view": AdviceState.NO_VIEW, "not_my_area": AdviceState.NOT_MY_AREA}
HEADLINE = ("project_name", "amount_requested")
SHORT = ("project_summary", "who_will_benefit", "districts")


@bp.after_request
def _private(response: Response) -> Response:
    """Keep the key from other sites, search engines and caches."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.page("/advice/new-link", methods=("GET", "POST"), needs=GIVE_ADVICE, by_address=True)
def new_link() -> ResponseReturnValue:
    """Ask for a new link; the answer is the same whoever asks."""
    form = EmailForm()
    if request.method == "POST" and form.validate():
        ask_for_link(current_session(), email=form.email.data, visitor=visitor_mark())
        return redirect("/advice/new-link/sent", code=303)
    return page("consultation/link.html", form=form, problem="", errors=form.summary)


@bp.page("/advice/new-link/sent", needs=GIVE_ADVICE)
def link_sent() -> ResponseReturnValue:
    """Look in your mail."""
    return page("consultation/link_sent.html")


@bp.page("/advice/<key>", methods=("GET", "POST"), needs=GIVE_ADVICE, load=queries.opened, by_address=True)
def welcome(found: Opened) -> ResponseReturnValue:
    """How much there is to do, until when, and who reads it; or why the link opens nothing."""
    if found.consultation is None:
        status = 404 if found.problem == "unknown" else 410
        return page("consultation/link.html", status=status, form=EmailForm(), problem=found.problem)
    consultation = found.consultation
    if request.method == "POST":
        take_part_again(current_session(), consultation=consultation)
        return redirect(_next(found), code=303)
    left = len(waiting(consultation))
    return page(
        "consultation/welcome.html",
        opened=found,
        consultation=consultation,
        over=is_over(consultation, now()),
        found=live(consultation),
        left=left,
        minutes=MINUTES_EACH * left,
        go_on=_next(found),
        begun=any(one.declared_at for one in consultation.advice),
    )


@bp.page("/advice/<key>/interests", methods=("GET", "POST"), needs=GIVE_ADVICE, load=queries.opened, by_address=True)
def interests(found: Opened) -> ResponseReturnValue:
    """The groups, before anything of their projects: tick those that one is linked to."""
    if _shut(found) or not (new := undeclared(found.known)):
        return _home(found)
    if request.method == "POST":
        seen, linked = read_numbers(request.form, "seen"), read_numbers(request.form, "linked")
        declare_interests(current_session(), consultation=found.known, seen=seen, linked=linked)
        return redirect(_next(found), code=303)
    return page("consultation/interests.html", opened=found, found=new)


@bp.page(
    "/advice/<key>/projects/<int:number>",
    methods=("GET", "POST"),
    needs=GIVE_ADVICE,
    load=queries.opened_item,
    by_address=True,
)
def project(found: OpenedItem) -> ResponseReturnValue:
    """One project and four questions; one tap says no view, or not my area."""
    if _shut(found.opened) or found.advice is None:
        return _home(found.opened)
    if request.method == "GET":
        return _project(found.opened, found.advice, said_of(found.advice))
    action = request.form.get("action", "")
    if action == "interest":
        said, revision = read_said(request.form), read_revision(request.form)
        return page(
            "consultation/interest.html", opened=found.opened, advice=found.advice, said=said, revision=revision
        )
    if action == "interest-yes":
        has_interest(current_session(), advice=found.advice)
        return redirect(_next(found.opened), code=303)
    return _take(found.opened, found.advice, STATES.get(action, AdviceState.ANSWERED))


@bp.page("/advice/<key>/decline", methods=("GET", "POST"), needs=GIVE_ADVICE, load=queries.opened, by_address=True)
def declining(found: Opened) -> ResponseReturnValue:
    """Give no advice on what is left, and say why."""
    if _shut(found):
        return _home(found)
    form = DeclineForm(data={"reason": found.known.decline_reason})
    if request.method == "POST" and form.validate():
        decline(current_session(), consultation=found.known, reason=form.reason.data)
        return redirect(f"/advice/{found.key}/done", code=303)
    return page("consultation/decline.html", opened=found, form=form, most=MOST_REASON_WORDS, errors=form.summary)


@bp.page("/advice/<key>/done", methods=("GET", "POST"), needs=GIVE_ADVICE, load=queries.opened, by_address=True)
def done(found: Opened) -> ResponseReturnValue:
    """What was said so far, what happens next, and the way back to change it."""
    if _shut(found):
        return _home(found)
    if request.method == "POST":
        finish(current_session(), consultation=found.known)
        return redirect(f"/advice/{found.key}/done", code=303)
    if undeclared(found.known) and found.known.declined_at is None:
        return redirect(f"/advice/{found.key}/interests", code=303)
    return page(
        "consultation/done.html",
        opened=found,
        consultation=found.known,
        found=[one for one in live(found.known) if one.declared_at],
        left=len(waiting(found.known)),
        go_on=_next(found),
    )


def _take(found: Opened, advice: Advice, state: AdviceState) -> ResponseReturnValue:
    sent = chosen(request.form, said_of(advice))
    said = read_said(sent)
    problems = missing(said) if state == AdviceState.ANSWERED else too_long(said)
    if problems:
        return _project(found, advice, said, errors=problems, revision=read_revision(sent))
    try:
        save_advice(current_session(), advice=advice, state=state, said=said, revision=read_revision(sent))
    except Stale:
        address = f"/advice/{found.key}/projects/{advice.number}"
        return clash_page(
            clashes(FIELDS, said_of(advice), said),
            typed=said,
            revision=advice.revision,
            action=address,
            back=address,
            who="you, on another page",
        )
    return redirect(_next(found, after=advice.number), code=303)


def _project(
    found: Opened,
    advice: Advice,
    said: dict[str, str],
    *,
    errors: list[tuple[str, str]] | None = None,
    revision: int | None = None,
) -> ResponseReturnValue:
    all_of_them = [one for one in live(found.known) if one.declared_at is not None]
    told = queries.reading_for_consultees(current_session(), advice.application, consultee_form()["sees"])
    return page(
        "consultation/project.html",
        opened=found,
        advice=advice,
        application=advice.application,
        place=all_of_them.index(advice) + 1,
        total=len(all_of_them),
        short=[one for one in told if one.key in SHORT],
        more=[one for one in told if one.key not in (*SHORT, *HEADLINE)],
        said=said,
        revision=advice.revision if revision is None else revision,
        needs=choices("need"),
        duplicates=choices("duplicate"),
        hint=question("concerns")["hint"],
        most_concerns=most_concern_words(),
        most_anything=MOST_ANYTHING_WORDS,
        minutes=MINUTES_EACH,
        wrong=dict(errors or []),
        errors=errors or [],
    )


def _shut(found: Opened) -> bool:
    """Whether nothing can be done behind the link; its first page says why."""
    return found.consultation is None or is_over(found.consultation, now())


def _home(found: Opened) -> ResponseReturnValue:
    return redirect(f"/advice/{found.key}", code=303)


def _next(found: Opened, *, after: int = 0) -> str:
    """Where to go on: the groups that were not looked at, the next project without an answer, the end."""
    consultation: Consultation = found.known
    if undeclared(consultation):
        return f"/advice/{found.key}/interests"
    left = waiting(consultation)
    later = [one for one in left if one.number > after] or left
    return f"/advice/{found.key}/projects/{later[0].number}" if later else f"/advice/{found.key}/done"
