"""The words and numbers of the pack's form for consultees, and what may be said with them."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from portal.applications.states import ApplicationState
from portal.core.clock import from_london, london
from portal.core.text import count_words
from portal.organisations.models import ReachKind
from portal.organisations.rules import pack

PACK = "06_consultee_form.yaml"
MINUTES_EACH = 2
LINK_KEEPS = timedelta(days=14)  # after the deadline, in which a link still says what became of it
LINK_AGAIN_AFTER = timedelta(minutes=10)
MOST_ANYTHING_WORDS = 100
MOST_REASON_WORDS = 100
MOST_WHO_CHARACTERS = 200
MOST_SUMMARY_WORDS = 400
MOST_REPLY_WORDS = 200
DAYS_TO_REPLY = 7
END_OF_DAY = time(23, 59)
DISTRICT, THEME = ReachKind.DISTRICT.value, ReachKind.THEME.value
ALL_DISTRICTS = "all"
TO_ADVISE_ON = (ApplicationState.ELIGIBLE, ApplicationState.ASSESSING, ApplicationState.MODERATION)
GONE = (ApplicationState.DRAFT, ApplicationState.WITHDRAWN)
NOTHING_SAID = dict.fromkeys(("need", "duplicate", "duplicate_who", "concerns", "anything"), "")


class Kind(StrEnum):
    """What a consultee is."""

    CSP = "csp"
    THEME_LEAD = "theme_lead"
    COMMANDER = "commander"
    PRISON = "prison"
    COMMISSIONER = "commissioner"
    OTHER = "other"


KINDS = {
    Kind.CSP: "Community Safety Partnership",
    Kind.THEME_LEAD: "Theme lead",
    Kind.COMMANDER: "District Commander",
    Kind.PRISON: "Prison",
    Kind.COMMISSIONER: "Other commissioner",
    Kind.OTHER: "Other partner",
}


def consultee_form() -> dict[str, Any]:
    """The pack's form for consultees: questions, what they see, days to reply, days of reminders."""
    return dict(pack(PACK))


def question(key: str) -> dict[str, Any]:
    """One question of the pack's form."""
    return next(one for one in consultee_form()["questions_for_all"] if one["id"] == key)


def choices(key: str) -> dict[str, str]:
    """The answers to `need` or `duplicate` -> their words in the pack. Words, so that nobody adds them up."""
    names = {"4": "high", "3": "some", "2": "low", "1": "none", "0": "not_known"} if key == "need" else {}
    return {names.get(str(one["value"]), str(one["value"])): one["label"] for one in question(key)["options"]}


def most_concern_words() -> int:
    """How long what we should check may be."""
    return int(question("concerns")["max_words"])


def deadline_from(day: date) -> datetime:
    """The end of a day in London."""
    return from_london(day, END_OF_DAY)


def usual_deadline(at: datetime) -> date:
    """The day by which to answer when nobody says another."""
    return london(at).date() + timedelta(days=int(consultee_form()["days_to_reply"]))


def missing(said: Mapping[str, str]) -> list[tuple[str, str]]:
    """(field, message) of what stands against an answer to the four questions."""
    found = []
    if said["need"] not in choices("need"):
        found.append(("need", "Select if there is a need, or choose No view"))
    if said["duplicate"] not in choices("duplicate"):
        found.append(("duplicate", "Select if anyone does this already, or choose No view"))
    return found + too_long(said)


def too_long(said: Mapping[str, str]) -> list[tuple[str, str]]:
    """(field, message) of texts that are too long, whatever else is said."""
    found = []
    if len(said["duplicate_who"]) > MOST_WHO_CHARACTERS:
        found.append(("duplicate_who", f"Who does it must be {MOST_WHO_CHARACTERS} characters or fewer"))
    if over(said["concerns"], most_concern_words()):
        found.append(("concerns", f"What we should check must be {most_concern_words()} words or fewer"))
    if over(said["anything"], MOST_ANYTHING_WORDS):
        found.append(("anything", f"Anything else must be {MOST_ANYTHING_WORDS} words or fewer"))
    return found


def over(text: str, words: int) -> bool:
    """Whether a text has more than so many words, or runs them together."""
    return count_words(text) > words or len(text) > words * 20
