"""The whole feedback in a few short sentences, for the top of the page. No session."""

from collections.abc import Sequence

from portal.core.text import in_words
from portal.decisions.models import Outcome

MOST_NAMED = 3
_FIRST = {
    Outcome.FUND: "Yes. We will fund your project.",
    Outcome.PART_FUND: "Yes, in part. We will fund some of your project.",
    Outcome.RESERVE: "Not yet. Your project was good enough, but the money ran out.",
    Outcome.NOT_FUNDED: "We cannot fund this project from this round. That is not a no to your group.",
}
_LAST = {
    Outcome.FUND: "You do not need to do anything about this feedback. It is here to help your project.",
    Outcome.PART_FUND: "Tell us if you can run your project with this amount.",
    Outcome.RESERVE: "We will write to you if money becomes free.",
    Outcome.NOT_FUNDED: "You can apply again, and we would like to help you to.",
}


def in_short(outcome: str, strong: Sequence[str], weak: Sequence[str]) -> list[str]:
    """Three to five short sentences. `strong` and `weak` are short names of principles, the most telling first.

    What went well comes before what to change, and is left out only where no principle was a strength.
    """
    chosen = Outcome(outcome)
    found = [_FIRST[chosen]]
    if strong:
        found.append(f"You did well on: {_named(strong)}.")
    if weak:
        found.append(f"More work here would help you most: {_named(weak)}.")
    return [*found, _LAST[chosen], "You can talk to us about it. A call is free and takes 20 minutes."]


def _named(names: Sequence[str]) -> str:
    return in_words([name[:1].lower() + name[1:] for name in names[:MOST_NAMED]])
