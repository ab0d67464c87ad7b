"""A call about feedback as a calendar file (RFC 5545)."""

from datetime import timedelta

from icalendar import Calendar, Event

from portal.aftercare.models import CallSlot
from portal.core.clock import now


def calendar_of(slot: CallSlot, link: str) -> bytes:
    """One event, in UTC, which every calendar shows by its own clock."""
    found = Calendar()
    found.add("prodid", "-//OPCC Hampshire and Isle of Wight//Community safety funding//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    event = Event()
    event.add("uid", f"{slot.reference}@community-safety-funding")
    event.add("dtstamp", now().replace(microsecond=0))
    event.add("summary", "Call about your feedback")
    event.add("dtstart", slot.starts_at)
    event.add("dtend", slot.starts_at + timedelta(minutes=slot.minutes))
    event.add("description", f"We call you on {slot.phone}.")
    event.add("url", link)
    found.add_component(event)
    return found.to_ical()
