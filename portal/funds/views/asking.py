"""Questions that people asked about a round, and asking one."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.core.clock import now
from portal.funds.forms import LONGEST_QUESTION_WORDS, AskForm
from portal.funds.models import Round
from portal.funds.operations import ask
from portal.funds.policy import ASK_QUESTION, READ_FUNDS
from portal.funds.queries import answered_questions, public_round
from portal.funds.rules import questions_until, refuse_unless_taking_questions, takes_questions
from portal.funds.views.visitor import visitor_mark
from portal.web.context import current_actor, current_session, from_slot
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("asking", __name__)


@bp.page("/funds/<slug>/asked", needs=READ_FUNDS, load=public_round)
def asked(found: Round) -> ResponseReturnValue:
    """Every answered question. Nobody sees who asked."""
    return page(
        "funds/asked.html",
        round=found,
        answers=answered_questions(current_session(), found.id),
        about_feedback=from_slot("fund:about-feedback", current_session(), found.fund_id),
        asking=takes_questions(found, now()),
        ask_until=questions_until(found),
    )


@bp.page("/funds/<slug>/ask", methods=("GET", "POST"), needs=ASK_QUESTION, load=public_round)
def ask_question(found: Round) -> ResponseReturnValue:
    """Ask until the cut-off."""
    actor = current_actor()
    form = AskForm(signed_in=actor.account_id is not None)
    if request.method == "POST" and form.validate():
        ask(
            current_session(),
            round_=found,
            email=actor.email or form.email.data,
            text=form.question.data,
            visitor=visitor_mark(),
            actor=actor,
        )
        flash("We have your question. We send the answer to your email address.", "success")
        return redirect(f"/funds/{found.slug}/asked", code=303)
    refuse_unless_taking_questions(found, now())
    return page(
        "funds/ask.html",
        round=found,
        form=form,
        most_words=LONGEST_QUESTION_WORDS,
        ask_until=questions_until(found),
        errors=form.summary,
    )
