"""What the money depends on: a few short lines, one condition a line. Text in, verdicts out."""

from portal.core.text import count_words, one_line

MOST_CONDITIONS = 10
MOST_CONDITION_WORDS = 40
LONGEST_CONDITION = 400  # characters: what is longer is no prose


def conditions_of(text: str) -> list[str]:
    """The conditions of a text, each on one line; empty lines are left out."""
    return [line for line in (one_line(piece) for piece in text.split("\n")) if line]


def settled_conditions(text: str) -> str:
    """The same conditions as they are stored: one a line, nothing between."""
    return "\n".join(conditions_of(text))


def condition_problems(text: str) -> list[tuple[str, str]]:
    """(field, message) of the first thing that is wrong with conditions; nothing when they may stand."""
    found = conditions_of(text)
    if len(found) > MOST_CONDITIONS:
        return [("conditions", f"Enter {MOST_CONDITIONS} conditions or fewer. There are {len(found):,}")]
    for number, line in enumerate(found, 1):
        if count_words(line) > MOST_CONDITION_WORDS or len(line) > LONGEST_CONDITION:
            return [("conditions", f"Condition {number} must be {MOST_CONDITION_WORDS} words or fewer")]
    return []
