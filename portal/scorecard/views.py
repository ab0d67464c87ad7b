"""The odds of a fund, the score card, and what stands behind each of its figures."""

from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.core.disclosure import FEWEST_SHOWN
from portal.funds.models import Fund
from portal.scorecard import queries
from portal.scorecard.policy import READ_FIGURES
from portal.scorecard.rules.card import Measured, card
from portal.scorecard.wording import SOURCE
from portal.web.context import current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("scorecard", __name__)


@bp.page("/odds/<slug>", needs=READ_FIGURES, load=queries.public_fund)
def odds(found: Fund) -> ResponseReturnValue:
    """How each announced round of a fund came out."""
    rounds = queries.odds_in(current_session(), found.id)
    return page("scorecard/odds.html", fund=found, rounds=rounds, fewest=FEWEST_SHOWN)


@bp.page("/score-card", needs=READ_FIGURES)
def score_card() -> ResponseReturnValue:
    """The eight commitments, each with its figure or why there is none."""
    session = current_session()
    found = queries.counted(session)
    funds = queries.funds_with_odds(session)
    return page("scorecard/card.html", card=card(found), past=bool(found.rounds), funds=funds, source=SOURCE)


def _measured(session: Session, key: str) -> Measured | None:
    """A commitment that has a figure."""
    found = queries.counted(session)
    return next((one for one in card(found) if one.commitment.key == key and one.figure and found.rounds), None)


@bp.page("/score-card/<key>", needs=READ_FIGURES, load=_measured)
def figure(found: Measured) -> ResponseReturnValue:
    """What a figure counts: definition, formula, from when to when, and its rows."""
    return page("scorecard/figure.html", one=found, source=SOURCE)
