"""What somebody who waits for a decision is told about the day: when they hear, who has it, what comes next.

Like the way of an application it goes by the round alone, so that nothing differs between those who will be funded and
those who will not.
"""

from dataclasses import dataclass
from datetime import date

from portal.applications.models import Application
from portal.applications.rules.standing import told_early, way_of
from portal.applications.states import ApplicationState
from portal.core.dates import weekday_words
from portal.core.text import plural
from portal.funds.models import Round
from portal.funds.rules import first_promise, is_announced

_NOT_WAITING = (ApplicationState.DRAFT, ApplicationState.WITHDRAWN)


@dataclass(frozen=True)
class Promise:
    """When they will hear, in a sentence; that we said another day first, or nothing; who has it now and what is next.

    `late` is whether the day has passed and no new one was set.
    """

    words: str
    first: str
    late: bool
    who: str
    then: str

    @property
    def line(self) -> str:
        """Day and first day together, for a list."""
        return f"{self.words} {self.first}".strip()


def promise_to(application: Application, today: date) -> Promise | None:
    """What is promised to those who wait for this application; None when nobody waits."""
    if application.state in _NOT_WAITING or application.submitted_at is None or is_announced(application.round):
        return None
    if told_early(application):
        return None
    way = way_of(application)
    here = next(i for i, stop in enumerate(way) if stop.status == "now")
    coming = way[here + 1] if here + 1 < len(way) else None
    return Promise(
        words=when_words(application.round, today),
        first=_first_words(application.round),
        late=is_late(application.round, today),
        who=way[here].who,
        then=f"{coming.name}. {coming.who}" if coming else "",
    )


def is_late(round_: Round, today: date) -> bool:
    """Whether the newest promised day has passed and the round is not announced. The day itself is in time."""
    return today > round_.decision_on and not is_announced(round_)


def when_words(round_: Round, today: date) -> str:
    """`You will hear by Friday 4 December 2026, in 6 days.`; plainly that we are late when the day has passed."""
    day, left = weekday_words(round_.decision_on), (round_.decision_on - today).days
    if left < 0:
        late = plural(-left, "day")
        return f"We said you would hear by {day}. We are {late} late, and we are sorry. We have not set a new day yet."
    near = {0: "That is today", 1: "That is tomorrow"}
    return f"You will hear by {day}. {near[left]}." if left in near else f"You will hear by {day}, in {left} days."


def _first_words(round_: Round) -> str:
    first = first_promise(round_)
    return f"We first said {weekday_words(first)}." if first < round_.decision_on else ""
