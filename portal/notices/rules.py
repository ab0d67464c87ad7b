"""Pure judgements about notices: whom one is for, and when the weekly mail goes."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from enum import StrEnum

from portal.core.clock import from_london, london
from portal.organisations.models import ReachKind
from portal.organisations.rules import Reaches, meets

LONGEST_TITLE = 120
MOST_WORDS = 300
WEEKLY_DAY, WEEKLY_AT = 0, time(8)  # Monday at eight, London's clock
SAME_WITHIN = timedelta(hours=1)  # the same words sent again are a second press
TOLD_FOR = timedelta(days=14)  # what a worker that was away still tells


class Often(StrEnum):
    """How often somebody wants mail."""

    NONE = "none"
    WEEKLY = "weekly"
    AT_ONCE = "at_once"


OFTEN_LABELS = {
    Often.NONE: "Never. I read them here when I want to",
    Often.WEEKLY: "Once a week, on Monday morning, if there is something new",
    Often.AT_ONCE: "At once, each by itself",
}


def concerns(notice: Reaches, wanted: Reaches) -> bool:
    """Whether a notice is for somebody who wants these areas and themes; naming none of a kind means all of it."""
    return all(
        meets([value for one, value in notice if one == kind], [value for one, value in wanted if one == kind])
        for kind in (ReachKind.DISTRICT, ReachKind.THEME)
    )


def weekly_moment(at: datetime) -> datetime:
    """The newest Monday at eight in London that is not after `at`, in UTC; right across both changes of the clock."""
    day = london(at).date()
    monday = day - timedelta(days=(day.weekday() - WEEKLY_DAY) % 7)
    moment = from_london(monday, WEEKLY_AT)
    return moment if moment <= at else from_london(monday - timedelta(days=7), WEEKLY_AT)


def wish_of(answers: Mapping[str, object]) -> Often:
    """What a registration form asked for, also in the words of its first version, where mail meant at once."""
    chosen = answers.get("alerts")
    if chosen == Often.WEEKLY:
        return Often.WEEKLY
    at_once = chosen == Often.AT_ONCE or (isinstance(chosen, list) and "email" in chosen)
    return Often.AT_ONCE if at_once else Often.NONE
