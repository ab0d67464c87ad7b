"""A meeting as a calendar file (RFC 5545): when and where, and nothing of what it is about."""

from datetime import timedelta

from portal.core.calendars import new_calendar, new_event
from portal.moderation.models import Meeting

LASTS = timedelta(hours=3)  # nobody says how long a panel talks; calendars want an end


def calendar_of(meeting: Meeting, base_url: str) -> bytes:
    """One event, in UTC, which every calendar shows by its own clock."""
    found = new_calendar()
    address = f"{base_url}/panel/{meeting.reference}"
    event = new_event(meeting.reference, f"Panel meeting: {meeting.round.name}", address)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.starts_at + LASTS)
    event.add("location", meeting.place)
    found.add_component(event)
    return found.to_ical()
