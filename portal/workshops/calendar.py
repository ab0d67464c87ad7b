"""A workshop as a calendar file (RFC 5545). It changes with the workshop: its number says which version is newer."""

from portal.core.calendars import new_calendar, new_event
from portal.workshops.models import Workshop
from portal.workshops.rules.standing import where_words
from portal.workshops.states import WorkshopState


def calendar_of(workshop: Workshop, base_url: str, *, with_link: bool = False) -> bytes:
    """One event, in UTC, which every calendar shows by its own clock; cancelled when the workshop is.

    The link to join is in it only for those who have a place.
    """
    address = f"{base_url}/workshops/{workshop.reference}"
    cancelled = workshop.state == WorkshopState.CANCELLED
    found = new_calendar("CANCEL" if cancelled else "PUBLISH")
    event = new_event(workshop.reference, workshop.title, address)
    event.add("sequence", workshop.revision)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("dtstart", workshop.starts_at)
    event.add("dtend", workshop.ends_at)
    event.add("location", where_words(workshop, with_link=with_link))
    event.add("description", f"{workshop.learn}\n\n{address}")
    found.add_component(event)
    return found.to_ical()
