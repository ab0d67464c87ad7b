"""Hints that a project may be sent or paid twice, from facts about other applications; never a verdict."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.core.dates import date_words

KINDS = {
    "same-group": "The same group has another application",
    "double": "It may be the same group under another entry",
    "partner": "The group is a partner in another bid",
    "our-partner": "A partner in this bid has its own application",
    "title": "Another project has almost the same title",
    "earlier-grant": "The group has a grant for the same time",
}
SIMILAR = 0.75  # of the words of two titles that are the same
FEWEST_WORDS = 2  # a title of one word says too little
_SMALL_WORDS = frozenset({"a", "an", "and", "at", "for", "in", "of", "on", "our", "project", "the", "to", "with"})


@dataclass(frozen=True)
class Hint:
    """One reason to look at another application beside this one."""

    kind: str
    other: Application
    why: str

    @property
    def key(self) -> tuple[str, str]:
        """By what it is known when it is set aside."""
        return self.kind, self.other.reference


def title_words(title: str) -> frozenset[str]:
    """The words of a title that say something, in lower case and without plural s."""
    words = re.findall(r"[^\W_]+", title.casefold())
    return frozenset(word.removesuffix("s") if len(word) > 3 else word for word in words) - _SMALL_WORDS


def alike(one: str, other: str) -> bool:
    """Whether two titles say almost the same."""
    mine, theirs = title_words(one), title_words(other)
    if min(len(mine), len(theirs)) < FEWEST_WORDS:
        return False
    return len(mine & theirs) / len(mine | theirs) >= SIMILAR


def titles_alike(application: Application, others: Iterable[Application]) -> list[Hint]:
    """Other projects of the round whose title is almost the same."""
    found = [one for one in others if one.id != application.id and alike(application.title, one.title)]
    return [Hint("title", one, f"“{one.title}” by {one.organisation.name}.") for one in found]


def days_of(answers: Mapping[str, Any]) -> tuple[date, date] | None:
    """From when to when a project runs, by its answers; None when they do not say."""
    dates = answers.get("project_dates")
    if not isinstance(dates, Mapping):
        return None
    try:
        return date.fromisoformat(str(dates.get("start"))), date.fromisoformat(str(dates.get("end")))
    except ValueError:
        return None


def of_the_group(
    application: Application, others: Iterable[Application], answers: Mapping[int, Mapping[str, Any]]
) -> list[Hint]:
    """Hints from the other applications of the same group: open ones, and grants that run at the same time.

    `answers` are those of each application by its response's id. A grant whose dates nobody knows is told too.
    """
    found = []
    mine = days_of(answers.get(application.response_id, {}))
    for one in others:
        if one.round.announced_at is None:
            found.append(Hint("same-group", one, f"“{one.title}” in {one.round.name}."))
        elif one.state == ApplicationState.APPROVED:
            theirs = days_of(answers.get(one.response_id, {}))
            if mine is None or theirs is None:
                found.append(Hint("earlier-grant", one, f"“{one.title}” in {one.round.name}; its dates are not known."))
            elif mine[0] <= theirs[1] and theirs[0] <= mine[1]:
                when = f"{date_words(theirs[0])} to {date_words(theirs[1])}"
                found.append(Hint("earlier-grant", one, f"“{one.title}” in {one.round.name}, {when}."))
    return found
