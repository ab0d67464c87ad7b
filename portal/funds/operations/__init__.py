"""What the office does with rounds, and what people do before they apply: follow, ask, check."""

from portal.funds.operations.asking import answer, ask, decline
from portal.funds.operations.counting import count_check
from portal.funds.operations.following import ask_to_follow, confirm, follow, stop, tell_followers
from portal.funds.operations.rounds import (
    RoundFacts,
    extend,
    form_facts,
    set_up_round,
    show_by_and_for,
    start_assessing,
)
from portal.funds.operations.visits import forget_visitors

__all__ = [
    "RoundFacts",
    "answer",
    "ask",
    "ask_to_follow",
    "confirm",
    "count_check",
    "decline",
    "extend",
    "follow",
    "forget_visitors",
    "form_facts",
    "set_up_round",
    "show_by_and_for",
    "start_assessing",
    "stop",
    "tell_followers",
]
