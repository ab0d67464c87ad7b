"""Find a fund: the list, the page of one, its dates as a calendar, and the list for other websites."""

from flask import Response, jsonify, make_response
from flask.typing import ResponseReturnValue

from portal.core.clock import now
from portal.formkit.journey import effort_of
from portal.formkit.queries import form_of
from portal.funds import pack
from portal.funds.calendar import calendar_of
from portal.funds.eligibility import questions_of
from portal.funds.models import Follower, Round
from portal.funds.open_data import open_funds
from portal.funds.policy import READ_FUNDS
from portal.funds.queries import (
    answered_questions,
    delays_of,
    follower_of,
    next_round,
    outages_of,
    public_round,
    rounds_to_show,
)
from portal.funds.rules import (
    Phase,
    closing_words,
    is_announced,
    is_closing_soon,
    phase,
    questions_until,
    takes_questions,
)
from portal.web.context import current_actor, current_portal, current_session, from_slot
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("funds", __name__)
MOST_SHOWN_ANSWERS = 3
KEPT_SECONDS = 300


@bp.page("/funds", needs=READ_FUNDS)
def funds() -> ResponseReturnValue:
    """Every round, by what it is to the public now."""
    at = now()
    rounds = [(phase(one, at), one) for one in rounds_to_show(current_session())]
    groups = [
        (name, [one for of, one in rounds if of == name]) for name in (Phase.OPEN, Phase.FORTHCOMING, Phase.CLOSED)
    ]
    return page(
        "funds/funds.html",
        groups=groups,
        closing_words=closing_words,
        closing_soon=lambda r: is_closing_soon(r, at),
        announced=is_announced,
    )


@bp.page("/funds.json", needs=READ_FUNDS)
def funds_as_data() -> ResponseReturnValue:
    """What is open and what opens soon, for other websites."""
    found = open_funds(rounds_to_show(current_session()), now(), current_portal().settings.base_url)
    response = make_response(jsonify(found))
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response


@bp.page("/funds/<slug>", needs=READ_FUNDS, load=public_round)
def fund(found: Round) -> ResponseReturnValue:
    """What a round is for, who can apply, how much, when, how it is decided, and how earlier rounds came out."""
    session, at = current_session(), now()
    past = from_slot("fund:past-rounds", session, found.fund_id)
    answers = answered_questions(session, found.id)
    return page(
        "funds/fund.html",
        round=found,
        phase=phase(found, at),
        closes=closing_words(found),
        effort=effort_of(form_of(found.form_version)),
        not_funded=_not_funded(found),
        results=next((one for one in past if one.slug == found.slug and is_announced(found)), None),
        odds=from_slot("fund:odds", session, found.fund_id),
        earlier=[one for one in past if one.closes_at < found.closes_at],
        next_round=next_round(session, found),
        answers=answers[:MOST_SHOWN_ANSWERS],
        answered=len(answers),
        about_feedback=len(from_slot("fund:about-feedback", session, found.fund_id)),
        asking=takes_questions(found, at),
        ask_until=questions_until(found),
        follower=_my_following(found),
        outages=outages_of(session, found),
        delays=delays_of(session, found),
    )


def _my_following(found: Round) -> Follower | None:
    """The reader's own row when they are signed in and get mail about this fund."""
    actor = current_actor()
    mine = follower_of(current_session(), found.fund_id, actor.email) if actor.account_id is not None else None
    return mine if mine and mine.confirmed_at else None


def _not_funded(found: Round) -> list[str]:
    """What the eligibility check says that no money is for."""
    questions = {question["key"]: question for question in questions_of(found.content)}
    options = questions.get("elig_not_fund", {}).get("options", [])
    return [option["label"] for option in options if option["value"] != "none"]


@bp.page("/funds/<slug>/principles", needs=READ_FUNDS, load=public_round)
def principles(found: Round) -> ResponseReturnValue:
    """The eight principles word for word, and what each score means."""
    scoring = pack.read("01_commissioning_principles.yaml")
    return page(
        "funds/principles.html", round=found, scale=scoring["scoring"]["general_scale"], source=scoring["source"]
    )


@bp.page("/funds/<slug>/dates.ics", needs=READ_FUNDS, load=public_round)
def dates(found: Round) -> ResponseReturnValue:
    """The dates for a calendar."""
    response = Response(calendar_of(found, current_portal().settings.base_url), mimetype="text/calendar")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.slug}.ics"'
    return response
