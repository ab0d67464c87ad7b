"""What is recommended, tried out, signed and put on record, and promoted from the reserve list."""

from portal.decisions.models.deciding import OUTCOME_LABELS, Decision, Outcome, Recommendation
from portal.decisions.models.notices import Capacity, DecisionNotice, Delegation, NoticeCount, NoticeLine
from portal.decisions.models.promotions import Promotion, PromotionProposal
from portal.decisions.models.scenarios import Scenario

__all__ = [
    "OUTCOME_LABELS",
    "Capacity",
    "Decision",
    "DecisionNotice",
    "Delegation",
    "NoticeCount",
    "NoticeLine",
    "Outcome",
    "Promotion",
    "PromotionProposal",
    "Recommendation",
    "Scenario",
]
