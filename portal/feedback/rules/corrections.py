"""Correcting feedback that was released: what differs from one text to the next. No session."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from portal.core.clash import Clash, clashes
from portal.core.text import count_words

MOST_WRONG_WORDS = 60  # the group reads it at the top of its feedback


def wrong_problem(text: str) -> str | None:
    """Why this does not say to the group what was wrong, or None."""
    if not text.strip():
        return "Enter what was wrong"
    over = count_words(text) > MOST_WRONG_WORDS or len(text) > MOST_WRONG_WORDS * 20  # what is longer is no prose
    return f"What was wrong must be {MOST_WRONG_WORDS} words or fewer" if over else None


def texts_by_step(
    old: Sequence[Mapping[str, str]], now: Mapping[str, str]
) -> list[tuple[dict[str, str], dict[str, str]]]:
    """Each replaced text beside the one that came after it; `old` and the result begin with the oldest."""
    texts = [*(dict(one) for one in old), dict(now)]
    return list(pairwise(texts))


def differences(before: Mapping[str, str], after: Mapping[str, str], labels: Mapping[str, str]) -> list[Clash]:
    """The texts that differ: `saved` is what stood there, `typed` what stands there since."""
    return clashes(labels, before, after)


def touched(before: Mapping[str, str], after: Mapping[str, str], number: int) -> bool:
    """Whether the words on one principle differ."""
    ours = {name for name in {*before, *after} if name.endswith(f"-{number}") and not name.startswith("change-")}
    return any(before.get(name, "") != after.get(name, "") for name in ours)
