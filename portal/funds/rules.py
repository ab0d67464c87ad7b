"""Judgements about rounds. Whether one is open is read off the clock; no timer can be late."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.core.clock import from_london, london
from portal.core.dates import deadline_words
from portal.core.refusal import Refused
from portal.funds.models import Follower, Round
from portal.funds.states import RoundState

# The published rule for pages in flight: who had the page to send open before the closing time may still press.
GRACE = timedelta(minutes=5)
CLOSING_SOON = timedelta(days=7)
QUESTION_DAYS = 7
LINK_LIFETIME = timedelta(days=7)
MAIL_AGAIN_AFTER = timedelta(minutes=10)
SPELL = timedelta(hours=1)
MOST_IN_A_SPELL = {
    "follow": 40,
    "ask": 10,
    "check": 120,
    "advice-link": 10,
}  # a workshop in a library comes from one address
RUNNING = (RoundState.PUBLISHED,)


class Phase(StrEnum):
    """What a round is to the public at an instant."""

    HIDDEN = "hidden"
    FORTHCOMING = "Opening soon"
    OPEN = "Open"
    CLOSED = "Closed"


def phase(round_: Round, at: datetime) -> Phase:
    """Open from `opens_at` up to and including the last second before `closes_at`."""
    if round_.state in (RoundState.DRAFTING, RoundState.CANCELLED):
        return Phase.HIDDEN
    if at < round_.opens_at:
        return Phase.FORTHCOMING
    return Phase.OPEN if at < round_.closes_at and round_.state in RUNNING else Phase.CLOSED


def is_open(round_: Round, at: datetime) -> bool:
    """Whether applications may be sent at `at`: strictly before the closing instant, on the server's clock."""
    return phase(round_, at) == Phase.OPEN


def is_closing_soon(round_: Round, at: datetime) -> bool:
    """Whether it closes within a week."""
    return is_open(round_, at) and round_.closes_at - at <= CLOSING_SOON


def in_time(closes_at: datetime, at: datetime, opened_at: datetime | None = None) -> bool:
    """Whether something sent at `at` is in time.

    It is before the closing instant; or within five minutes after it, when the page it was sent from was opened
    before (`opened_at`, by the server's clock). The fund's page and the page to check answers say so.
    """
    return at < closes_at or (opened_at is not None and opened_at < closes_at and at < closes_at + GRACE)


def closing_words(round_: Round) -> str:
    """`midday on Thursday 14 January 2027 (UK time)`: the first instant that is too late."""
    return deadline_words(round_.closes_at)


def refuse_before_opening(round_: Round, at: datetime) -> None:
    """Raise Refused, with the opening time, when a round is yet to open."""
    if phase(round_, at) == Phase.FORTHCOMING:
        raise Refused(f"{round_.name} opens at {deadline_words(round_.opens_at)}.", title="This fund is not open yet")


def is_announced(round_: Round) -> bool:
    """Whether applicants may know what came of their applications."""
    return round_.state in (RoundState.ANNOUNCED, RoundState.ARCHIVED)


def first_promise(round_: Round) -> date:
    """The day that was promised first for decision and feedback, whatever was promised since."""
    return round_.promised_on or round_.decision_on


def days_before(instant: datetime, days: int) -> datetime:
    """The same time on London's clock so many days earlier, also across a change of the clocks."""
    there = london(instant)
    return from_london(there.date() - timedelta(days=days), there.time())


def questions_until(round_: Round) -> datetime:
    """Until when anyone may ask: a week before the round closes, so that everyone can use the answers."""
    return days_before(round_.closes_at, QUESTION_DAYS)


def takes_questions(round_: Round, at: datetime) -> bool:
    """Whether anyone may ask now: from the day it is published to the cut-off."""
    return phase(round_, at) in (Phase.FORTHCOMING, Phase.OPEN) and at < questions_until(round_)


def refuse_unless_taking_questions(round_: Round, at: datetime) -> None:
    """Raise Refused, with the cut-off, when it is too late to ask."""
    if not takes_questions(round_, at):
        raise Refused(
            f"You could ask about {round_.name} until {deadline_words(questions_until(round_))}, so that everyone has "
            "time to use the answers. Call us if something stops you from applying.",
            title="It is too late to ask about this fund",
        )


def is_flood(kind: str, lately: int) -> bool:
    """Whether one network address has done `kind` too often within the last hour."""
    return lately >= MOST_IN_A_SPELL[kind]


def refuse_flood(kind: str, lately: int) -> None:
    """Raise Refused when it has."""
    if is_flood(kind, lately):
        raise Refused(
            "We have had a lot of these from your network in the last hour. Wait an hour and try again, or call us.",
            title="Too many at once",
        )


class Following(StrEnum):
    """What the link of a follower is worth at an instant."""

    WAITING = "waiting"
    ON = "on"
    STOPPED = "stopped"
    TOO_OLD = "too old"


def following(follower: Follower, at: datetime) -> Following:
    """Whether they get mail, may still confirm that they want it, or do neither."""
    if follower.stopped_at is not None:
        return Following.STOPPED if follower.confirmed_at else Following.TOO_OLD
    if follower.confirmed_at is not None:
        return Following.ON
    return Following.WAITING if at < follower.asked_at + LINK_LIFETIME else Following.TOO_OLD


def hears_of_closing(round_: Round, at: datetime) -> bool:
    """Whether it is time to say that a week is left; never for a round that was not open before its last week.

    Read off the clock, so that a worker that was late still says it while it is true.
    """
    week = days_before(round_.closes_at, CLOSING_SOON.days)
    return is_open(round_, at) and round_.opens_at < week <= at
