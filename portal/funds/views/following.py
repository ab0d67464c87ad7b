"""Follow a fund by mail: one press when signed in, a confirmed address otherwise; one press in any mail stops it."""

from flask import flash, redirect, request, session
from flask.typing import ResponseReturnValue

from portal.access.permission import PUBLIC
from portal.accounts.forms import EmailForm
from portal.core.clock import now
from portal.funds.models import Follower, Round
from portal.funds.operations import ask_to_follow, confirm, follow, stop
from portal.funds.policy import FOLLOW_FUND
from portal.funds.queries import follower_by_key, public_round
from portal.funds.rules import following
from portal.funds.views.visitor import visitor_mark
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("following", __name__)
ASKED = "follow_asked_for"


@bp.page("/funds/<slug>/follow", methods=("GET", "POST"), needs=FOLLOW_FUND, load=public_round)
def follow_fund(found: Round) -> ResponseReturnValue:
    """Ask for mail about a fund; the answer is the same whether or not the address is known."""
    actor = current_actor()
    if request.method == "POST" and actor.account_id is not None:
        follow(current_session(), fund=found.fund, actor=actor)
        flash(f"We email you about the {found.fund.title} from now on.", "success")
        return redirect(f"/funds/{found.slug}", code=303)
    form = EmailForm()
    if request.method == "POST" and form.validate():
        ask_to_follow(current_session(), fund=found.fund, email=form.email.data, visitor=visitor_mark())
        session[ASKED] = form.email.data
        return redirect(f"/funds/{found.slug}/follow/sent", code=303)
    return page("funds/follow.html", round=found, form=form, errors=form.summary)


@bp.page("/funds/<slug>/follow/sent", needs=FOLLOW_FUND, load=public_round)
def follow_sent(found: Round) -> ResponseReturnValue:
    """Check your email."""
    return page("funds/follow_sent.html", round=found, email=session.get(ASKED))


@bp.page("/follow/<key>", methods=("GET", "POST"), needs=PUBLIC, load=follower_by_key)
def confirm_following(found: Follower) -> ResponseReturnValue:
    """The link that confirms an address. Opening it changes nothing, because mail scanners open links too."""
    if request.method == "POST":
        confirm(current_session(), follower=found)
        return redirect(f"/follow/{found.key}", code=303)
    return _standing(found)


@bp.page("/follow/<key>/stop", methods=("GET", "POST"), needs=PUBLIC, load=follower_by_key, by_address=True)
def stop_following(found: Follower) -> ResponseReturnValue:
    """The link of every mail that stops them. Mail programs press its button themselves, and follow no redirect."""
    if request.method == "POST":
        stop(current_session(), follower=found)
        if "List-Unsubscribe" in request.form:
            return _standing(found)
        return redirect(f"/follow/{found.key}/stop", code=303)
    return _standing(found, stopping=True)


def _standing(found: Follower, *, stopping: bool = False) -> ResponseReturnValue:
    return page("funds/following.html", follower=found, state=following(found, now()), stopping=stopping)
