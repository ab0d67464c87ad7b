"""Mail about a booking, and the words that all of it shares."""

from sqlalchemy.orm import Session

from portal.outbox.operations import Recipient, queue
from portal.workshops.models import Booking, Workshop
from portal.workshops.rules.standing import when_words, where_words


def tell(session: Session, booking: Booking, workshop: Workshop, template: str, *, key: str, **words: str) -> None:
    """One mail to the person of a booking, once for each key."""
    queue(
        session,
        key=key,
        template=template,
        to=Recipient(None, booking.name, booking.email),
        about_type="workshop",
        about=workshop.reference,
        workshop=workshop.title,
        when=when_words(workshop),
        where=where_words(workshop, with_link=booking.state == "booked"),
        link=f"/workshops/bookings/{booking.reference}",
        calendar=f"/workshops/{workshop.reference}/calendar.ics",
        **words,
    )
