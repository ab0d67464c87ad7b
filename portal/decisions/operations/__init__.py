"""Recommending, sending back, signing."""

from portal.decisions.operations.recommending import recommend, send_back
from portal.decisions.operations.signing import close_decisions, sign

__all__ = ["close_decisions", "recommend", "send_back", "sign"]
