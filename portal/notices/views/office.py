"""Officers send notices: written, read once more with who gets it, sent."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.core.clock import today
from portal.core.dates import deadline_words
from portal.core.paging import page_number
from portal.funds.models import Round
from portal.funds.queries import round_by_slug
from portal.notices import queries
from portal.notices.forms import NoticeForm, reach_in
from portal.notices.operations import send_notice
from portal.notices.policy import SEND_NOTICES
from portal.notices.rules import Often
from portal.organisations.rules import named
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("notices_office", __name__)


@bp.page("/manage/notices", needs=SEND_NOTICES)
def sent() -> ResponseReturnValue:
    """What was sent, newest first, and how many hear it how."""
    session = current_session()
    paging = page_number(request.args.get("page"), queries.count_notices(session))
    counts = queries.count_by_choice(session, today())
    return page(
        "notices/sent.html",
        notices=queries.notices(session, paging),
        paging=paging,
        at_once=counts.get(Often.AT_ONCE, 0),
        weekly=counts.get(Often.WEEKLY, 0),
        names=named("districts") | named("themes"),
    )


@bp.page("/manage/notices/new", needs=SEND_NOTICES, methods=("GET", "POST"))
def writing() -> ResponseReturnValue:
    """Write a notice; read it once more before it goes."""
    session, form = current_session(), NoticeForm(data=_about(request.args.get("round", "")))
    round_ = round_by_slug(session, form.round.data) if form.round.data else None
    if request.method != "POST" or not form.validate():
        return page("notices/write.html", form=form, round=round_, errors=form.summary)
    if request.form.get("action") == "send":
        send_notice(
            session,
            title=form.title.data,
            words=form.words.data,
            reach=reach_in(form),
            round_=round_,
            actor=current_actor(),
        )
        flash("Members read it now. Mails go in a few minutes.", "success")
        return redirect("/manage/notices", code=303)
    if request.form.get("action") == "change":
        return page("notices/write.html", form=form, round=round_, errors=[])
    counts = queries.count_by_choice(session, today())
    kept = [(name, value) for name, value in request.form.items(multi=True) if name not in ("csrf_token", "action")]
    names = named("districts") | named("themes")
    chosen = [names[value] for _kind, value in sorted(reach_in(form))]
    return page("notices/confirm.html", form=form, round=round_, counts=counts, kept=kept, chosen=chosen)


def _about(slug: str) -> dict[str, str]:
    """The first words of a notice about a round; nothing when there is no such round."""
    found: Round | None = round_by_slug(current_session(), slug) if slug else None
    if found is None:
        return {}
    words = f"It opens at {deadline_words(found.opens_at)} and closes at {deadline_words(found.closes_at)}."
    return {"title": f"{found.name}: an early word to members", "words": words, "round": found.slug}
