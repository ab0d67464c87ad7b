"""A call about feedback as a calendar file (RFC 5545)."""

from datetime import timedelta

from portal.aftercare.models import CallSlot
from portal.core.calendars import new_calendar, new_event


def calendar_of(slot: CallSlot, link: str) -> bytes:
    """One event, in UTC, which every calendar shows by its own clock."""
    found = new_calendar()
    event = new_event(slot.reference, "Call about your feedback", link)
    event.add("dtstart", slot.starts_at)
    event.add("dtend", slot.starts_at + timedelta(minutes=slot.minutes))
    event.add("description", f"We call you on {slot.phone}.")
    found.add_component(event)
    return found.to_ical()
