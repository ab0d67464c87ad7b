"""A workshop as a calendar file (RFC 5545). It changes with the workshop: its number says which version is newer."""

from icalendar import Calendar, Event

from portal.core.clock import now
from portal.workshops.models import Workshop
from portal.workshops.rules.standing import where_words
from portal.workshops.states import WorkshopState


def calendar_of(workshop: Workshop, base_url: str, *, with_link: bool = False) -> bytes:
    """One event, in UTC, which every calendar shows by its own clock; cancelled when the workshop is.

    The link to join is in it only for those who have a place.
    """
    address = f"{base_url}/workshops/{workshop.reference}"
    cancelled = workshop.state == WorkshopState.CANCELLED
    found = Calendar()
    found.add("prodid", "-//OPCC Hampshire and Isle of Wight//Community safety funding//EN")
    found.add("version", "2.0")
    found.add("method", "CANCEL" if cancelled else "PUBLISH")
    event = Event()
    event.add("uid", f"{workshop.reference}@community-safety-funding")
    event.add("dtstamp", now().replace(microsecond=0))
    event.add("sequence", workshop.revision)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("summary", workshop.title)
    event.add("dtstart", workshop.starts_at)
    event.add("dtend", workshop.ends_at)
    event.add("location", where_words(workshop, with_link=with_link))
    event.add("url", address)
    event.add("description", f"{workshop.learn}\n\n{address}")
    found.add_component(event)
    return found.to_ical()
