"""Someone without an account who follows the fund and has asked about its open round."""

from datetime import timedelta

from sqlalchemy.orm import Session

from portal.access.actor import ANONYMOUS
from portal.core.clock import as_of, now
from portal.funds.operations import ask, ask_to_follow, confirm
from portal.funds.queries import follower_of, public_round

KIT = "kit@workshop.example.org"
KIT_ASKS = "Kit here from Workshop 9. May we pay for a van?"


def build(session: Session) -> None:
    """Kit followed before the open round began, and asked yesterday."""
    round_ = public_round(session, "safer-communities-open")
    assert round_ is not None
    with as_of(now() - timedelta(days=40)):
        ask_to_follow(session, fund=round_.fund, email=KIT, visitor="kit")
        follower = follower_of(session, round_.fund_id, KIT)
        assert follower is not None
        follower.key = "follow-key-of-kit"
        session.flush()
        confirm(session, follower=follower)
    with as_of(now() - timedelta(days=1)):
        question = ask(session, round_=round_, email=KIT, text=KIT_ASKS, visitor="kit", actor=ANONYMOUS)
        question.reference = "Q-KTASKS"
    session.flush()
