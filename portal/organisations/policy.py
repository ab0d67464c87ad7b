"""Who may do what with an organisation, its team and its membership."""

from typing import Any

from portal.access.actor import Actor
from portal.access.permission import Permission
from portal.access.roles import Role, TeamRole

_APPLICANT = frozenset({Role.APPLICANT})


def _place(target: Any) -> int | None:
    """The id of the organisation that something belongs to."""
    found = getattr(target, "organisation_id", None) or getattr(target, "id", None)
    return int(found) if found is not None else None


def _in_team(actor: Actor, target: Any) -> bool:
    place = _place(target)
    return place is not None and actor.in_team(place)


def _writes(actor: Actor, target: Any) -> bool:
    place = _place(target)
    return place is not None and actor.in_team(place, TeamRole.LEAD, TeamRole.EDITOR)


def _leads(actor: Actor, target: Any) -> bool:
    place = _place(target)
    return place is not None and actor.in_team(place, TeamRole.LEAD)


def _team_or_officer(actor: Actor, target: Any) -> bool:
    return Role.OFFICER in actor.roles or _in_team(actor, target)


OWN_ORGANISATIONS = Permission("organisation:own", _APPLICANT)
VIEW_ORGANISATION = Permission("organisation:view", _APPLICANT, _in_team)
MANAGE_TEAM = Permission("organisation:manage-team", _APPLICANT, _leads)
EDIT_MEMBERSHIP = Permission("membership:edit", _APPLICANT, _writes)
SEND_MEMBERSHIP = Permission("membership:send", _APPLICANT, _leads)
READ_MEMBERSHIP_FILE = Permission("membership:read-file", _APPLICANT | {Role.OFFICER}, _team_or_officer)
CHECK_MEMBERS = Permission("membership:check", frozenset({Role.OFFICER}))
MERGE_ORGANISATIONS = Permission("organisation:merge", frozenset({Role.OFFICER}))
