"""The words that we avoid, each with what to say instead: the checks warn by this list and the guide prints it."""

import re
from dataclasses import dataclass

FEWEST_WORDS = 5
LONG_SENTENCE = 35
MOST_WORDS = 120


@dataclass(frozen=True)
class Avoided:
    """`pattern` finds it, `said` is how the guide names it, `instead` what to write, with the reason."""

    pattern: str
    said: str
    instead: str
    why: str

    @property
    def advice(self) -> str:
        """What the check says."""
        return f"{self.instead} instead of “{self.said}”"


AVOIDED = (
    Avoided(
        r"\breject(ed|ion|ing|s)?\b",
        "rejected",
        "Say “not funded this time”",
        "We turn down one application, never a group.",
    ),
    Avoided(r"\bunsuccessful\b", "unsuccessful", "Say “not funded this time”", "It sounds like a mark at school."),
    Avoided(r"\bfail(ed|ure|s|ing)?\b", "failed", "Say what was missing", "Nobody learns from the word."),
    Avoided(r"\bweak(er|est|ness|nesses)?\b", "weak", "Say what to add", "It hurts, and does not say what to do."),
    Avoided(r"\bN/?A\b", "N/A", "Write a sentence", "The reader cannot tell what it means."),
    Avoided(r"\bthe applicants?\b", "the applicant", "Say “you”", "You write to people, not about them."),
    Avoided(r"\bsee (the |our |my )?e-?mail\b", "see email", "Say it here", "They may never have had that email."),
)


def advice_on(text: str) -> list[str]:
    """What to say instead, for each word of the list that stands in a text."""
    return [one.advice for one in AVOIDED if re.search(one.pattern, text, re.IGNORECASE)]
