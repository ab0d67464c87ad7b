"""The applicant reads what partners said, and may reply once."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.applications.models import Application
from portal.applications.queries import application_by_reference
from portal.consultation import queries
from portal.consultation.forms import ReplyForm
from portal.consultation.operations import reply
from portal.consultation.policy import READ_SUMMARY, REPLY_TO_SUMMARY
from portal.consultation.rules import MOST_REPLY_WORDS, kinds_in_words, may_reply
from portal.core.clock import now
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("partners_said", __name__)
ADDRESS = "/applications/<reference>/what-partners-said"


@bp.page(ADDRESS, needs=READ_SUMMARY, load=application_by_reference)
def said(found: Application) -> ResponseReturnValue:
    """Who was asked by kind of body, a summary, and the reply. Nothing before it was sent."""
    return _page(found, ReplyForm())


@bp.page(ADDRESS, methods=("POST",), needs=REPLY_TO_SUMMARY, load=application_by_reference)
def replying(found: Application) -> ResponseReturnValue:
    """Send the reply, once."""
    form = ReplyForm()
    if not form.validate():
        return _page(found, form)
    reply(current_session(), application=found, words=form.words.data, actor=current_actor())
    flash("Your reply is sent. It is read beside what partners said.", "success")
    return redirect(request.path, code=303)


def _page(found: Application, form: ReplyForm) -> ResponseReturnValue:
    shown = queries.said_to_applicant(current_session(), found)
    summary = shown.summary if shown else None
    return page(
        "consultation/said.html",
        application=found,
        summary=summary,
        asked=kinds_in_words(summary.kinds) if summary else [],
        open=summary is not None and may_reply(summary, now()),
        form=form,
        most=MOST_REPLY_WORDS,
        errors=form.summary,
    )
