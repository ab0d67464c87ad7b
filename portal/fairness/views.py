"""The fairness report of a round."""

from flask.typing import ResponseReturnValue

from portal.core.disclosure import FEWEST_SHOWN
from portal.decisions.queries.line import DISTRICTS, labels_of
from portal.decisions.rules.effects import dimensions
from portal.fairness.policy import READ_FAIRNESS
from portal.fairness.queries import asked_in, given_in, sent_in
from portal.fairness.rules.numbers import how_long, signed
from portal.fairness.rules.scoring import FEWEST_SCORES, agreements, severities
from portal.fairness.rules.spent import spent
from portal.fairness.rules.success import overall, success
from portal.funds.models import Round
from portal.funds.queries import round_by_slug
from portal.funds.states import RoundState
from portal.organisations.rules import named
from portal.web.context import current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("fairness", __name__)
DECIDED = (RoundState.DECIDED, RoundState.ANNOUNCED, RoundState.ARCHIVED)


@bp.page("/manage/rounds/<slug>/fairness", needs=READ_FAIRNESS, load=round_by_slug)
def report(round_: Round) -> ResponseReturnValue:
    """Who was funded, once every decision is signed; how assessors scored beside each other; how long they took."""
    session = current_session()
    decided = round_.state in DECIDED
    asked = asked_in(session, round_) if decided else []
    ways = dimensions(labels_of(round_, DISTRICTS), {}, named("income_bands"))
    given = given_in(session, round_.id)
    everybody, people = spent(sent_in(session, round_.id))
    return page(
        "fairness/report.html",
        round=round_,
        decided=decided,
        total=overall(asked),
        parts=[success(way, asked) for way in ways],
        severities=severities(given),
        agreements=agreements(given, [one.number for one in round_.criteria]),
        names={one.number: one.short_name for one in round_.criteria},
        everybody=everybody,
        people=people,
        how_long=how_long,
        signed=signed,
        fewest=FEWEST_SHOWN,
        fewest_scores=FEWEST_SCORES,
    )
