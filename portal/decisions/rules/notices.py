"""The decision notice: its number, its grounds, and the document that is bound. Facts in, words out."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from portal.core.text import count_words
from portal.decisions.models import Capacity
from portal.decisions.rules import PAID
from portal.decisions.rules.signing import Shown
from portal.decisions.wording import Power, powers

MOST_GROUNDS_WORDS = 150
_MOST_CHARACTERS = MOST_GROUNDS_WORDS * 20  # what is longer is no prose


@dataclass(frozen=True)
class Grounds:
    """The statutory power (a key of the pack) under which somebody signs, and their reasons in their own words."""

    power: str
    reasons: str


NO_GROUNDS = Grounds("", "")


def notice_reference(year: int, number: int) -> str:
    """`FN-2026-014`."""
    return f"FN-{year}-{number:03d}"


def funds_any(lines: Iterable[Shown]) -> bool:
    """Whether a list gives money to anybody, so that grounds are needed."""
    return any(line.outcome in PAID for line in lines)


def settled_grounds(grounds: Grounds, lines: Iterable[Shown]) -> Grounds:
    """The same grounds, or none where nothing is funded."""
    return grounds if funds_any(lines) else NO_GROUNDS


def grounds_problems(grounds: Grounds, *, funded: bool) -> list[tuple[str, str]]:
    """(field, message) of what is wrong with the grounds, in the order of the form; nothing where nothing is funded."""
    if not funded:
        return []
    found = []
    if grounds.power not in powers():
        found.append(("power", "Choose the power that you sign under"))
    over = count_words(grounds.reasons) - MOST_GROUNDS_WORDS
    if not grounds.reasons.strip():
        found.append(("reasons", "Enter your reasons for these grants"))
    elif over > 0 or len(grounds.reasons) > _MOST_CHARACTERS:
        found.append(("reasons", f"Your reasons must be {MOST_GROUNDS_WORDS} words or fewer"))
    return found


def power_of(grounds: Grounds) -> Power | None:
    """The power of the pack; None where nothing is funded."""
    return powers().get(grounds.power)


def document_of(
    lines: Iterable[Shown], grounds: Grounds, *, reference: str, signer: str, capacity: Capacity, why: str
) -> str:
    """All that a signature binds, as canonical JSON: `why` is the reason of the delegation, empty for none."""
    rows = [asdict(line) for line in sorted(lines, key=lambda line: line.reference)]
    facts = {
        "notice": reference,
        "lines": rows,
        "power": grounds.power,
        "reasons": grounds.reasons,
        "signer": signer,
        "capacity": capacity.value,
        "delegation": why,
    }
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
