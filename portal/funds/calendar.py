"""A round's dates as a calendar file (RFC 5545)."""

from datetime import datetime, timedelta

from icalendar import Event

from portal.core.calendars import new_calendar, new_event
from portal.core.dates import deadline_words
from portal.funds.models import Round
from portal.funds.rules import questions_until


def calendar_of(round_: Round, base_url: str) -> bytes:
    """The opening, the last moment for questions, the closing and the day of the decision.

    Instants are written in UTC, which no change of the clocks makes ambiguous; every calendar shows them by its own
    clock. The words repeat the UK time.
    """
    address = f"{base_url}/funds/{round_.slug}"
    found = new_calendar()
    found.add("x-wr-calname", round_.name)
    for name, words, instant in (
        ("opens", "opens", round_.opens_at),
        ("questions", "last moment for questions", questions_until(round_)),
        ("closes", "closes", round_.closes_at),
    ):
        found.add_component(_moment(f"{round_.slug}-{name}", f"{round_.name}: {words}", instant, address))
    day = _event(f"{round_.slug}-decision", f"{round_.name}: decision by today", address)
    day.add("dtstart", round_.decision_on)
    day.add("dtend", round_.decision_on + timedelta(days=1))
    found.add_component(day)
    return found.to_ical()


def _event(uid: str, summary: str, address: str) -> Event:
    event = new_event(uid, summary, address)
    event.add("transp", "TRANSPARENT")
    return event


def _moment(uid: str, summary: str, instant: datetime, address: str) -> Event:
    event = _event(uid, summary, address)
    event.add("dtstart", instant)
    event.add("description", f"At {deadline_words(instant)}. {address}")
    return event
