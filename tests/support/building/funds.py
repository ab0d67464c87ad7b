"""Rounds of the Safer Communities Fund, dated from the clock."""

from datetime import timedelta

from sqlalchemy.orm import Session

from portal.access.actor import SYSTEM
from portal.core.clock import london, now
from portal.funds.models import Round
from portal.funds.operations import RoundFacts, set_up_round


def facts(slug: str, year: int, opens_in_days: int, closes_in_days: int) -> RoundFacts:
    """A round with limits and a budget like the real ones, dated from now."""
    at = now().replace(microsecond=0)
    closes = at + timedelta(days=closes_in_days)
    starts = london(closes + timedelta(days=90)).date()
    return RoundFacts(
        slug=slug,
        name=f"Safer Communities Fund {year}",
        year=year,
        opens_at=at + timedelta(days=opens_in_days),
        closes_at=closes,
        grant_starts_on=starts,
        grant_ends_on=starts + timedelta(days=545),
        min_pence=300_100,
        max_pence=7_500_000,
        budget_pence=60_000_000,
        decision_on=london(closes + timedelta(days=60)).date(),
    )


def set_up(session: Session, slug: str, year: int, opens_in_days: int, closes_in_days: int) -> Round:
    """A published round."""
    wanted = facts(slug, year, opens_in_days, closes_in_days)
    return set_up_round(session, form_key="safer_communities_fund", code="SCF", facts=wanted, actor=SYSTEM)
