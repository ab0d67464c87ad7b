"""Who may do what with workshops, bookings and materials."""

from typing import Any

from portal.access.actor import Actor
from portal.access.permission import PUBLIC, Permission
from portal.access.roles import Role, TeamRole

_APPLICANT = frozenset({Role.APPLICANT})
_OFFICER = frozenset({Role.OFFICER})


def _for_their_group(actor: Actor, organisation: Any) -> bool:
    """Anyone in a team may book for it, whatever their role there."""
    return actor.in_team(organisation.id)


def _in_team(actor: Actor, booking: Any) -> bool:
    return actor.in_team(booking.organisation_id)


def _booked_or_leads(actor: Actor, booking: Any) -> bool:
    """Who booked, a lead of the group, or an officer who is phoned."""
    if Role.OFFICER in actor.roles:
        return True
    if not actor.in_team(booking.organisation_id):
        return False
    return actor.account_id == booking.account_id or actor.in_team(booking.organisation_id, TeamRole.LEAD)


def _may_read(actor: Actor, reading: Any) -> bool:
    """Everyone, where the office says so; else the teams that had a place, and officers."""
    if reading.for_everyone or Role.OFFICER in actor.roles:
        return True
    return any(actor.in_team(organisation_id) for organisation_id in reading.organisation_ids)


READ_WORKSHOPS = PUBLIC
BOOK = Permission("workshop:book", _APPLICANT)
BOOK_FOR = Permission("workshop:book-for", _APPLICANT, _for_their_group)
OWN_BOOKINGS = Permission("workshop:own-bookings", _APPLICANT)
VIEW_BOOKING = Permission("booking:view", _APPLICANT, _in_team)
CANCEL_BOOKING = Permission("booking:cancel", _APPLICANT | _OFFICER, _booked_or_leads)
READ_MATERIAL = Permission("workshop:read-material", relation=_may_read, everyone=True)
MANAGE_WORKSHOPS = Permission("workshop:manage", _OFFICER)
READ_NEED = Permission("workshop:need", _OFFICER)
