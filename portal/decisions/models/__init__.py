"""What is recommended, tried out, signed, and promoted from the reserve list."""

from portal.decisions.models.deciding import OUTCOME_LABELS, Decision, Outcome, Recommendation
from portal.decisions.models.promotions import Promotion, PromotionProposal
from portal.decisions.models.scenarios import Scenario

__all__ = [
    "OUTCOME_LABELS",
    "Decision",
    "Outcome",
    "Promotion",
    "PromotionProposal",
    "Recommendation",
    "Scenario",
]
