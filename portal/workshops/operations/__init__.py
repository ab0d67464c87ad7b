"""The verbs of workshops."""

from portal.workshops.operations.attending import mark_attendance
from portal.workshops.operations.booking import Attendee, book, cancel_booking
from portal.workshops.operations.inviting import invite
from portal.workshops.operations.looking_after import look_after_workshops
from portal.workshops.operations.materials import add_file, add_link, remove_material
from portal.workshops.operations.planning import cancel_workshop, change, plan, publish

__all__ = [
    "Attendee",
    "add_file",
    "add_link",
    "book",
    "cancel_booking",
    "cancel_workshop",
    "change",
    "invite",
    "look_after_workshops",
    "mark_attendance",
    "plan",
    "publish",
    "remove_material",
]
