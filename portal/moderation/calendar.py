"""A meeting as a calendar file (RFC 5545): when and where, and nothing of what it is about."""

from datetime import timedelta

from icalendar import Calendar, Event

from portal.core.clock import now
from portal.moderation.models import Meeting

LASTS = timedelta(hours=3)  # nobody says how long a panel talks; calendars want an end


def calendar_of(meeting: Meeting, base_url: str) -> bytes:
    """One event, in UTC, which every calendar shows by its own clock."""
    found = Calendar()
    found.add("prodid", "-//OPCC Hampshire and Isle of Wight//Community safety funding//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    event = Event()
    event.add("uid", f"{meeting.reference}@community-safety-funding")
    event.add("dtstamp", now().replace(microsecond=0))
    event.add("summary", f"Panel meeting: {meeting.round.name}")
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.starts_at + LASTS)
    event.add("location", meeting.place)
    event.add("url", f"{base_url}/panel/{meeting.reference}")
    found.add_component(event)
    return found.to_ical()
