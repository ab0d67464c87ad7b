"""Recommending, sending back, signing and who does it; raising the budget, promoting; scenarios and using them."""

from portal.decisions.operations.delegating import delegate_signing, withdraw_delegation
from portal.decisions.operations.promoting import promote, promotion_line
from portal.decisions.operations.proposing import propose_promotion, send_back_promotion, take_back
from portal.decisions.operations.recommending import recommend, send_back
from portal.decisions.operations.reserve import raise_budget
from portal.decisions.operations.scenarios import (
    Using,
    changes_since,
    digest_of,
    read_document,
    save_scenario,
    use_scenario,
)
from portal.decisions.operations.signing import ListChanged, close_decisions, shown_line, sign

__all__ = [
    "ListChanged",
    "Using",
    "changes_since",
    "close_decisions",
    "delegate_signing",
    "digest_of",
    "promote",
    "promotion_line",
    "propose_promotion",
    "raise_budget",
    "read_document",
    "recommend",
    "save_scenario",
    "send_back",
    "send_back_promotion",
    "shown_line",
    "sign",
    "take_back",
    "use_scenario",
    "withdraw_delegation",
]
