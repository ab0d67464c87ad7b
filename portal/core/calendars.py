"""What every calendar file of the portal begins with (RFC 5545)."""

from icalendar import Calendar, Event

from portal.core.clock import now


def new_calendar(method: str = "PUBLISH") -> Calendar:
    """An empty calendar; `method` is PUBLISH, or CANCEL for what does not happen."""
    found = Calendar()
    found.add("prodid", "-//OPCC Hampshire and Isle of Wight//Community safety funding//EN")
    found.add("version", "2.0")
    found.add("method", method)
    return found


def new_event(uid: str, summary: str, address: str) -> Event:
    """An event without its time. The same `uid` again replaces it in the reader's calendar."""
    event = Event()
    event.add("uid", f"{uid}@community-safety-funding")
    event.add("dtstamp", now().replace(microsecond=0))
    event.add("summary", summary)
    event.add("url", address)
    return event
